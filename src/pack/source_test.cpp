// SPDX-License-Identifier: Apache-2.0
#include "bundle.hpp"

#include <plumb/base/date.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

namespace plumb::pack {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

class Folder : public testing::Test {
protected:
  void SetUp() override {
    root_ = fs::path(testing::TempDir()) /
            ("plumb_pack_" + std::to_string(::getpid()) + "_" +
             testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(root_);
    fs::create_directories(root_);
  }
  void TearDown() override { fs::remove_all(root_); }
  void write(const std::string& path, std::string_view text) {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path, std::ios::binary) << text;
  }
  void pack(const std::string& path, const std::string& id, const std::string& layer,
            const std::string& jurisdiction, const std::string& extends) {
    write(path + "/pack.yaml", "id: " + id + "\ntitle: 规则\nlayer: " + layer +
                                   "\njurisdiction: " + jurisdiction + "\nextends: [" + extends +
                                   "]\nversion: 1.0.0\nin_force_from: 2020-01-01\n");
  }
  std::vector<std::string> chain_of(std::string_view wanted) {
    std::vector<std::string> out;
    const auto found = chain(root_.string(), wanted);
    if (!found) return {found.error().id};
    for (const auto& source : *found)
      out.push_back(fs::path(source.folder).filename());
    return out;
  }
  fs::path root_;
};

TEST_F(Folder, ReadsYamlAndNotes) {
  write("pack.yaml", "id: a\n");
  write("law/b.yaml", "laws: []\n");
  write("CHANGELOG.md", "1.0.0\n");
  write("notes.txt", "no");
  write(".hidden.yaml", "no");
  write("inner/pack.yaml", "id: b\n");
  fs::create_symlink("/etc/passwd", root_ / "law/link.yaml");
  const auto source = read_folder(root_.string());
  ASSERT_TRUE(source);
  std::vector<std::string> paths;
  for (const auto& file : source->files)
    paths.push_back(file.path);
  EXPECT_THAT(paths, ElementsAre("CHANGELOG.md", "law/b.yaml", "pack.yaml"));
  EXPECT_EQ(source->sm3().size(), 64u);
}

TEST_F(Folder, RefusesWhatCannotBeRead) {
  EXPECT_EQ(read_folder((root_ / "nothing").string()).error().id, "pack.unreadable");
  write("law/b.yml", "laws: []\n");
  EXPECT_EQ(read_folder(root_.string()).error().id, "pack.unreadable");
  fs::remove(root_ / "law/b.yml");
  write("law/b.yaml", std::string(1024 * 1024 + 1, '#'));
  EXPECT_EQ(read_folder(root_.string()).error().id, "pack.too_large");
}

TEST_F(Folder, ChainsPacks) {
  pack("a/nation", "nation", "national", "CN", "");
  pack("b/province", "province", "province", "CN-AA", "nation");
  pack("b/other", "other", "province", "CN-AB", "nation");
  pack("c/county", "county", "county", "CN-AA-BB", "province, nation");
  pack("d/extra", "extra", "county", "CN-AA-BB", "county, province, nation");
  pack("e/loop", "loop", "county", "CN-ZZ", "loop2");
  pack("e/loop2", "loop2", "county", "CN-ZZ", "loop");
  EXPECT_THAT(chain_of("county"), ElementsAre("nation", "province", "county"));
  EXPECT_THAT(chain_of("nation"), ElementsAre("nation"));
  EXPECT_THAT(chain_of("CN-AA-BB"), ElementsAre("nation", "province", "county", "extra"));
  EXPECT_THAT(chain_of("CN-AA-CC"), ElementsAre("nation", "province"));
  EXPECT_THAT(chain_of("CN"), ElementsAre("nation"));
  EXPECT_THAT(chain_of("conty"), ElementsAre("pack.unknown_pack"));
  EXPECT_THAT(chain_of("loop"), ElementsAre("pack.extends_itself"));
  pack("f/county2", "county", "county", "CN-AC", "nation");
  EXPECT_THAT(chain_of("county"), ElementsAre("pack.duplicate_pack"));
  EXPECT_EQ(find_packs(root_.string())->size(), 8u);
}

TEST_F(Folder, ChainsTheFolderOfAPack) {
  pack("packs/nation", "nation", "national", "CN", "");
  pack("packs/county", "county", "county", "CN-AA", "nation");
  pack("packs/examples/extra", "extra", "county", "CN-AA", "nation");
  pack("packs/examples/lost", "lost", "county", "CN-AA", "nobody");
  const auto names = [&](const std::string& folder) {
    std::vector<std::string> out;
    const auto found = chain_of_folder((root_ / folder).string());
    if (!found) return std::vector<std::string>{found.error().id};
    for (const auto& source : *found)
      out.push_back(fs::path(source.folder).filename());
    return out;
  };
  EXPECT_THAT(names("packs/county"), ElementsAre("nation", "county"));
  EXPECT_THAT(names("packs/examples/extra"), ElementsAre("nation", "extra"));
  EXPECT_THAT(names("packs/examples/lost"), ElementsAre("lost"));
  EXPECT_THAT(names("packs/examples"), ElementsAre("pack.unreadable"));
}

TEST_F(Folder, LoadsCalendars) {
  constexpr std::string_view kNotice =
      "notices:\n  - id: n\n    title: t\n    jurisdiction: CN\n    notice_on: 2025-01-01\n"
      "    days: [{ on: 2025-03-03, kind: holiday }]\n";
  pack("nation", "nation", "national", "CN", "");
  write("nation/calendar/2025.yaml", kNotice);
  for (const auto* folder : {"nation/calendar", "nation", "."}) {
    const auto calendar = load_calendar((root_ / folder).string());
    ASSERT_TRUE(calendar) << folder << calendar.error().id;
    EXPECT_EQ(calendar->notices().size(), 1u);
  }
  write("nation/calendar/2026.yaml", "notices:\n  - { id: m, titel: t }\n");
  const auto bad = load_calendar(root_.string());
  ASSERT_FALSE(bad);
  EXPECT_THAT(bad.error().where, testing::HasSubstr("calendar/2026.yaml:2:"));
}

TEST(Archive, ComesBackAsItWas) {
  Source source;
  source.files = {{"law/a.yaml", "laws: []\n"}, {"pack.yaml", std::string("\0x\n", 3)}};
  const auto bytes = source.archive();
  const auto back = read_archive(bytes);
  ASSERT_TRUE(back);
  EXPECT_EQ(back->archive(), bytes);
  EXPECT_EQ(back->sm3(), source.sm3());
  for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
    const auto part = read_archive(std::string_view(bytes).substr(0, cut));
    if (!part) continue;
    EXPECT_EQ(part->archive(), bytes.substr(0, cut));
  }
  for (const char* bad : {"", "plumbline pack 2\n", "plumbline pack 1\n1 1\n",
                          "plumbline pack 1\n01 0\na", "plumbline pack 1\n4 0\n../a",
                          "plumbline pack 1\n2 0\n/a", "plumbline pack 1\n1 0\nb1 0\na",
                          "plumbline pack 1\n99999999999 0\na", "plumbline pack 1\n0 0\n"})
    EXPECT_FALSE(read_archive(bad)) << bad;
}

/// What would cost the YAML reader minutes is refused before it sees it.
TEST(Limits, AreTold) {
  const auto many = [](const std::string& part, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i)
      out += part;
    return out;
  };
  const std::pair<std::string, std::string> cases[] = {
      {"laws: [" + many("x,", 20'000), "pack.long_line"},
      {many("#\n", 700'000), "pack.too_large"},
      {many("[", 65), "pack.too_deep"},
      {many("- ", 4'000), "pack.too_deep"},
      {"laws: [\n" + many("x,\n", 200'001) + "]", "pack.too_many"},
      {"laws: \xFF\n", "pack.bad_encoding"},
      {std::string("laws: \0\n", 8), "pack.bad_encoding"},
  };
  for (const auto& [text, wanted] : cases) {
    Source source;
    source.files.push_back({"law/a.yaml", text});
    std::vector<Diagnostic> faults;
    EXPECT_EQ(Rulebook::load({source}, faults), nullptr);
    EXPECT_THAT(shown(faults), testing::HasSubstr("law/a.yaml:")) << wanted;
    EXPECT_THAT(shown(faults), testing::HasSubstr(wanted));
  }
}

/// The packs that the program comes with.
TEST(Packs, LoadWithoutFault) {
  const auto folders = find_packs(std::string(PLUMB_SOURCE_DIR) + "/packs");
  ASSERT_TRUE(folders);
  EXPECT_GE(folders->size(), 2u);
  for (const auto& folder : *folders) {
    const auto text = read_text(folder + "/pack.yaml");
    const auto at = text.find("\nid: ") + 5;
    const auto id = text.substr(at, text.find('\n', at) - at);
    SCOPED_TRACE(id);
    const auto sources = chain(std::string(PLUMB_SOURCE_DIR) + "/packs", id);
    ASSERT_TRUE(sources) << sources.error().id;
    std::vector<Diagnostic> faults;
    const auto rules = Rulebook::load(*sources, faults);
    std::erase_if(faults, [](const auto& fault) { return fault.severity == Severity::Warning; });
    EXPECT_EQ(shown(faults), "");
    ASSERT_NE(rules, nullptr);
    for (const auto& declared : rules->registers())
      EXPECT_FALSE(rules->explain(declared.id, base::make_date(2026, 1, 1)).empty());
    // What is stored is read back to the same rules.
    for (const auto& source : *sources)
      EXPECT_EQ(read_archive(source.archive())->sm3(), source.sm3());
  }
}

} // namespace
} // namespace plumb::pack
