// SPDX-License-Identifier: Apache-2.0
#include "xml.hpp"

#include <plumb/paper/paper.hpp>

namespace plumb::paper {
namespace {

void line(std::string& out, std::string_view words) {
  const auto kept = clean(words);
  if (!kept.empty()) out += kept + '\n';
}

void add(std::string& out, const std::vector<Block>& blocks) {
  for (const auto& block : blocks) {
    if (const auto* paragraph = std::get_if<Paragraph>(&block)) {
      std::string words;
      for (const auto& run : paragraph->runs)
        words += run.text;
      line(out, words);
      continue;
    }
    const auto& table = std::get<Table>(block);
    line(out, table.caption);
    std::string words;
    for (const auto& cell : table.header)
      words += (words.empty() ? "" : " ") + cell;
    line(out, words);
    for (const auto& row : table.rows) {
      words.clear();
      for (std::size_t i = 0; i < row.size(); ++i)
        words += (i == 0 ? "" : " ") + row[i].text;
      line(out, words);
    }
  }
}

} // namespace

std::string text(const Paper& paper) {
  std::string out;
  for (const auto* words : {&paper.red_head, &paper.number, &paper.title, &paper.addressee})
    line(out, *words);
  add(out, paper.blocks);
  line(out, paper.signed_by);
  line(out, paper.signed_on);
  for (const auto& annex : paper.annexes) {
    line(out, annex.title);
    add(out, annex.blocks);
  }
  line(out, paper.copies_to);
  line(out, paper.printed_by);
  return out;
}

} // namespace plumb::paper
