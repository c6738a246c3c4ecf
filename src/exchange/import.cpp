// SPDX-License-Identifier: Apache-2.0
// A sheet that comes in, row by row.
#include "cells.hpp"
#include "columns.hpp"
#include "refusals.hpp"

#include <plumb/base/hash.hpp>

#include <algorithm>
#include <map>

namespace plumb::exchange {
namespace {

using base::ErrorKind;
using base::fail;
using base::Result;
using View = std::string_view;

/// One command of the journal a row: more would keep a request waiting for minutes.
constexpr std::size_t kRowsMax = 50'000;
/// Records that differ in their personal data alone, for one origin.
constexpr int kTwinsMax = 1'000;

/// What one row says.
struct Row {
  std::string record_id;
  std::optional<base::Date> opened_on;
  Json::Object given;
};

class Importer {
public:
  Importer(records::Records& records, const Place& place, const journal::Context& context,
           const registers::Actor& actor, const ImportRequest& request, const Declared& declared,
           const pack::Step& opening, const Found& sheet)
      : records_(records), place_(place), context_(context), actor_(actor), request_(request),
        declared_(*declared.register_), opening_(opening), sheet_(sheet), names_(place.tree),
        asked_(asked_by(declared_, opening)) {}

  Result<RowResult> take(std::uint32_t at);

private:
  std::string heading(const pack::Field& field) const;
  std::string heading(Role role) const;
  void fault(RowResult& out, const pack::Field& field, View fault, std::string detail) const;
  void fault(RowResult& out, Role role, View fault, std::string detail) const;
  /// Adds the faults of an answer that says no; other errors end the import.
  Result<void> refuse(RowResult& out, const base::Error& error) const;

  Row read(std::uint32_t at, RowResult& out);
  Result<void> resolve_references(Row& row);
  Result<std::string> find_by_key(const Row& row) const;
  Result<std::string> find_by_number(const Row& row, RowResult& out) const;
  [[nodiscard]] bool has_key(const Row& row) const;
  Json key_of(const Row& row) const;
  void check_twice(const Row& row, RowResult& out);
  void check_opening(const Row& row, RowResult& out) const;

  struct Origin {
    std::string key, record_id; ///< record_id empty: nobody was opened for it
  };
  Result<Origin> origin_of(const Row& row) const;
  Result<bool> is_visible(const std::string& record_id) const;
  Result<void> open(const Row& row, RowResult& out);
  Result<void> change(const std::string& record_id, const Row& row, RowResult& out);
  registers::Correct differences(const registers::Record& present, const Row& row,
                                 RowResult& out) const;
  std::string title_of(const Json& fields) const;
  journal::Context context_of(const RowResult& row) const;

  records::Records& records_;
  const Place& place_;
  const journal::Context& context_;
  const registers::Actor& actor_;
  const ImportRequest& request_;
  const pack::Register& declared_;
  const pack::Step& opening_;
  const Found& sheet_;
  Names names_;
  std::vector<const pack::Field*> asked_;
  std::map<std::string, int, std::less<>> seen_; ///< what tells a row from others → its first row
};

std::string Importer::heading(const pack::Field& field) const {
  const auto column = std::ranges::find(sheet_.columns, &field, &Column::field);
  return column == sheet_.columns.end() ? heading_of(declared_, field) : column->heading;
}

std::string Importer::heading(Role role) const {
  const auto column = std::ranges::find(sheet_.columns, role, &Column::role);
  return column == sheet_.columns.end() ? std::string() : column->heading;
}

void Importer::fault(RowResult& out, const pack::Field& field, View fault,
                     std::string detail) const {
  out.faults.push_back({heading(field), field.id, std::string(fault), std::move(detail)});
}

void Importer::fault(RowResult& out, Role role, View fault, std::string detail) const {
  out.faults.push_back({role == Role::Ignored ? std::string() : heading(role),
                        {},
                        std::string(fault),
                        std::move(detail)});
}

Result<void> Importer::refuse(RowResult& out, const base::Error& error) const {
  if (error.kind == ErrorKind::Unavailable || error.kind == ErrorKind::Corrupt)
    return base::Unexpected{error};
  for (auto& refusal : refusals_of(error)) {
    const auto* field = declared_.field(refusal.about);
    if (field != nullptr)
      fault(out, *field, refusal.missing ? "missing" : "refused", std::move(refusal.words));
    else
      fault(out, Role::Ignored, "refused", std::move(refusal.words));
  }
  return {};
}

Row Importer::read(std::uint32_t at, RowResult& out) {
  Row row;
  for (std::uint32_t i = 0; i < sheet_.columns.size(); ++i) {
    const auto& column = sheet_.columns[i];
    const auto text = sheet_.cells->at(at, i);
    if (text.empty()) continue;
    if (column.role == Role::Record) row.record_id = plain(text);
    if (column.role == Role::OpenedOn) {
      row.opened_on = read_date(text);
      if (!row.opened_on) fault(out, Role::OpenedOn, "date", std::string(text));
    }
    if (column.role != Role::Field) continue;
    auto cell = read_cell(*column.field, text, names_);
    if (cell.fault.empty())
      row.given.emplace(column.field->id, std::move(cell.value));
    else
      fault(out, *column.field, cell.fault, std::move(cell.detail));
  }
  return row;
}

/// A field that points at a record takes its number, or, where the other register is told apart by
/// one field, what stands there.
Result<void> Importer::resolve_references(Row& row) {
  for (auto& [id, value] : row.given) {
    const auto* field = declared_.field(id);
    if (field->type != pack::FieldType::Record || field->of.empty()) continue;
    PLUMB_TRY_ASSIGN(const auto book, records_.rules(place_.authority_id));
    const auto* other = book == nullptr ? nullptr : book->find_register(field->of);
    if (other == nullptr || other->key.size() != 1) continue;
    PLUMB_TRY_ASSIGN(const auto found,
                     records_.find_key(place_.authority_id, field->of,
                                       Json(Json::Object{{other->key.front(), value}})));
    if (found.empty()) continue;
    PLUMB_TRY_ASSIGN(const bool visible, is_visible(found));
    if (visible) value = Json(found);
  }
  return {};
}

Result<bool> Importer::is_visible(const std::string& record_id) const {
  const auto seen = records_.check_visible(place_.authority_id, record_id, request_.viewer);
  if (seen) return true;
  if (seen.error().kind == ErrorKind::NotFound) return false;
  return base::Unexpected{seen.error()};
}

bool Importer::has_key(const Row& row) const {
  return !declared_.key.empty() && std::ranges::all_of(declared_.key, [&](const std::string& id) {
    return row.given.contains(id);
  });
}

Json Importer::key_of(const Row& row) const {
  Json::Object out;
  for (const auto& id : declared_.key)
    out.emplace(id, row.given.at(id));
  return Json(std::move(out));
}

Result<std::string> Importer::find_by_number(const Row& row, RowResult& out) const {
  PLUMB_TRY_ASSIGN(bool known, is_visible(row.record_id));
  if (known) {
    PLUMB_TRY_ASSIGN(const auto record, records_.state(place_.authority_id, row.record_id));
    known = record.register_id == declared_.id;
  }
  if (known) return row.record_id;
  fault(out, Role::Record, "unknown_record", row.record_id);
  return std::string();
}

Result<std::string> Importer::find_by_key(const Row& row) const {
  if (!has_key(row)) return std::string();
  PLUMB_TRY_ASSIGN(auto found, records_.find_key(place_.authority_id, declared_.id, key_of(row)));
  if (found.empty()) return found;
  PLUMB_TRY_ASSIGN(const bool visible, is_visible(found));
  return visible ? found : std::string();
}

void Importer::check_twice(const Row& row, RowResult& out) {
  std::string identity;
  if (!row.record_id.empty())
    identity = "number " + row.record_id;
  else if (has_key(row))
    identity = "key " + key_of(row).dump();
  else if (out.faults.empty())
    identity = "row " + Json(row.given).dump();
  else
    return; // what could not be read may be what tells it apart
  const auto [first, is_new] = seen_.try_emplace(std::move(identity), out.row);
  if (!is_new)
    fault(out, Role::Ignored, "duplicate", "与第 " + std::to_string(first->second) + " 行相同");
}

void Importer::check_opening(const Row& row, RowResult& out) const {
  for (const auto* field : asked_) {
    const bool told = std::ranges::any_of(
        out.faults, [&](const CellFault& one) { return one.field == field->id; });
    if (is_required(opening_, *field) && !row.given.contains(field->id) && !told)
      fault(out, *field, "missing", "“" + opening_.title + "”须填写");
  }
  for (const auto& [id, value] : row.given) {
    const auto* field = declared_.field(id);
    if (std::ranges::find(asked_, field) == asked_.end())
      fault(out, *field, "not_asked", "“" + opening_.title + "”不填这一项，请在后续步骤中填写");
  }
}

/// Personal values stay out of the hash, which is kept for ever; rows that differ in them alone are
/// counted.
Result<Importer::Origin> Importer::origin_of(const Row& row) const {
  Json::Object open_values;
  for (const auto& [id, value] : row.given)
    if (!declared_.field(id)->personal) open_values.emplace(id, value);
  if (row.opened_on) open_values.emplace("", base::to_string(*row.opened_on));
  const std::string values = actor_.unit + '\n' + Json(std::move(open_values)).dump();
  const std::string key = declared_.id + '/' + base::sm3_hex(values);
  for (int twin = 1; twin <= kTwinsMax; ++twin) {
    Origin out{twin == 1 ? key : key + '/' + std::to_string(twin), {}};
    PLUMB_TRY_ASSIGN(out.record_id, records_.find_origin(place_.authority_id, {"import", out.key}));
    if (out.record_id.empty()) return out;
    PLUMB_TRY_ASSIGN(const auto present, records_.state(place_.authority_id, out.record_id));
    const bool same = std::ranges::all_of(row.given, [&](const auto& one) {
      const auto* field = declared_.field(one.first);
      return !field->personal || same_value(*field, present.fields[one.first], one.second);
    });
    if (same) return out;
  }
  return fail(ErrorKind::LimitExceeded, "exchange.too_many_rows",
              {{"max", std::to_string(kTwinsMax)}, {"rows", std::to_string(kTwinsMax)}});
}

std::string Importer::title_of(const Json& fields) const {
  const auto* field = declared_.field(declared_.title_field);
  return field == nullptr || field->personal ? std::string() : fields[field->id].text();
}

/// A key for the whole sheet names each row of it, so that the same request never acts twice.
journal::Context Importer::context_of(const RowResult& row) const {
  auto out = context_;
  if (!out.idempotency_key.empty()) out.idempotency_key += "/" + std::to_string(row.row);
  return out;
}

Result<void> Importer::open(const Row& row, RowResult& out) {
  PLUMB_TRY_ASSIGN(auto origin, origin_of(row));
  out.title = title_of(Json(row.given));
  if (!origin.record_id.empty()) {
    out.record_id = origin.record_id;
    out.outcome = Outcome::Unchanged;
    return {};
  }
  registers::TakeStep step{
      .register_id = declared_.id, .step = opening_.id, .on = row.opened_on, .fields = row.given};
  step.origin = {"import", std::move(origin.key)};
  const auto answer = records_.open_record(context_of(out), step, actor_, !request_.apply);
  if (!answer) return refuse(out, answer.error());
  if (request_.apply) out.record_id = answer->id;
  out.outcome = Outcome::Opened;
  return {};
}

registers::Correct Importer::differences(const registers::Record& present, const Row& row,
                                         RowResult& out) const {
  registers::Correct wanted;
  Json::Object fields;
  for (const auto& [id, value] : row.given) {
    const auto& field = *declared_.field(id);
    const Json& before = present.fields[id];
    if (same_value(field, before, value)) continue;
    if (holds_hidden(field, before))
      fault(out, field, "hidden", "其中有附件或个人信息，请在页面上更正");
    else
      fields.emplace(id, value);
  }
  wanted.fields = Json(std::move(fields));
  if (row.opened_on && *row.opened_on != present.opened_on && !present.steps.empty())
    wanted.steps.emplace(0, *row.opened_on);
  wanted.reason = request_.reason.empty() ? "导入 " + request_.name : request_.reason;
  return wanted;
}

Result<void> Importer::change(const std::string& record_id, const Row& row, RowResult& out) {
  constexpr int kAttempts = 3;
  out.record_id = record_id;
  for (int attempt = 1;; ++attempt) {
    PLUMB_TRY_ASSIGN(const auto present, records_.state(place_.authority_id, record_id));
    out.title = title_of(present.fields);
    auto wanted = differences(present, row, out);
    if (!out.faults.empty()) return {};
    if (wanted.fields.object()->empty() && wanted.steps.empty()) {
      out.outcome = Outcome::Unchanged;
      return {};
    }
    if (!request_.may_correct) {
      fault(out, Role::Ignored, "not_permitted", "没有更正记录的权限");
      return {};
    }
    const auto answer = records_.change_record(
        context_of(out), record_id, {.revision = present.revision, .command = std::move(wanted)},
        actor_, !request_.apply);
    if (answer) {
      out.outcome = Outcome::Changed;
      return {};
    }
    // Somebody was quicker: what differs is looked at again.
    if (answer.error().id != "records.revision_conflict" || attempt == kAttempts)
      return refuse(out, answer.error());
  }
}

Result<RowResult> Importer::take(std::uint32_t at) {
  RowResult out{.row = static_cast<int>(at) + 1};
  auto row = read(at, out);
  PLUMB_TRY(resolve_references(row));
  out.title = title_of(Json(row.given));
  check_twice(row, out);
  std::string existing;
  if (!row.record_id.empty()) {
    PLUMB_TRY_ASSIGN(existing, find_by_number(row, out));
  } else {
    PLUMB_TRY_ASSIGN(existing, find_by_key(row));
    if (existing.empty()) check_opening(row, out);
  }
  if (!out.faults.empty()) return out;
  PLUMB_TRY(existing.empty() ? open(row, out) : change(existing, row, out));
  return out;
}

} // namespace

Result<ImportResult> import_records(records::Records& records, const Place& place,
                                    const journal::Context& context, const registers::Actor& actor,
                                    View bytes, const ImportRequest& request) {
  PLUMB_TRY_ASSIGN(const auto declared, find_declared(place));
  PLUMB_TRY_ASSIGN(const auto* opening, find_opening(*declared.register_, request.step));
  PLUMB_TRY_ASSIGN(const auto sheets, sheet::read_cells(bytes, request.name));
  PLUMB_TRY_ASSIGN(const auto found, find_columns(*declared.register_, sheets));
  std::vector<std::uint32_t> rows;
  for (std::uint32_t at = found.header + 1; at < found.cells->rows; ++at)
    if (!found.cells->is_empty(at)) rows.push_back(at);
  if (rows.size() > kRowsMax)
    return fail(ErrorKind::LimitExceeded, "exchange.too_many_rows",
                {{"max", std::to_string(kRowsMax)}, {"rows", std::to_string(rows.size())}});
  ImportResult out{.rows = {}, .ignored_columns = found.ignored(), .applied = request.apply};
  Importer importer(records, place, context, actor, request, declared, *opening, found);
  for (const auto at : rows) {
    PLUMB_TRY_ASSIGN(auto row, importer.take(at));
    out.rows.push_back(std::move(row));
  }
  return out;
}

} // namespace plumb::exchange
