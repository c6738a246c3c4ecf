// SPDX-License-Identifier: Apache-2.0
#include "blocks.hpp"
#include "faults.hpp"
#include "readers.hpp"
#include "subprocess.hpp"

#include <plumb/base/utf8.hpp>

#include <algorithm>

namespace plumb::document {
namespace {

/// Below this many letters per page on average a PDF is pictures of text with a stamp or two.
constexpr std::uint64_t kLettersPerPage = 8;
constexpr std::uint64_t kMemoryBytes = 1ULL << 30;

std::uint64_t count_letters(std::string_view text) {
  std::uint64_t count = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto point = base::decode_utf8(text, at);
    const bool ascii = (point.value >= '0' && point.value <= '9') ||
                       (point.value >= 'a' && point.value <= 'z') ||
                       (point.value >= 'A' && point.value <= 'Z');
    if (ascii || base::is_han(point.value)) ++count;
    at += point.size;
  }
  return count;
}

/// Layout mode pads a page with empty lines at both ends; between paragraphs they mean something.
void append_page(std::string_view page, int number, std::vector<Block>& out) {
  std::vector<std::string> lines;
  while (!page.empty()) {
    const auto end = std::min(page.find('\n'), page.size());
    std::string line(page.substr(0, end));
    trim_end(line);
    lines.push_back(std::move(line));
    page.remove_prefix(std::min(end + 1, page.size()));
  }
  while (!lines.empty() && lines.back().empty())
    lines.pop_back();
  const auto first = std::find_if(lines.begin(), lines.end(),
                                  [](const std::string& line) { return !line.empty(); });
  for (auto line = first; line != lines.end(); ++line) {
    Block block = paragraph(std::move(*line));
    block.page = number;
    out.push_back(std::move(block));
  }
}

Fault tool_missing(std::string_view package) {
  return base::fail(base::ErrorKind::Unavailable, "document.pdf_tool_missing",
                    {{"tool", "pdftotext"}, {"package", std::string(package)}});
}

base::Result<std::string> extract_text(std::string_view bytes, const Limits& limits) {
  ProcessLimits process;
  process.cpu_seconds = limits.pdf_seconds;
  process.wall_seconds = limits.pdf_seconds * 2 + 10;
  process.memory_bytes = kMemoryBytes;
  process.output_bytes = limits.unpacked_bytes;
  PLUMB_TRY_ASSIGN(auto run,
                   run_on_file({"pdftotext", "-layout", "-enc", "UTF-8"}, bytes, {"-"}, process));
  switch (run.end) {
  case ProcessEnd::ToolMissing:
    return tool_missing("poppler-utils");
  case ProcessEnd::OutputTooLarge:
    return too_large(limits.unpacked_bytes, run.output.size());
  case ProcessEnd::TimeOut:
    return base::fail(base::ErrorKind::LimitExceeded, "document.pdf_timeout",
                      {{"limit_seconds", std::to_string(limits.pdf_seconds)}});
  case ProcessEnd::Crashed:
    return damaged("pdf");
  case ProcessEnd::Exited:
    break;
  }
  if (run.messages.find("Incorrect password") != std::string::npos) return encrypted();
  if (run.exit_code == 3) return encrypted(); // the owner forbids copying text
  if (run.exit_code != 0) {
    const bool locked = bytes.find("/Encrypt") != std::string_view::npos &&
                        run.messages.find("ncrypt") != std::string::npos;
    if (locked) return encrypted();
    return damaged("pdf");
  }
  // Fonts that are not embedded need tables that a system may lack; their text would just be
  // missing.
  if (run.messages.find("Missing language pack") != std::string::npos)
    return tool_missing("poppler-data");
  // Without a page the program prints nothing at all, not even a page break.
  if (run.output.empty()) return damaged("pdf");
  return std::move(run.output);
}

} // namespace

base::Result<Document> read_pdf(std::string_view bytes, const Limits& limits) {
  PLUMB_TRY_ASSIGN(const auto text, extract_text(bytes, limits));
  Document out;
  out.format = Format::Pdf;
  out.encoding = "UTF-8";
  std::string without_text;
  int page_number = 0;
  std::uint64_t letters = 0;
  for (std::string_view rest = text; !rest.empty();) {
    const auto end = std::min(rest.find('\f'), rest.size());
    const auto page = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    ++page_number;
    const auto on_page = count_letters(page);
    letters += on_page;
    if (on_page == 0)
      without_text += (without_text.empty() ? "" : ",") + std::to_string(page_number);
    append_page(page, page_number, out.blocks);
  }
  if (letters < kLettersPerPage * static_cast<std::uint64_t>(page_number))
    return base::fail(base::ErrorKind::InvalidInput, "document.pdf_without_text",
                      {{"pages", std::to_string(page_number)}});
  out.properties["pages"] = std::to_string(page_number);
  // Some pages may be scans between typed ones; whoever checks the result has to know.
  if (!without_text.empty()) out.properties["pages_without_text"] = without_text;
  return out;
}

} // namespace plumb::document
