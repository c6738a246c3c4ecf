// SPDX-License-Identifier: Apache-2.0
// A large ledger: how fast it fills through the ordinary write path, how fast filtered pages are
// read, what it takes in memory. Ratios: pages against one bare query of as many rows by primary key
// in the same database; rebuilding against filling.
//
//   bench_ledger TASKS [DATABASE-FILE]     keeps the database where a file is named
#include <plumb/base/clock.hpp>
#include <plumb/intake/intake.hpp>
#include <plumb/journal/journal.hpp>
#include <plumb/projection/projection.hpp>
#include <plumb/storage/storage.hpp>

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

namespace {

using namespace plumb;
using Clock = std::chrono::steady_clock;

constexpr int kTasksPerPlan = 1'000;
constexpr int kUnits = 60;
constexpr int kAreas = 9;
constexpr const char* kAuthority = "default";

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

template <class T> T must(base::Result<T> result) {
  if (!result) {
    fmt::print(stderr, "bench_ledger: {}\n", result.error().id);
    std::exit(1);
  }
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

std::vector<organisation::Unit> units() {
  std::vector<organisation::Unit> out;
  for (int i = 0; i < kUnits; ++i) {
    organisation::Unit unit;
    unit.id = fmt::format("u{}", i);
    unit.kind = i < 48 ? organisation::UnitKind::Government : organisation::UnitKind::Township;
    unit.names = {{fmt::format("第{}{}", i, i < 48 ? "局" : "镇人民政府"), {}, {}}};
    out.push_back(std::move(unit));
  }
  return out;
}

/// A plan of the usual length of text for each task, every field filled.
plan::Plan make_plan(int number) {
  static constexpr const char* kTopics[] = {"行政许可", "规范性文件", "重大决策", "执法公示",
                                            "行政复议", "普法宣传",   "政务公开", "信用监管"};
  plan::Plan out;
  out.title = fmt::format("第{}号年度工作方案", number);
  out.kind = plan::Kind::Plan;
  out.issued_on = base::make_date(2026, 1, 10);
  for (int i = 0; i < kTasksPerPlan; ++i) {
    const int n = number * kTasksPerPlan + i;
    plan::Task task;
    task.number = std::to_string(i + 1);
    task.area = fmt::format("第{}项领域", i * kAreas / kTasksPerPlan + 1);
    task.objective = fmt::format("目标{}", i * 33 / kTasksPerPlan + 1);
    task.title = fmt::format("抓好{}工作", kTopics[n % 8]);
    task.text = fmt::format("按照年度安排梳理{}事项,编号{},建立清单并动态调整,对发现的问题逐项登记、限期办结,"
                            "每个环节留存材料,年底前形成专题总结报送领导小组办公室。", kTopics[n % 8], n);
    const auto from = static_cast<std::uint32_t>(out.source.text.size());
    out.source.text += task.title + "。" + task.text + "\n";
    task.span = {from, static_cast<std::uint32_t>(out.source.text.size())};
    plan::Unit lead, helper;
    lead.text = fmt::format("第{}局", n % 48);
    helper.text = fmt::format("第{}镇人民政府", 48 + n % 12);
    task.lead = {lead};
    task.supporting = {helper};
    plan::Deadline due;
    due.text = fmt::format("2026年{}月底前", n % 12 + 1);
    due.on = base::end_of_month(2026, static_cast<unsigned>(n % 12 + 1));
    task.deadlines = {due};
    out.tasks.push_back(std::move(task));
  }
  return out;
}

long rss_kib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

struct Question {
  const char* name;
  projection::Filter filter;
};

std::vector<Question> questions(int variant) {
  projection::Filter unit, area, due, text, both;
  unit.unit = fmt::format("u{}", variant % 48);
  area.area = fmt::format("第{}项领域", variant % kAreas + 1);
  due.due_from = base::make_date(2026, static_cast<unsigned>(variant % 12 + 1), 1);
  due.due_until = base::end_of_month(2026, static_cast<unsigned>(variant % 12 + 1));
  text.text = variant % 2 == 0 ? "执法公示" : "复议 清单";
  both.unit = unit.unit;
  both.area = area.area;
  return {{"no filter", {}}, {"unit", unit}, {"area", area}, {"due month", due}, {"text", text},
          {"unit and area", both}};
}

}  // namespace

int main(int argc, char** argv) {
  const int tasks = argc > 1 ? std::atoi(argv[1]) : 100'000;
  const bool keep = argc > 2;
  const std::filesystem::path file =
      keep ? std::filesystem::path(argv[2])
           : std::filesystem::temp_directory_path() / fmt::format("plumbline-bench-{}.db", getpid());
  {
    const base::SystemClock clock;
    const auto database = must(storage::Database::open("sqlite:" + file.string()));
    const auto journal = must(journal::Journal::open(*database, clock));
    const auto projection = must(projection::Projection::open(*database, *journal));
    intake::Intake intake(*journal, *projection);
    const journal::Context context{kAuthority, "bench", {}};
    must(intake.put_units(context, units()));

    auto start = Clock::now();
    for (int i = 0; i * kTasksPerPlan < tasks; ++i) {
      const plan::Plan plan = make_plan(i);
      intake::Import import;
      import.name = fmt::format("plan{}.txt", i);
      import.format = "text";
      import.media_type = "text/plain";
      import.bytes = plan.source.text;
      import.plan = &plan;
      const auto drafted = must(intake.import_document(context, import));
      intake::Approval approval;
      approval.revision = drafted.revision;
      approval.all = true;
      must(intake.approve(context, drafted.id, approval));
    }
    const double filling = seconds_since(start);
    fmt::print("bench ledger: {} tasks imported and approved in {:.1f} s ({:.0f} a second), database {} "
               "MB, peak {} MiB\n",
               tasks, filling, tasks / filling, std::filesystem::file_size(file) / 1'000'000,
               rss_kib() / 1024);

    // Reference: 50 rows by primary key, read one after the other, nothing built from them.
    const auto reader = must(database->reader());
    start = Clock::now();
    int reference_runs = 0;
    while (seconds_since(start) < 0.5) {
      std::size_t bytes = 0;
      must(reader->run("select payload from event where authority_id = $1 and sequence > $2 order by "
                       "sequence limit 50",
                       {kAuthority, std::int64_t{reference_runs % 50}}, [&](const storage::Row& row) {
                         bytes += row.text(0).size();
                         return bytes < 40'000;  // what one page of rows weighs
                       }));
      ++reference_runs;
    }
    const double reference = seconds_since(start) / reference_runs;

    for (const auto& [name, unused] : questions(0)) {
      std::vector<double> times;
      std::size_t bytes = 0;
      const auto began = Clock::now();
      for (int variant = 0; seconds_since(began) < 0.6; ++variant) {
        const auto asked = questions(variant);
        const auto& filter =
            std::find_if(asked.begin(), asked.end(), [&](const Question& q) {
              return std::string_view(q.name) == name;
            })->filter;
        start = Clock::now();
        bytes += must(projection->ledger(kAuthority, filter, projection::Sort::Plan, {}, 50)).json.size();
        times.push_back(seconds_since(start));
      }
      std::sort(times.begin(), times.end());
      fmt::print("bench ledger: page of 50, {}: median {:.3f} ms, p99 {:.3f} ms, {:.0f} pages a second, {} "
                 "kB; {:.1f} times the bare read\n",
                 name, times[times.size() / 2] * 1e3, times[times.size() * 99 / 100] * 1e3,
                 static_cast<double>(times.size()) / seconds_since(began),
                 bytes / times.size() / 1000, times[times.size() / 2] / reference);
    }

    start = Clock::now();
    must(projection->facets(kAuthority, {}));
    fmt::print("bench ledger: facets without a filter, first time {:.1f} ms\n", seconds_since(start) * 1e3);
    if (!keep) {
      start = Clock::now();
      must(projection->rebuild());
      fmt::print("bench ledger: rebuilt from the journal in {:.1f} s ({:.2f} of filling)\n",
                 seconds_since(start), seconds_since(start) / filling);
    }
  }
  if (!keep)
    for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + suffix);
  return 0;
}
