// SPDX-License-Identifier: Apache-2.0
#include "bundle.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <sstream>

namespace plumb::pack {
namespace {

const std::string kData = PLUMB_TESTDATA;

std::string first_difference(const std::string& found, const std::string& wanted) {
  std::istringstream left(found), right(wanted);
  while (left || right) {
    std::string was, want;
    std::getline(left, was);
    std::getline(right, want);
    if (was != want) return "found " + was + "\nwanted " + want;
  }
  return {};
}

/// Broken packs change one of three good ones: `links_*` the one whose registers belong together,
/// `counts_*` that one with what is counted over it.
Sections base_of(const std::string& name) {
  if (!name.starts_with("counts_"))
    return sections_of(
        read_text(kData + (name.starts_with("links_") ? "/linked.txt" : "/base.txt")));
  auto out = sections_of(read_text(kData + "/linked.txt"));
  for (auto& section : sections_of(read_text(kData + "/counted.txt")))
    out.push_back(std::move(section));
  return out;
}

/// Every broken pack tells exactly the faults written behind it. With PLUMB_UPDATE_GOLDEN set the
/// files are written anew, so that a change of a diagnostic is a diff to look at.
TEST(Diagnostics, AreAsWritten) {
  int cases = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kData + "/bad")) {
    SCOPED_TRACE(entry.path().filename().string());
    const auto base = base_of(entry.path().filename().string());
    const auto text = read_text(entry.path().string());
    const auto sections = sections_of(text);
    ASSERT_FALSE(sections.empty());
    ASSERT_EQ(sections.back().first, "expected");
    std::vector<Diagnostic> faults;
    const auto rules = Rulebook::load(sources_of(base, sections), faults);
    EXPECT_EQ(rules, nullptr);
    const auto found = shown(faults);
    if (std::getenv("PLUMB_UPDATE_GOLDEN") != nullptr) {
      constexpr std::string_view kMark = "=== expected\n";
      std::ofstream(entry.path(), std::ios::binary)
          << text.substr(0, text.find(kMark) + kMark.size()) << found;
    } else {
      EXPECT_EQ(first_difference(found, sections.back().second), "");
    }
    ++cases;
  }
  EXPECT_GE(cases, 10);
}

TEST(Diagnostics, GoodPackHasNone) {
  for (const std::string name : {"base.txt", "links_", "counts_"}) {
    std::vector<Diagnostic> faults;
    const auto rules = Rulebook::load(sources_of(base_of(name), {}), faults);
    EXPECT_EQ(shown(faults), "");
    ASSERT_NE(rules, nullptr);
    EXPECT_EQ(rules->version(), "base@1.0.0");
  }
}

/// Taking any single line out of a good pack never crashes and never loads as something with holes:
/// either it is still good, or there is a fault that names a line.
void expect_any_line_may_be_missing(const Sections& base, std::size_t last = 1000) {
  const auto first = base.size() - std::min(last, base.size());
  for (std::size_t section = first; section < base.size(); ++section) {
    const auto& [path, text] = base[section];
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
      const auto end = text.find('\n', at);
      lines.push_back(text.substr(at, end - at + 1));
      at = end + 1;
    }
    for (std::size_t missing = 0; missing < lines.size(); ++missing) {
      std::string rest;
      for (std::size_t i = 0; i < lines.size(); ++i)
        if (i != missing) rest += lines[i];
      std::vector<Diagnostic> faults;
      const auto rules = Rulebook::load(sources_of(base, {{path, rest}}), faults);
      const bool told = std::any_of(faults.begin(), faults.end(), [](const auto& fault) {
        return fault.severity == Severity::Error;
      });
      EXPECT_EQ(rules == nullptr, told) << path << ", without line " << missing + 1;
      for (const auto& fault : faults)
        EXPECT_GT(fault.line, 0) << fault.error.id;
    }
  }
}

TEST(Diagnostics, AnyLineMayBeMissing) {
  expect_any_line_may_be_missing(base_of("base.txt"));
  expect_any_line_may_be_missing(base_of("links_"));
}

TEST(Diagnostics, AnyLineOfWhatIsCountedMayBeMissing) {
  const auto counted = sections_of(read_text(kData + "/counted.txt"));
  expect_any_line_may_be_missing(base_of("counts_"), counted.size());
}

} // namespace
} // namespace plumb::pack
