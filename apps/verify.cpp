// SPDX-License-Identifier: Apache-2.0
#include "commands.hpp"
#include "console.hpp"
#include "database.hpp"
#include "signing.hpp"

#include <plumb/base/clock.hpp>
#include <plumb/event/json.hpp>
#include <plumb/storage/storage.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <memory>
#include <set>
#include <thread>

namespace plumb::app {
namespace {

using event::Json;

constexpr std::uint64_t kKeyMax = 65'536;

struct Options {
  std::string database = kUsualDatabase, own_key;
  std::vector<std::string> checkpoints, keys;
  bool json = false;
};

/// What is known from outside the database.
struct Known {
  journal::VerifyOptions options;
  std::vector<std::string> sources; ///< of options.published: the file each came from
};

base::Result<void> add_notes(const std::string& file, Known& known) {
  PLUMB_TRY_ASSIGN(auto notes, read_notes(file));
  for (auto& note : notes) {
    known.options.published.push_back(std::move(note));
    known.sources.push_back(file);
  }
  return {};
}

base::Result<Known> gather(const Options& options) {
  Known known;
  for (const auto& file : options.keys) {
    PLUMB_TRY_ASSIGN(const auto pem, read_input(file, kKeyMax));
    auto key = proof::PublicKey::from_pem(pem);
    if (!key) return base::fail(base::ErrorKind::InvalidInput, key.error().id, {}, file);
    known.options.keys.push_back(*std::move(key));
  }
  // The program's own key counts too, where it lies.
  if (auto own = proof::SigningKey::load(key_file(options.own_key, options.database)))
    known.options.keys.push_back(own->public_key());
  else if (own.error().id != "proof.no_key")
    return base::Unexpected{own.error()};
  for (const auto& file : options.checkpoints)
    PLUMB_TRY(add_notes(file, known));
  const auto copy = copy_file(options.database);
  std::error_code none;
  if (std::filesystem::exists(copy, none)) PLUMB_TRY(add_notes(copy, known));
  known.options.threads = std::max(1U, std::thread::hardware_concurrency());
  return known;
}

/// Says how far it is, from the first second on.
class Progress {
public:
  void operator()(std::int64_t done, std::int64_t total) {
    const auto now = std::chrono::steady_clock::now();
    if (now < next_) return;
    next_ = now + std::chrono::seconds(1);
    note(fmt::format("{} / {}", done, total));
  }

private:
  std::chrono::steady_clock::time_point next_ =
      std::chrono::steady_clock::now() + std::chrono::seconds(1);
};

Json fault_json(const journal::Fault& fault, const std::string& authority_id, const Known& known) {
  Json::Object out{{"authority_id", authority_id},
                   {"place", fault.place},
                   {"sequence", fault.sequence},
                   {"what", fault.what}};
  constexpr std::string_view kPublished = "published ";
  if (fault.place.starts_with(kPublished)) {
    const auto at = std::stoul(fault.place.substr(kPublished.size())) - 1;
    if (at < known.sources.size()) out["file"] = known.sources[at];
  }
  return Json(std::move(out));
}

Json authority_json(const std::string& authority_id, const journal::Verification& found) {
  return Json(Json::Object{{"authority_id", authority_id},
                           {"bytes", found.hashed_bytes},
                           {"checkpoints", found.checkpoints},
                           {"erased", found.erased},
                           {"events", found.events},
                           {"files", found.files},
                           {"last_hash", found.last_hash},
                           {"published", found.published},
                           {"root", found.root},
                           {"sealed", found.sealed},
                           {"signatures", found.signatures},
                           {"tiles", found.tiles}});
}

struct Outcome {
  Json::Object json;
  bool intact = true;
};

base::Result<Outcome> verify_all(const journal::Journal& journal, Known& known) {
  PLUMB_TRY_ASSIGN(const auto present, journal.authorities());
  // An authority whose events are all gone is known from its checkpoints.
  std::set<std::string> authorities(present.begin(), present.end());
  for (const auto& note : known.options.published)
    authorities.insert(note.checkpoint.authority_id);
  Progress progress;
  known.options.progress = [&progress](auto done, auto total) { progress(done, total); };
  Outcome out;
  Json::Array list;
  std::int64_t events = 0;
  std::string last_hash;
  for (const auto& authority_id : authorities) {
    PLUMB_TRY_ASSIGN(const auto found, journal.verify(authority_id, known.options));
    list.push_back(authority_json(authority_id, found));
    events += found.events;
    last_hash = found.last_hash;
    if (!found.fault || !out.intact) continue;
    out.intact = false;
    out.json["fault"] = fault_json(*found.fault, authority_id, known);
  }
  out.json["intact"] = out.intact;
  out.json["events"] = events;
  out.json["last_hash"] = last_hash.empty() ? std::string(event::kFirstHash) : last_hash;
  out.json["authorities"] = std::move(list);
  out.json["keys"] = static_cast<std::int64_t>(known.options.keys.size());
  return out;
}

void say(const Outcome& outcome, const Known& known) {
  const auto& fault = outcome.json.find("fault");
  if (fault != outcome.json.end()) {
    const auto& json = fault->second;
    std::string detail = json["what"].text();
    for (const char* member : {"place", "file"})
      if (!json[member].text().empty()) detail += ", " + json[member].text();
    const auto sequence = json["sequence"].integer_or(0);
    note(in_english() ? fmt::format("BROKEN at event {} ({})", sequence, detail)
                      : fmt::format("第 {} 条记录处有误（{}）", sequence, detail));
    return;
  }
  const auto events = outcome.json.at("events").integer_or(0);
  note(in_english() ? fmt::format("Intact: {} events.", events)
                    : fmt::format("完好：共 {} 条记录。", events));
  if (known.options.keys.empty())
    note(in_english() ? "No key was given or found: signatures were not checked."
                      : "没有找到密钥，未检查签名（可用 --key 指定）。");
  if (known.options.published.empty())
    note(in_english()
             ? "No published checkpoint was given: that the newest events were not cut off, "
               "or everything rewritten, is told by the database alone."
             : "没有提供已公布的检查点：是否截去了最新记录或整体重写，只能凭数据库本身判断。");
}

int run(const Options& options) {
  constexpr std::string_view kFile = "sqlite:";
  if (const auto file = options.database.substr(std::min(kFile.size(), options.database.size()));
      options.database.starts_with(kFile) && !file.starts_with(":") &&
      !std::filesystem::exists(file))
    return report({base::ErrorKind::NotFound,
                   "cli.cannot_read",
                   {{"file", file}, {"reason", std::strerror(ENOENT)}}},
                  file);
  auto known = gather(options);
  if (!known) return report(known.error(), "");
  const base::SystemClock clock;
  const auto database = storage::Database::open(options.database);
  if (!database) return report(database.error(), options.database);
  const auto journal = journal::Journal::open(**database, clock);
  if (!journal) return report(journal.error(), options.database);
  const auto outcome = verify_all(**journal, *known);
  if (!outcome) return report(outcome.error(), options.database);
  if (!options.json) say(*outcome, *known);
  if (!print(Json(outcome->json).dump() + "\n")) return kFailed;
  return outcome->intact ? kDone : kFailed;
}

} // namespace

void add_verify(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand(
      "verify", "Compute every hash of the journal again, and compare with what was published");
  add_database(*command, options->database);
  command->add_option("--checkpoint", options->checkpoints,
                      "A checkpoint that was published (may be repeated)");
  command->add_option("--key", options->keys,
                      "Public key (PEM) whose signatures count (may be repeated)");
  command->add_option("--signing-key", options->own_key,
                      "Key file of the program (checkpoint.key beside the database)");
  command->add_flag("--json", options->json, "No words on standard error");
  command->callback([options, &exit_code] { exit_code = run(*options); });
}

} // namespace plumb::app
