// SPDX-License-Identifier: Apache-2.0
#include "decide.hpp"
#include "relations.hpp"

#include <plumb/base/hash.hpp>
#include <plumb/intake/intake.hpp>

#include <functional>
#include <list>
#include <optional>

namespace plumb::intake {

namespace {

using base::ErrorKind;
using base::Result;
using event::Json;
using journal::Context;
using journal::Transaction;

/// Documents whose state is kept in memory between commands.
constexpr std::size_t kDraftsKept = 4;

base::Unexpected<base::Error> unknown_document(std::string_view document_id) {
  return base::fail(ErrorKind::NotFound, "intake.unknown_document",
                    {{"document_id", std::string(document_id)}});
}

Result<void> check_revision(const Draft& draft, std::int64_t seen) {
  if (seen == draft.revision) return {};
  return base::fail(ErrorKind::Conflict, "intake.revision_conflict",
                    {{"revision", std::to_string(draft.revision)}});
}

/// Of a command that answers nothing.
Result<void> acknowledged(const Result<std::string>& answer) {
  PLUMB_TRY(answer);
  return {};
}

/// Text that tells one request from another under an idempotency key.
std::string request_of(std::string_view operation, std::string_view subject,
                       const Json& body = {}) {
  std::string out(operation);
  out += '\n';
  out += subject;
  out += '\n';
  body.dump_to(out);
  return out;
}

Json strings(const std::vector<std::string>& texts) {
  Json::Array out;
  for (const auto& text : texts)
    out.emplace_back(text);
  return out;
}

Json request_body(const Change& change) {
  Json::Object document;
  const auto add = [&](const char* name, const std::optional<std::string>& value) {
    if (value) document.emplace(name, *value);
  };
  add("title", change.document.title);
  add("document_number", change.document.document_number);
  add("issuer", change.document.issuer);
  add("higher", change.document.higher);
  add("kind", change.document.kind);
  if (change.document.issued_on)
    document.emplace("issued_on", *change.document.issued_on
                                      ? base::to_string(**change.document.issued_on)
                                      : "");
  return Json::Object{{"revision", change.revision},    {"op", static_cast<int>(change.op)},
                      {"task_id", change.task_id},      {"task_ids", strings(change.task_ids)},
                      {"at", std::int64_t{change.at}},  {"fields", to_json(change.fields)},
                      {"document", std::move(document)}};
}

/// An answer travels through the journal's kept answers as one text: revision, id, body.
std::string pack(std::int64_t revision, std::string_view id, std::string_view body) {
  std::string out = std::to_string(revision) + '\n';
  out += id;
  out += '\n';
  out += body;
  return out;
}

Answer unpack(std::string packed) {
  const auto first = packed.find('\n');
  const auto second = packed.find('\n', first + 1);
  Answer answer;
  answer.revision = std::stoll(packed.substr(0, first));
  answer.id = packed.substr(first + 1, second - first - 1);
  packed.erase(0, second + 1);
  answer.body = std::move(packed);
  return answer;
}

} // namespace

struct Intake::State {
  journal::Journal& journal;
  ReadModel& read_model;
  TaskRecords* task_records = nullptr;

  /// Only touched inside commands, which the journal runs one after the other.
  struct Kept {
    std::string authority_id, document_id;
    std::shared_ptr<Draft> draft;
  };
  std::list<Kept> drafts = {};

  void drop(std::string_view authority_id, std::string_view document_id) {
    drafts.remove_if([&](const Kept& kept) {
      return kept.authority_id == authority_id && kept.document_id == document_id;
    });
  }

  void keep(std::string_view authority_id, std::string_view document_id,
            std::shared_ptr<Draft> draft) {
    drop(authority_id, document_id);
    drafts.push_front({std::string(authority_id), std::string(document_id), std::move(draft)});
    if (drafts.size() > kDraftsKept) drafts.pop_back();
  }

  /// The document's state at the newest revision. intake.unknown_document for discarded ones too.
  Result<std::shared_ptr<Draft>> load(Transaction& transaction, std::string_view document_id) {
    const std::string stream = event::document_stream(document_id);
    PLUMB_TRY_ASSIGN(const std::int64_t revision, transaction.revision(stream));
    if (revision == 0) return unknown_document(document_id);
    std::shared_ptr<Draft> draft;
    for (const auto& kept : drafts)
      if (kept.authority_id == transaction.authority_id() && kept.document_id == document_id &&
          kept.draft->revision == revision)
        draft = kept.draft;
    if (draft == nullptr) {
      draft = std::make_shared<Draft>();
      const auto replayed =
          journal::Journal::visit(transaction.connection(), transaction.authority_id(), 0, stream,
                                  [&](const event::Event& event) -> Result<bool> {
                                    PLUMB_TRY(apply(event, *draft));
                                    return true;
                                  });
      PLUMB_TRY(replayed);
      keep(transaction.authority_id(), document_id, draft);
    }
    if (draft->discarded) return unknown_document(document_id);
    return draft;
  }

  /// Records events of one document and brings its state up to date with them.
  Result<void> record(Transaction& transaction, Draft& draft,
                      const std::vector<event::NewEvent>& events) {
    if (events.empty()) return {};
    const std::string document_id = draft.header.document_id;
    transaction.on_abort([this, document_id, authority_id = transaction.authority_id()] {
      drop(authority_id, document_id);
    });
    PLUMB_TRY_ASSIGN(const auto recorded, transaction.append(event::document_stream(document_id),
                                                             draft.revision, events));
    for (const auto& event : recorded)
      PLUMB_TRY(apply(event, draft));
    return {};
  }

  Result<std::string> outcome(Transaction& transaction, const Draft& draft,
                              const Decision& decision) {
    PLUMB_TRY_ASSIGN(
        const auto body,
        read_model.render_outcome(transaction.connection(), transaction.authority_id(),
                                  {draft.header.document_id, decision.put, decision.removed}));
    return pack(draft.revision, draft.header.document_id, body);
  }

  Result<std::shared_ptr<const organisation::Tree>> tree(Transaction& transaction) {
    return read_model.tree(transaction.connection(), transaction.authority_id());
  }

  /// A command that changes one draft and answers with what became of it.
  Result<Answer>
  on_draft(const Context& context, std::string_view document_id, const std::string& request,
           std::int64_t seen,
           const std::function<Result<Decision>(Transaction&, Draft&)>& decide_and_prepare,
           const std::function<Result<void>(Transaction&, const Draft&)>& after = {}) {
    PLUMB_TRY_ASSIGN(
        auto packed,
        journal.execute(context, request, [&](Transaction& transaction) -> Result<std::string> {
          PLUMB_TRY_ASSIGN(const auto draft, load(transaction, document_id));
          PLUMB_TRY(check_revision(*draft, seen));
          PLUMB_TRY_ASSIGN(const auto decision, decide_and_prepare(transaction, *draft));
          PLUMB_TRY(record(transaction, *draft, decision.events));
          if (after) PLUMB_TRY(after(transaction, *draft));
          return outcome(transaction, *draft, decision);
        }));
    return unpack(std::move(packed));
  }

  /// Tells whoever keeps tasks as records that these are in the ledger now.
  Result<void> tell_approved(Transaction& transaction, const Draft& draft,
                             const std::vector<std::string>& task_ids) {
    if (task_records == nullptr) return {};
    std::vector<TaskFact> facts;
    for (const auto& id : task_ids)
      if (const Task* task = draft.find(id))
        facts.push_back({task, draft.header.document_id, draft.header.title});
    return task_records->approved(transaction, facts);
  }

  /// Whether `document_id` is an earlier version of `draft`.
  Result<bool> is_earlier(Transaction& transaction, const Draft& draft,
                          std::string_view document_id) {
    std::string at = draft.header.supersedes;
    while (!at.empty() && at != document_id) {
      PLUMB_TRY_ASSIGN(const auto earlier, load(transaction, at));
      at = earlier->header.supersedes;
    }
    return !at.empty();
  }

  /// Tasks of the ledger that now pass to `by`: recorded at the documents that held them. Gives the
  /// notes that their rows had.
  Result<std::map<std::string, Notes>>
  take_from(Transaction& transaction, std::string_view by,
            const std::map<std::string, std::vector<std::string>>& by_holder) {
    std::map<std::string, Notes> notes;
    for (const auto& [holder_id, task_ids] : by_holder) {
      PLUMB_TRY_ASSIGN(const auto holder, load(transaction, holder_id));
      for (const auto& id : task_ids)
        if (const Task* task = holder->find(id)) notes.emplace(id, task->notes);
      Json::Object payload{{"by", by}, {"task_ids", strings(task_ids)}};
      PLUMB_TRY(record(transaction, *holder,
                       {{.type = std::string(event::kTasksSuperseded),
                         .payload = Json(std::move(payload)).dump()}}));
    }
    return notes;
  }

  /// Which earlier versions hold ledger rows of these tasks; intake.held_by_other_document where a
  /// later version does.
  Result<std::map<std::string, std::vector<std::string>>>
  holders(Transaction& transaction, const Draft& draft, const std::vector<std::string>& task_ids) {
    std::map<std::string, std::vector<std::string>> by_holder;
    if (draft.header.supersedes.empty() && draft.superseded_by.empty()) return by_holder;
    for (const auto& id : task_ids) {
      PLUMB_TRY_ASSIGN(
          const auto holder,
          read_model.ledger_document(transaction.connection(), transaction.authority_id(), id));
      if (holder) by_holder[*holder].push_back(id);
    }
    for (const auto& [holder, ids] : by_holder) {
      PLUMB_TRY_ASSIGN(const bool earlier, is_earlier(transaction, draft, holder));
      if (!earlier)
        return base::fail(ErrorKind::Conflict, "intake.held_by_other_document",
                          {{"task_id", ids.front()}, {"document_id", holder}});
    }
    return by_holder;
  }

  Result<std::string> import_in(Transaction& transaction, const Import& import,
                                const std::string& document_id);
  Result<void> supersede(Transaction& transaction, Draft& older, Draft& fresh,
                         const std::vector<std::string>& carried);
  Result<std::int64_t> correct_in(Transaction& transaction, const Correction& correction);
};

Intake::Intake(journal::Journal& journal, ReadModel& read_model, TaskRecords* task_records)
    : state_(
          new State{.journal = journal, .read_model = read_model, .task_records = task_records}) {}
Intake::~Intake() = default;

Result<std::string> Intake::State::import_in(Transaction& transaction, const Import& import,
                                             const std::string& document_id) {
  PLUMB_TRY_ASSIGN(const auto file, transaction.put_file(import.bytes, import.media_type));
  PLUMB_TRY_ASSIGN(
      const auto twin,
      read_model.document_with_file(transaction.connection(), transaction.authority_id(), file));
  if (twin)
    return base::fail(ErrorKind::Conflict, "intake.already_imported", {{"document_id", *twin}});
  if (!import.higher.empty()) PLUMB_TRY(load(transaction, import.higher));
  std::shared_ptr<Draft> older;
  if (!import.supersedes.empty()) {
    PLUMB_TRY_ASSIGN(older, load(transaction, import.supersedes));
    if (!older->superseded_by.empty())
      return base::fail(ErrorKind::Conflict, "intake.already_superseded",
                        {{"document_id", older->superseded_by}});
  }
  PLUMB_TRY_ASSIGN(auto proposal, propose(import, document_id, file, older.get()));
  auto fresh = std::make_shared<Draft>(std::move(proposal.draft));
  transaction.on_abort([this, document_id, authority_id = transaction.authority_id()] {
    drop(authority_id, document_id);
  });
  PLUMB_TRY(transaction.append(event::document_stream(document_id), 0, {proposal.imported}));
  keep(transaction.authority_id(), document_id, fresh);
  if (older != nullptr) PLUMB_TRY(supersede(transaction, *older, *fresh, proposal.carried));
  PLUMB_TRY_ASSIGN(
      const auto body,
      read_model.render_draft(transaction.connection(), transaction.authority_id(), document_id));
  return pack(fresh->revision, document_id, body);
}

Result<void> Intake::State::supersede(Transaction& transaction, Draft& older, Draft& fresh,
                                      const std::vector<std::string>& carried) {
  const std::string& by = fresh.header.document_id;
  PLUMB_TRY(record(transaction, older,
                   {{.type = std::string(event::kDocumentSuperseded),
                     .payload = Json(Json::Object{{"by", by}}).dump()}}));
  if (carried.empty()) return {};
  PLUMB_TRY_ASSIGN(const auto by_holder, holders(transaction, fresh, carried));
  PLUMB_TRY_ASSIGN(const auto notes, take_from(transaction, by, by_holder));
  PLUMB_TRY_ASSIGN(const auto units, tree(transaction));
  const auto decision = intake::approve(fresh, carried, *units, notes, older.header.document_id);
  PLUMB_TRY(record(transaction, fresh, decision.events));
  return tell_approved(transaction, fresh, carried);
}

Result<Answer> Intake::import_document(const Context& context, const Import& import) {
  Json::Object body{{"name", import.name},
                    {"file", base::sm3_hex(import.bytes)},
                    {"supersedes", import.supersedes},
                    {"higher", import.higher}};
  PLUMB_TRY_ASSIGN(auto packed, state_->journal.execute(
                                    context, request_of("import", "", std::move(body)),
                                    [&](Transaction& transaction) -> Result<std::string> {
                                      return state_->import_in(transaction, import,
                                                               base::new_id(transaction.now_ms()));
                                    }));
  return unpack(std::move(packed));
}

Result<Answer> Intake::change(const Context& context, std::string_view document_id,
                              const Change& change) {
  return state_->on_draft(context, document_id,
                          request_of("change", document_id, request_body(change)), change.revision,
                          [&](Transaction& transaction, Draft& draft) -> Result<Decision> {
                            if (change.document.higher && !change.document.higher->empty() &&
                                *change.document.higher != draft.header.document_id)
                              PLUMB_TRY(state_->load(transaction, *change.document.higher));
                            PLUMB_TRY_ASSIGN(const auto tree, state_->tree(transaction));
                            return decide(draft, change, *tree);
                          });
}

Result<Answer> Intake::approve(const Context& context, std::string_view document_id,
                               const Approval& approval) {
  Json::Object body{{"revision", approval.revision},
                    {"all", approval.all},
                    {"area", approval.area ? Json(*approval.area) : Json()},
                    {"task_ids", strings(approval.task_ids)}};
  std::vector<std::string> task_ids;
  return state_->on_draft(
      context, document_id, request_of("approve", document_id, std::move(body)), approval.revision,
      [&](Transaction& transaction, Draft& draft) -> Result<Decision> {
        PLUMB_TRY_ASSIGN(task_ids, select(draft, approval));
        PLUMB_TRY_ASSIGN(const auto by_holder, state_->holders(transaction, draft, task_ids));
        PLUMB_TRY_ASSIGN(const auto notes,
                         state_->take_from(transaction, draft.header.document_id, by_holder));
        PLUMB_TRY_ASSIGN(const auto tree, state_->tree(transaction));
        return intake::approve(draft, task_ids, *tree, notes);
      },
      [&](Transaction& transaction, const Draft& draft) {
        return state_->tell_approved(transaction, draft, task_ids);
      });
}

Result<Answer> Intake::withdraw(const Context& context, std::string_view document_id,
                                const Withdrawal& withdrawal) {
  Json::Object body{{"revision", withdrawal.revision}, {"task_ids", strings(withdrawal.task_ids)}};
  return state_->on_draft(
      context, document_id, request_of("withdraw", document_id, std::move(body)),
      withdrawal.revision,
      [&](Transaction&, Draft& draft) { return intake::withdraw(draft, withdrawal); },
      [&](Transaction& transaction, const Draft&) -> Result<void> {
        if (state_->task_records == nullptr) return {};
        return state_->task_records->withdrawn(transaction, withdrawal.task_ids);
      });
}

Result<void> Intake::discard(const Context& context, std::string_view document_id) {
  return acknowledged(state_->journal.execute(
      context, request_of("discard", document_id),
      [&](Transaction& transaction) -> Result<std::string> {
        PLUMB_TRY_ASSIGN(const auto draft, state_->load(transaction, document_id));
        PLUMB_TRY_ASSIGN(const auto decision, intake::discard(*draft));
        PLUMB_TRY(state_->record(transaction, *draft, decision.events));
        if (draft->header.supersedes.empty()) return std::string();
        const auto older = state_->load(transaction, draft->header.supersedes);
        // An earlier version that was discarded meanwhile has nothing to get back.
        if (!older && older.error().id == "intake.unknown_document") return std::string();
        PLUMB_TRY(older);
        PLUMB_TRY(state_->record(transaction, **older,
                                 {{.type = std::string(event::kDocumentRestored),
                                   .payload = Json(Json::Object{{"by", document_id}}).dump()}}));
        return std::string();
      }));
}

Result<std::int64_t> Intake::State::correct_in(Transaction& transaction,
                                               const Correction& correction) {
  PLUMB_TRY_ASSIGN(const auto holder,
                   read_model.ledger_document(transaction.connection(), transaction.authority_id(),
                                              correction.task_id));
  if (!holder)
    return base::fail(ErrorKind::NotFound, "intake.unknown_task",
                      {{"task_id", correction.task_id}});
  PLUMB_TRY_ASSIGN(const auto draft, load(transaction, *holder));
  PLUMB_TRY_ASSIGN(const auto units, tree(transaction));
  PLUMB_TRY_ASSIGN(const auto decision, correct(*draft, correction, *units));
  PLUMB_TRY(record(transaction, *draft, decision.events));
  if (const Task* task = draft->find(correction.task_id);
      task != nullptr && task_records != nullptr && !decision.events.empty())
    PLUMB_TRY(task_records->corrected(
        transaction, {task, draft->header.document_id, draft->header.title}, correction.reason));
  return static_cast<std::int64_t>(decision.events.size());
}

namespace {

Json request_body(const Correction& correction) {
  return Json::Object{{"task_id", correction.task_id},
                      {"fields", to_json(correction.fields)},
                      {"reason", correction.reason}};
}

} // namespace

Result<Answer> Intake::correct_task(const Context& context, const Correction& correction) {
  PLUMB_TRY_ASSIGN(auto packed,
                   state_->journal.execute(
                       context, request_of("correct", "", request_body(correction)),
                       [&](Transaction& transaction) -> Result<std::string> {
                         PLUMB_TRY(state_->correct_in(transaction, correction));
                         PLUMB_TRY_ASSIGN(const auto body,
                                          state_->read_model.render_task(transaction.connection(),
                                                                         transaction.authority_id(),
                                                                         correction.task_id));
                         return pack(0, correction.task_id, body);
                       }));
  return unpack(std::move(packed));
}

Result<std::int64_t> Intake::correct_tasks(const Context& context,
                                           const std::vector<Correction>& corrections) {
  Json::Array body;
  if (!context.idempotency_key.empty())
    for (const auto& correction : corrections)
      body.push_back(request_body(correction));
  PLUMB_TRY_ASSIGN(const auto count,
                   state_->journal.execute(context, request_of("correct_all", "", std::move(body)),
                                           [&](Transaction& transaction) -> Result<std::string> {
                                             std::int64_t changed = 0;
                                             for (const auto& correction : corrections) {
                                               PLUMB_TRY_ASSIGN(
                                                   const auto one,
                                                   state_->correct_in(transaction, correction));
                                               changed += one;
                                             }
                                             return std::to_string(changed);
                                           }));
  return std::int64_t{std::stoll(count)};
}

Result<void> Intake::link(const Context& context, std::string_view task_id,
                          std::string_view higher_task_id) {
  return acknowledged(state_->journal.execute(
      context, request_of("link", std::string(task_id) + ' ' + std::string(higher_task_id)),
      [&](Transaction& transaction) -> Result<std::string> {
        PLUMB_TRY(link_in(transaction, state_->read_model, std::string(task_id),
                          std::string(higher_task_id)));
        return std::string();
      }));
}

Result<void> Intake::unlink(const Context& context, std::string_view task_id,
                            std::string_view higher_task_id) {
  return acknowledged(state_->journal.execute(
      context, request_of("unlink", std::string(task_id) + ' ' + std::string(higher_task_id)),
      [&](Transaction& transaction) -> Result<std::string> {
        PLUMB_TRY(unlink_in(transaction, state_->read_model, std::string(task_id),
                            std::string(higher_task_id)));
        return std::string();
      }));
}

Result<UnitChanges> Intake::put_units(const Context& context,
                                      const std::vector<organisation::Unit>& units, bool apply) {
  std::string request = request_of("put_units", apply ? "apply" : "try");
  for (const auto& unit : units)
    request += '\n' + organisation::to_json(unit);
  PLUMB_TRY_ASSIGN(
      const auto answer,
      state_->journal.execute(
          context, request, [&](Transaction& transaction) -> Result<std::string> {
            PLUMB_TRY_ASSIGN(const auto changes,
                             put_units_in(transaction, state_->read_model, units, apply));
            return Json(Json::Array{changes.added, changes.changed, changes.unchanged}).dump();
          }));
  PLUMB_TRY_ASSIGN(const auto counts, event::parse_json(answer));
  const auto& items = counts.items();
  return UnitChanges{items[0].integer_or(0), items[1].integer_or(0), items[2].integer_or(0)};
}

Result<void> Intake::delete_unit(const Context& context, std::string_view unit_id) {
  return acknowledged(state_->journal.execute(
      context, request_of("delete_unit", unit_id),
      [&](Transaction& transaction) -> Result<std::string> {
        PLUMB_TRY(delete_unit_in(transaction, state_->read_model, std::string(unit_id)));
        return std::string();
      }));
}

} // namespace plumb::intake
