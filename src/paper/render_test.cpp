// SPDX-License-Identifier: Apache-2.0
/// What LibreOffice makes of the pages; passed over where it is not installed.
#include "example_test.hpp"

#include <plumb/base/utf8.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace plumb::paper {
namespace {

namespace fs = std::filesystem;

class Render : public testing::Test {
protected:
  void SetUp() override {
    if (std::system("command -v soffice >/dev/null 2>&1 && command -v pdftotext >/dev/null 2>&1") !=
        0)
      GTEST_SKIP() << "LibreOffice or pdftotext is not installed";
    folder_ = fs::temp_directory_path() / ("plumb-render-" + std::to_string(::getpid()));
    fs::create_directories(folder_);
  }
  void TearDown() override {
    std::error_code ignored;
    if (!folder_.empty()) fs::remove_all(folder_, ignored);
  }
  /// Its pages as text.
  std::vector<std::string> pages(const Paper& paper) {
    const auto bytes = docx(paper);
    EXPECT_TRUE(bytes);
    std::ofstream(folder_ / "p.docx", std::ios::binary) << *bytes;
    const auto run = "cd '" + folder_.string() +
                     "' && timeout 120 soffice -env:UserInstallation=file://" + folder_.string() +
                     "/profile --headless --convert-to pdf p.docx >out 2>&1 && "
                     "pdftotext -layout p.pdf p.txt >>out 2>&1";
    EXPECT_EQ(std::system(run.c_str()), 0);
    std::ifstream file(folder_ / "p.txt");
    std::vector<std::string> out;
    for (std::string page; std::getline(file, page, '\f');)
      out.push_back(page);
    return out;
  }
  fs::path folder_;
};

TEST_F(Render, APageHasTwentyTwoLinesOfTwentyEightCharacters) {
  constexpr int kLines = 22, kCharacters = 28, kPages = 3;
  std::string words;
  for (int i = 0; i < kLines * kCharacters * kPages; ++i)
    words += "国";
  Paper paper;
  paper.blocks = {paragraph(Paragraph::Kind::Plain, words)};
  const auto found = pages(paper);
  ASSERT_EQ(found.size(), static_cast<std::size_t>(kPages));
  for (int page = 0; page < kPages; ++page) {
    std::istringstream lines(found[static_cast<std::size_t>(page)]);
    int full = 0;
    std::string number;
    for (std::string line; std::getline(lines, line);) {
      const auto kept = base::trim(line);
      if (kept.starts_with("国")) {
        EXPECT_EQ(base::count_code_points(kept), static_cast<std::size_t>(kCharacters));
        ++full;
      } else if (!kept.empty()) {
        number = line;
      }
    }
    EXPECT_EQ(full, kLines) << "page " << page + 1;
    EXPECT_EQ(base::trim(number), "—" + std::to_string(page + 1) + "—");
    // Odd pages have it on the right, even ones on the left.
    EXPECT_EQ(number.starts_with(std::string(20, ' ')), page % 2 == 0) << number;
  }
}

TEST_F(Render, WideAnnexesNumbersAndRepeatedHeadersComeOut) {
  auto paper = example();
  Table tasks{"", {"序号", "逾期任务名称"}, {}, {}};
  for (int i = 0; i < 60; ++i)
    tasks.rows.push_back({{std::to_string(i + 1)}, {"修订行政规范性文件目录"}});
  paper.annexes[1].blocks = {tasks};
  const auto found = pages(paper);
  ASSERT_GE(found.size(), 4U);
  int with_header = 0;
  for (const auto& page : found)
    if (page.find("逾期任务名称") != std::string::npos) ++with_header;
  EXPECT_GE(with_header, 2);
  EXPECT_THAT(found.front(), testing::HasSubstr("砚湖县人民政府文件"));
  EXPECT_THAT(found.front(), testing::HasSubstr("—1—"));
  EXPECT_THAT(found.back(), testing::HasSubstr("印发"));
}

} // namespace
} // namespace plumb::paper
