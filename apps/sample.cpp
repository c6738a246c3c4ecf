// SPDX-License-Identifier: Apache-2.0
// The invented county into an empty database, so that a newcomer finds a ledger and something to
// review, and numbers with years behind them. Running it again changes nothing.
#include "commands.hpp"
#include "console.hpp"
#include "database.hpp"
#include "intake_files.hpp"
#include "told_years.hpp"

#include <plumb/event/json.hpp>

#include <filesystem>
#include <map>
#include <memory>
#include <optional>

namespace plumb::app {
namespace {

struct Options {
  std::string database = kUsualDatabase, folder = "samples";
  std::string packs = "packs", jurisdiction = "sample_county";
  std::int64_t records = 0;
};

struct Entry {
  std::string file, role, predecessor, higher;
  std::optional<base::Date> on = {}; ///< when it came in; none: today
  bool approve = true;
};

base::Result<std::vector<Entry>> read_manifest(const std::filesystem::path& folder) {
  const auto path = (folder / "manifest.json").string();
  PLUMB_TRY_ASSIGN(const auto text, read_input(path, 1 << 20));
  PLUMB_TRY_ASSIGN(const auto json, event::parse_json(text));
  std::vector<Entry> out;
  for (const auto& item : json.items()) {
    Entry entry{item["file"].text(), item["role"].text(), item["predecessor"].text(),
                item["higher_plan"].text()};
    entry.on = base::parse_date(item["on"].text());
    // What a later version adds or changes is for a person to see first.
    entry.approve = item["approve"].boolean_or(entry.predecessor.empty());
    out.push_back(std::move(entry));
  }
  // So is one whole document: the last plan that stands alone.
  for (auto entry = out.rbegin(); entry != out.rend(); ++entry)
    if (entry->role == "plan" && entry->approve) {
      entry->approve = false;
      break;
    }
  return out;
}

base::Result<void> load_units(server::Store& store, const std::filesystem::path& folder,
                              const std::vector<Entry>& entries) {
  for (const Entry& entry : entries)
    if (entry.role == "organisation")
      PLUMB_TRY(import_units(store, (folder / entry.file).string(), {}));
  return {};
}

/// Imports documents, and knows those that others go back to.
class Documents {
public:
  Documents(server::Store& store, std::filesystem::path folder)
      : store_(store), folder_(std::move(folder)) {}

  /// Gives the document's id.
  base::Result<std::string> load(const Entry& entry) {
    const std::string path = (folder_ / entry.file).string();
    const Wanted wanted{path, id_of(entry.predecessor), id_of(entry.higher),
                        entry.approve && entry.role == "plan"};
    PLUMB_TRY_ASSIGN(const auto imported, import_file(store_, wanted, {}));
    note(describe(imported, path));
    return ids_[entry.file] = imported.document_id;
  }

  [[nodiscard]] bool has(const Entry& entry) const { return ids_.contains(entry.file); }

private:
  std::string id_of(const std::string& file) { return file.empty() ? std::string() : ids_[file]; }

  server::Store& store_;
  std::filesystem::path folder_;
  std::map<std::string, std::string> ids_; ///< file → document id
};

bool is_document(const Entry& entry) {
  return entry.role == "plan" || entry.role == "report" || entry.role == "none";
}

/// The years before, in which plans come in on their days and are carried out.
base::Result<void> tell(server::Store& store, MovedClock& clock, history::Plan plan,
                        const std::vector<Entry>& entries, Documents& documents) {
  Years years(store, clock, std::move(plan));
  for (const Entry& entry : entries)
    if (is_document(entry) && entry.on)
      years.on(*entry.on, [&]() -> base::Result<void> {
        PLUMB_TRY_ASSIGN(const auto id, documents.load(entry));
        return years.carry_tasks(id);
      });
  PLUMB_TRY(years.tell());
  return {};
}

/// Units first: what happened in the years before happened to them, and the plans name them.
base::Result<void> load(server::Store& store, MovedClock& clock, const Options& options) {
  const std::filesystem::path folder = options.folder;
  PLUMB_TRY_ASSIGN(const auto entries, read_manifest(folder));
  PLUMB_TRY_ASSIGN(const auto present, count_records(store));
  PLUMB_TRY(load_units(store, folder, entries));
  Documents documents(store, folder);
  if (present == 0 && options.records > 0)
    PLUMB_TRY(tell(store, clock, usual_years(base::china_date(clock.now_ms()), options.records),
                   entries, documents));
  for (const Entry& entry : entries)
    if (is_document(entry) && !documents.has(entry)) PLUMB_TRY(documents.load(entry));
  return {};
}

int run(const Options& options) {
  MovedClock clock;
  const auto store = server::Store::open(options.database, &clock);
  if (!store) return report(store.error(), options.database);
  // The county's rules first: its tasks are records from the beginning.
  const auto taken = (*store)->use_packs(options.packs, options.jurisdiction);
  if (!taken && taken.error().id != "pack.unreadable") return report(taken.error(), options.packs);
  if (const auto loaded = load(**store, clock, options); !loaded)
    return report(loaded.error(), options.folder);
  return kDone;
}

} // namespace

void add_sample(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand("sample", "Import the sample: an invented county");
  add_database(*command, options->database);
  command->add_option("--samples", options->folder, "Folder with manifest.json");
  command->add_option("--packs", options->packs, "Folder of the rule packs (packs)");
  command->add_option("--jurisdiction", options->jurisdiction,
                      "Pack id or jurisdiction whose rules apply (sample_county)");
  command
      ->add_option("--records", options->records,
                   "So many records of the years before, where there are none yet (0)")
      ->check(CLI::Range(std::int64_t{0}, std::int64_t{10'000'000}));
  command->callback([options, &exit_code] { exit_code = run(*options); });
}

} // namespace plumb::app
