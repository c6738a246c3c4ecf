// SPDX-License-Identifier: Apache-2.0
// The ledger as a table for terminals.
#include "columns.hpp"
#include "commands.hpp"
#include "console.hpp"
#include "database.hpp"

#include <plumb/projection/projection.hpp>
#include <plumb/server/application.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>

namespace plumb::app {
namespace {

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
