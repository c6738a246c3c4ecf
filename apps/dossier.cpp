// SPDX-License-Identifier: Apache-2.0
// The file of a record: made from the database, or checked without one.
#include "commands.hpp"
#include "console.hpp"
#include "database.hpp"
#include "signing.hpp"

#include <plumb/dossier/dossier.hpp>
#include <plumb/event/json.hpp>
#include <plumb/server/application.hpp>

#include <fmt/format.h>

#include <memory>

namespace plumb::app {
namespace {

using event::Json;

constexpr std::uint64_t kZipMax = 2ULL << 30, kKeyMax = 65'536;

struct Options {
  std::string database = kUsualDatabase, record, output, signing_key, file, key;
};

int make(const Options& options) {
  const auto store = server::Store::open(options.database);
  if (!store) return report(store.error(), options.database);
  const auto signs = sign_with((*store)->journal(), key_file(options.signing_key, options.database),
                               options.database);
  if (!signs) return report(signs.error(), options.database);
  const auto made =
      dossier::compile((*store)->records(), (*store)->journal(), "default", options.record, {});
  if (!made) return report(made.error(), options.record);
  if (const auto written = write_file(options.output, made->bytes); !written)
    return report(written.error(), options.output);
  std::int64_t papers = 0, missing = 0;
  for (const auto& entry : made->entries) {
    papers += entry.sm3.empty() ? 0 : 1;
    missing += entry.missing ? 1 : 0;
  }
  return print(Json(Json::Object{{"bytes", static_cast<std::int64_t>(made->bytes.size())},
                                 {"complete", made->complete},
                                 {"file", options.output},
                                 {"missing", missing},
                                 {"papers", papers}})
                   .dump() +
               "\n")
             ? kDone
             : kFailed;
}

void say(const dossier::Check& found, bool has_key) {
  if (found.intact())
    note(in_english() ? fmt::format("Intact: {} files, {} entries, proven against {}.", found.files,
                                    found.events, found.checkpoint)
                      : fmt::format("完好：{} 个文件，{} 条留痕，依据检查点 {}。", found.files,
                                    found.events, found.checkpoint));
  for (const auto& fault : found.faults)
    note((in_english() ? "FAULT " : "有误 ") + fault);
  if (!has_key)
    note(in_english() ? "No key was given: the file fits itself; who signed it is not proven."
                      : "没有指定公钥（--key）：只能证明案卷自身一致，不能证明由谁签名。");
}

int check(const Options& options) {
  const auto zip = read_input(options.file, kZipMax);
  if (!zip) return report(zip.error(), options.file);
  std::string key;
  if (!options.key.empty()) {
    auto pem = read_input(options.key, kKeyMax);
    if (!pem) return report(pem.error(), options.key);
    key = *std::move(pem);
  }
  const auto found = dossier::check(*zip, key);
  if (!found) return report(found.error(), options.file);
  say(*found, !key.empty());
  Json::Array faults(found->faults.begin(), found->faults.end());
  const Json out(Json::Object{{"checkpoint", found->checkpoint},
                              {"events", found->events},
                              {"faults", std::move(faults)},
                              {"files", found->files},
                              {"intact", found->intact()}});
  if (!print(out.dump() + "\n")) return kFailed;
  return found->intact() ? kDone : kFailed;
}

} // namespace

void add_dossier(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<Options>();
  auto* dossier = app.add_subcommand("dossier", "The file of a record: make it, check it");
  dossier->require_subcommand(1);
  auto* making = dossier->add_subcommand("make", "Write the file of a record as a zip");
  making->add_option("record", options->record, "Record id")->required();
  add_database(*making, options->database);
  making->add_option("-o,--output", options->output, "Zip to write")->required();
  making->add_option("--signing-key", options->signing_key,
                     "Key file of the program (checkpoint.key beside the database)");
  making->callback([options, &exit_code] { exit_code = make(*options); });
  auto* checking = dossier->add_subcommand("check", "Compute everything in such a zip again");
  checking->add_option("file", options->file, "Zip, or - for standard input")->required();
  checking->add_option("--key", options->key, "Public key (PEM) that must have signed it");
  checking->callback([options, &exit_code] { exit_code = check(*options); });
}

} // namespace plumb::app
