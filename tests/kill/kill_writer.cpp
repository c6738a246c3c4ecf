// SPDX-License-Identifier: Apache-2.0
// For functional/test_kill.py: a program that records facts as fast as it can and says which ones
// are acknowledged, until it is killed; and one that looks whether they are there.
//
//   kill_writer write URL SEED     one line for each acknowledged command
//   kill_writer check URL [--rebuild]  reads those lines from standard input
#include <plumb/base/clock.hpp>
#include <plumb/intake/intake.hpp>
#include <plumb/journal/journal.hpp>
#include <plumb/journal/tables.hpp>
#include <plumb/organisation/organisation.hpp>
#include <plumb/plan/plan.hpp>
#include <plumb/projection/projection.hpp>
#include <plumb/storage/catalogue.hpp>
#include <plumb/storage/storage.hpp>

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace {

using namespace plumb;

constexpr std::string_view kAuthority = "default";

[[noreturn]] void stop(const std::string& what) {
  std::fprintf(stderr, "kill_writer: %s\n", what.c_str());
  std::exit(1);
}

template <class T> T must(base::Result<T> result, const char* what) {
  if (!result) {
    std::string reason = std::string(what) + ": " + result.error().id;
    for (const auto& [name, value] : result.error().args)
      reason += " " + name + "=" + value;
    stop(reason);
  }
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

struct Program {
  base::SystemClock clock;
  std::unique_ptr<storage::Database> database;
  std::unique_ptr<projection::Projection> projection;
  std::unique_ptr<journal::Journal> journal;
  std::unique_ptr<intake::Intake> intake;
  journal::Context context{std::string(kAuthority), "kill", {}};

  explicit Program(const std::string& url)
      : database(must(storage::Database::open(url), "open")),
        journal(must(journal::Journal::open(*database, clock), "journal")) {
    projection = must(projection::Projection::open(*database, *journal), "projection");
    intake = std::make_unique<intake::Intake>(*journal, *projection);
  }
  ~Program() {
    intake.reset();
    journal.reset();
  }
};

plan::Plan small_plan(const std::string& title) {
  plan::Plan out;
  out.title = title;
  out.kind = plan::Kind::Plan;
  out.issued_on = base::make_date(2026, 1, 10);
  for (int i = 0; i < 3; ++i) {
    plan::Task task;
    task.number = std::to_string(i + 1);
    task.area = "规范执法";
    task.text = "第" + std::to_string(i) + "项：检查行政执法台账。";
    const auto from = static_cast<std::uint32_t>(out.source.text.size());
    out.source.text += task.text + "\n";
    task.span = {from, static_cast<std::uint32_t>(out.source.text.size())};
    plan::Unit lead;
    lead.text = "司法局";
    task.lead = {lead};
    out.tasks.push_back(std::move(task));
  }
  return out;
}

/// A line is whole or not there: the reader drops what has no line feed.
void acknowledge(const std::string& line) {
  const std::string text = line + "\n";
  if (::write(STDOUT_FILENO, text.data(), text.size()) != static_cast<ssize_t>(text.size()))
    std::exit(0);
}

/// Units by hand, so that the sequence is known; plans through the ordinary write path.
int write(const std::string& url, const std::string& seed) {
  Program program(url);
  acknowledge("ready");
  for (int i = 0;; ++i) {
    const std::string name = seed + "-" + std::to_string(i);
    std::int64_t revision = 0;
    {
      const auto reader = must(program.database->reader(), "reader");
      revision = must(reader->integer("select max(stream_revision) from event where authority_id "
                                      "= $1 and stream = 'organisation'",
                                      {kAuthority}),
                      "revision")
                     .value_or(0);
    }
    organisation::Unit unit;
    unit.id = "u" + name;
    unit.kind = organisation::UnitKind::Government;
    unit.names = {{"第" + name + "局", {}, {}}};
    const event::NewEvent units{.type = std::string(event::kUnitsChanged),
                                .payload = R"({"put":[)" + organisation::to_json(unit) +
                                           R"(],"removed":[]})"};
    const auto sequence =
        must(program.journal->append(program.context, "organisation", revision, {units}), "append");
    acknowledge("unit " + std::to_string(sequence) + " u" + name);
    if (i % 3 != 0) continue;
    const auto plan = small_plan("方案" + name);
    intake::Import import;
    const std::string bytes = plan.source.text + name, file = name + ".txt";
    import.name = file;
    import.format = "text";
    import.media_type = "text/plain";
    import.bytes = bytes;
    import.plan = &plan;
    const auto drafted = must(program.intake->import_document(program.context, import), "import");
    acknowledge("document " + drafted.id + " 1");
    intake::Approval approval;
    approval.revision = drafted.revision;
    approval.all = true;
    must(program.intake->approve(program.context, drafted.id, approval), "approve");
    acknowledge("document " + drafted.id + " 2");
  }
}

/// Every row of every derived table, sorted.
std::string derived(storage::Database& database) {
  const auto reader = must(database.reader(), "reader");
  const auto truth = storage::tables_created(journal::schema_steps());
  std::string out;
  for (const auto& table : must(storage::tables_of(*reader), "tables")) {
    if (table == "schema_version" || std::find(truth.begin(), truth.end(), table) != truth.end())
      continue;
    out += table + "\n";
    std::string list;
    const auto columns = must(storage::columns_of(*reader, table), "columns");
    for (const auto& column : columns)
      list += (list.empty() ? "\"" : ", \"") + column.name + "\"";
    std::vector<std::string> rows;
    must(reader->run("select " + list + " from " + table, {},
                     [&](const storage::Row& row) {
                       std::string text;
                       for (std::size_t i = 0; i < columns.size(); ++i)
                         text += std::string(row.text(static_cast<int>(i))) + "|";
                       rows.push_back(std::move(text));
                       return true;
                     }),
         "rows");
    std::sort(rows.begin(), rows.end());
    for (const auto& row : rows)
      out += row + "\n";
  }
  return out;
}

int check(const std::string& url, bool rebuild) {
  Program program(url);
  const auto verified = must(program.journal->verify(kAuthority), "verify");
  if (verified.fault) stop("the journal is broken: " + verified.fault->what);
  std::int64_t acknowledged = 0;
  {
    const auto reader = must(program.database->reader(), "reader");
    for (std::string line; std::getline(std::cin, line); ++acknowledged) {
      std::istringstream words(line);
      std::string kind, first, second;
      words >> kind >> first >> second;
      if (kind == "unit") {
        const auto payload =
            must(reader->text("select payload from event where authority_id = $1 and sequence = $2",
                              {kAuthority, static_cast<std::int64_t>(std::stoll(first))}),
                 "event");
        if (!payload || payload->find('"' + second + '"') == std::string::npos)
          stop("lost: " + line);
        if (!must(reader->text("select unit_id from unit where authority_id = $1 and unit_id = $2",
                               {kAuthority, std::string_view(second)}),
                  "unit"))
          stop("not folded: " + line);
      } else if (kind == "document") {
        const std::int64_t want = std::stoll(second);
        const std::string stream = event::document_stream(first);
        const auto found = must(
            reader->integer("select max(stream_revision) from event where authority_id = $1 and "
                            "stream = $2",
                            {kAuthority, std::string_view(stream)}),
            "stream");
        const auto folded =
            must(reader->integer("select revision from document where authority_id = $1 and "
                                 "document_id = $2",
                                 {kAuthority, std::string_view(first)}),
                 "document");
        if (found.value_or(0) < want || folded != found) stop("lost: " + line);
      }
    }
  }
  if (rebuild) {
    const std::string before = derived(*program.database);
    must(program.projection->rebuild(), "rebuild");
    if (derived(*program.database) != before) stop("the rebuilt tables differ");
  }
  std::printf("%lld acknowledged, %lld events\n", static_cast<long long>(acknowledged),
              static_cast<long long>(verified.events));
  return 0;
}

} // namespace

int main(int argc, char** argv) {
  const std::string verb = argc > 2 ? argv[1] : "";
  if (verb == "write" && argc > 3) return write(argv[2], argv[3]);
  if (verb == "check") return check(argv[2], argc > 3);
  stop("write URL SEED | check URL [--rebuild]");
}
