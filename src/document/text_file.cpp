// SPDX-License-Identifier: Apache-2.0
#include "blocks.hpp"
#include "faults.hpp"
#include "readers.hpp"
#include "separated.hpp"

#include <plumb/base/utf8.hpp>

#include <algorithm>
#include <cstdint>

namespace plumb::document {
namespace {

/// Takes the next line off `rest`, whatever it ends with: LF, CRLF, CR, VT (a soft break pasted
/// from Word), U+0085, U+2028, U+2029.
std::string_view take_line(std::string_view& rest) {
  std::size_t at = 0;
  std::size_t ending = 0;
  for (; at < rest.size() && ending == 0; ++at) {
    const char c = rest[at];
    if (c == '\n' || c == '\v')
      ending = 1;
    else if (c == '\r')
      ending = rest.substr(at).starts_with("\r\n") ? 2 : 1;
    else if (c == '\xC2' && rest.substr(at).starts_with("\xC2\x85"))
      ending = 2;
    else if (c == '\xE2' && (rest.substr(at).starts_with("\xE2\x80\xA8") ||
                             rest.substr(at).starts_with("\xE2\x80\xA9")))
      ending = 3;
  }
  if (ending > 0) --at;
  const auto line = rest.substr(0, at);
  rest.remove_prefix(at + ending);
  return line;
}

void append_line(std::string_view line, int& page, std::vector<Block>& out) {
  std::string text(line);
  const auto breaks = static_cast<int>(std::count(text.begin(), text.end(), '\f'));
  // The line after the break is the first of the new page.
  if (text.starts_with('\f')) page += breaks;
  std::erase(text, '\f');
  trim_end(text);
  Block block = paragraph(std::move(text));
  block.page = page;
  out.push_back(std::move(block));
  if (!line.starts_with('\f')) page += breaks;
}

/// Two filled cells at least: tabs in front of a line are only indentation.
bool has_columns(const Record& record) {
  return std::count_if(record.begin(), record.end(),
                       [](const std::string& cell) { return !base::trim(cell).empty(); }) >= 2;
}

/// The longest run of pasted spreadsheet rows at the start of a text, all with the same number of
/// columns.
struct Run {
  std::vector<Record> rows;
  std::size_t size = 0; ///< bytes
  bool is_table = false;
};

Run find_rows(std::string_view text) {
  Run run;
  bool columns = false;
  for (auto rest = text; !rest.empty();) {
    auto row = take_pasted_row(rest);
    if (row.size() < 2 || (!run.rows.empty() && row.size() != run.rows.front().size())) break;
    columns = columns || has_columns(row);
    run.rows.push_back(std::move(row));
    run.size = text.size() - rest.size();
  }
  run.is_table =
      columns && (run.rows.size() >= 2 || (run.rows.size() == 1 && run.rows[0].size() >= 3));
  return run;
}

} // namespace

Document read_text(std::string_view utf8) {
  Document out;
  out.format = Format::Text;
  out.encoding = "UTF-8";
  int page = utf8.find('\f') == std::string_view::npos ? 0 : 1;
  for (auto rest = utf8; !rest.empty();)
    append_line(take_line(rest), page, out.blocks);
  return out;
}

base::Result<Document> read_pasted(std::string_view utf8, const Limits& limits) {
  if (utf8.size() > limits.file_bytes) return too_large(limits.file_bytes, utf8.size());
  if (!base::is_valid_utf8(utf8))
    return base::fail(base::ErrorKind::InvalidInput, "document.undecodable",
                      {{"encoding", "UTF-8"}});
  if (utf8.starts_with("\xEF\xBB\xBF")) utf8.remove_prefix(3);
  if (base::trim(utf8).empty()) return empty();
  Document out;
  out.format = Format::Text;
  out.encoding = "UTF-8";
  std::uint64_t cells = 0;
  int page = utf8.find('\f') == std::string_view::npos ? 0 : 1;
  for (auto rest = utf8; !rest.empty();) {
    auto run = find_rows(rest);
    if (!run.is_table) {
      // All of a run that is no table at once: looking again from its second line would make the
      // time quadratic.
      const auto until = rest.size() - std::min(run.size, rest.size());
      do
        append_line(take_line(rest), page, out.blocks);
      while (rest.size() > until);
      continue;
    }
    cells += run.rows.size() * run.rows.front().size();
    if (cells > limits.table_cells) return too_many_cells(limits.table_cells);
    out.blocks.push_back(table_block(to_table(std::move(run.rows))));
    rest.remove_prefix(run.size);
  }
  return out;
}

} // namespace plumb::document
