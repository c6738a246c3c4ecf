// SPDX-License-Identifier: Apache-2.0
// The ledger as a table for terminals. Chinese characters take two columns, so widths are counted
// in columns and not in characters.
#include "commands.hpp"
#include "console.hpp"
#include "database.hpp"

#include <plumb/base/utf8.hpp>
#include <plumb/projection/projection.hpp>
#include <plumb/server/application.hpp>

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>

namespace plumb::app {
namespace {

constexpr std::size_t kWidthWithoutTerminal = 120;
constexpr std::size_t kWidthMin = 60;

/// East Asian Width W and F (UAX #11), as far as the ledger's text has them.
bool is_wide(char32_t c) {
  return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0x303E) ||
         (c >= 0x3041 && c <= 0x33FF) || (c >= 0x3400 && c <= 0x4DBF) ||
         (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xA000 && c <= 0xA4CF) ||
         (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
         (c >= 0xFE30 && c <= 0xFE4F) || (c >= 0xFF00 && c <= 0xFF60) ||
         (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1FAFF) ||
         (c >= 0x20000 && c <= 0x3FFFD);
}

std::size_t width_of(char32_t c) {
  return is_wide(c) ? 2 : 1;
}

std::size_t width_of(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto point = base::decode_utf8(text, at);
    width += width_of(point.value);
    at += point.size;
  }
  return width;
}

/// Exactly `width` columns: cut with … or filled with blanks. Control characters become blanks, so
/// that a document cannot drive the terminal.
std::string cell(std::string_view text, std::size_t width) {
  const bool cut = width_of(text) > width;
  const std::size_t room = cut ? width - 1 : width;
  std::string out;
  std::size_t used = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto point = base::decode_utf8(text, at);
    if (used + width_of(point.value) > room) break;
    if (point.value < 0x20 || (point.value >= 0x7F && point.value < 0xA0))
      out += ' ';
    else
      out += text.substr(at, point.size);
    used += width_of(point.value);
    at += point.size;
  }
  if (cut) {
    out += "…";
    ++used;
  }
  return out.append(width - std::min(width, used), ' ');
}

std::size_t terminal_width() {
  winsize size{};
  if (::isatty(STDOUT_FILENO) != 0 && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
      size.ws_col > 0)
    return std::max<std::size_t>(size.ws_col, kWidthMin);
  if (const char* columns = std::getenv("COLUMNS")) {
    const long wanted = std::strtol(columns, nullptr, 10);
    if (wanted > 0 && wanted < 10'000) return std::max(static_cast<std::size_t>(wanted), kWidthMin);
  }
  return kWidthWithoutTerminal;
}

template <class T> std::string joined(const std::vector<T>& list) {
  std::string out;
  for (const T& item : list) {
    if (!out.empty()) out += "、";
    out += item.text;
  }
  return out;
}

struct Widths {
  std::size_t number = 6, lead = 20, others = 24, deadline = 16, task = 0;
};

Widths widths() {
  Widths out;
  const std::size_t gaps = 8;
  const std::size_t total = terminal_width();
  if (total < 100) {
    out.lead = 14;
    out.others = 12;
    out.deadline = 12;
  }
  out.task = std::max<std::size_t>(
      10, total - std::min(total, out.number + out.lead + out.others + out.deadline + gaps));
  return out;
}

std::string line(const Widths& width, const std::array<std::string, 5>& cells) {
  std::string out = cell(cells[0], width.number) + "  " + cell(cells[1], width.task) + "  " +
                    cell(cells[2], width.lead) + "  " + cell(cells[3], width.others) + "  " +
                    cell(cells[4], width.deadline);
  while (out.ends_with(' '))
    out.pop_back();
  return out + "\n";
}

/// Prints a heading wherever document or area change.
class Printer {
public:
  explicit Printer(Widths width) : width_(width) {}

  void add(const projection::LedgerTask& row) {
    const auto& task = row.task;
    if (row.document_id != document_) {
      out_ += (count_ == 0 ? "" : "\n") + row.document_title + "\n";
      out_ += line(width_, in_english()
                               ? std::array<std::string, 5>{"No.", "Task", "Lead",
                                                            "Responsible, supporting", "Deadline"}
                               : std::array<std::string, 5>{"序号", "任务", "牵头单位",
                                                            "责任、配合单位", "完成时限"});
      document_ = row.document_id;
      area_.clear();
    }
    if (task.area != area_) {
      if (!task.area.empty()) out_ += "── " + task.area + "\n";
      area_ = task.area;
    }
    auto others = task.responsible;
    others.insert(others.end(), task.supporting.begin(), task.supporting.end());
    out_ += line(width_, {task.number, task.title.empty() ? task.text : task.title,
                          joined(task.lead), joined(others), joined(task.deadlines)});
    ++count_;
  }

  [[nodiscard]] std::string& text() { return out_; }
  [[nodiscard]] std::size_t count() const { return count_; }

private:
  Widths width_;
  std::string out_, document_, area_;
  std::size_t count_ = 0;
};

int run(const std::string& database) {
  const auto store = server::Store::open(database);
  if (!store) return report(store.error(), database);
  Printer printer(widths());
  bool open = true;
  const auto visited =
      (*store)->projection().visit("default", {}, [&](const projection::LedgerTask& row) {
        printer.add(row);
        if (printer.text().size() > 64 * 1024) {
          open = print(printer.text());
          printer.text().clear();
        }
        return open;
      });
  if (!visited) return report(visited.error(), database);
  if (!open) return kFailed;
  if (printer.count() == 0)
    printer.text() += in_english() ? "The ledger is empty: no task was approved yet.\n"
                                   : "台账是空的：还没有确认任何任务。\n";
  else
    printer.text() += fmt::format(fmt::runtime(in_english() ? "\n{} tasks\n" : "\n共 {} 项任务\n"),
                                  printer.count());
  return print(printer.text()) ? kDone : kFailed;
}

} // namespace

void add_ledger(CLI::App& app, int& exit_code) {
  auto database = std::make_shared<std::string>(kUsualDatabase);
  auto* command = app.add_subcommand("ledger", "Print the ledger as a table");
  add_database(*command, *database);
  command->callback([database, &exit_code] { exit_code = run(*database); });
}

} // namespace plumb::app
