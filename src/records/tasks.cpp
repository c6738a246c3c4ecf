// SPDX-License-Identifier: Apache-2.0
// Tasks of the ledger as records of the register `task`.
#include "fold.hpp"
#include "state.hpp"
#include "undertaking.hpp"
#include "write.hpp"

#include <algorithm>
#include <map>
#include <unordered_set>

namespace plumb::records {
namespace {

using base::Result;
using intake::Task;
using journal::Transaction;
using View = std::string_view;

constexpr View kTaskRegister = "task";
constexpr View kOpenStep = "issue";
constexpr View kWithdrawStep = "withdraw";
/// Tasks opened by one command when a journal from before registers is taken over.
constexpr std::size_t kAdoptBatch = 2'000;

/// Characters of a text that stand for a missing title.
constexpr std::size_t kTitleCharacters = 60;

std::string first_characters(View text, std::size_t count) {
  std::size_t at = 0;
  for (; at < text.size() && count > 0; --count)
    do
      ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80);
  return std::string(text.substr(0, at));
}

std::string first_line(View text) {
  return first_characters(text.substr(0, text.find('\n')), kTitleCharacters);
}

Json unit_ids(const std::vector<intake::TaskUnit>& units) {
  Json::Array out;
  for (const auto& unit : units)
    for (const auto& id : unit.unit_ids)
      if (std::ranges::find(out, Json(id)) == out.end()) out.emplace_back(id);
  return out;
}

std::string unit_texts(const std::vector<intake::TaskUnit>& units) {
  std::string out;
  for (const auto& unit : units)
    out += (out.empty() ? "" : "、") + unit.text;
  return out;
}

Json lines(const std::vector<std::string>& texts) {
  std::string out;
  for (const auto& text : texts)
    out += (out.empty() ? "" : "\n") + text;
  return out;
}

template <class T> Json rows_of(const std::vector<T>& items) {
  Json::Array out;
  for (const auto& item : items)
    out.push_back(item);
  return out;
}

Json deadline_row(const intake::Deadline& deadline) {
  Json::Object out{{"text", deadline.text}, {"kind", deadline.kind}};
  if (deadline.on) out.emplace("on", base::to_string(*deadline.on));
  if (!deadline.rule.empty()) out.emplace("rule", deadline.rule);
  return out;
}

Json target_row(const intake::Target& target) {
  Json::Object out{{"text", target.text}};
  const auto put = [&](const char* name, const std::string& text) {
    if (!text.empty()) out.emplace(name, text);
  };
  put("area", target.area);
  put("subject", target.subject);
  put("operator", target.op);
  put("comparison", target.op);
  put("unit", target.unit);
  if (target.value) out.emplace("value", *target.value);
  return out;
}

/// Everything the ledger knows of a task, by the field names that a pack may use for it. Lists of
/// units, deadlines and targets come in the type that the pack gave the field.
std::map<std::string, std::function<Json(const pack::Field&)>, std::less<>>
offered(const TaskFact& fact) {
  const Task& task = *fact.task;
  std::map<std::string, std::function<Json(const pack::Field&)>, std::less<>> out;
  const auto text = [&](const char* name, const std::string& value) {
    out[name] = [&value](const pack::Field&) { return value.empty() ? Json() : Json(value); };
  };
  text("number", task.number);
  text("area", task.area);
  text("objective", task.objective);
  // A ledger row may have no title; a record must be called something.
  out["title"] = [&task](const pack::Field&) {
    return Json(task.title.empty() ? first_line(task.text) : task.title);
  };
  text("text", task.text);
  text("progress", task.notes.progress);
  text("problems", task.notes.problems);
  text("evidence", task.notes.evidence);
  text("inspection", task.notes.inspection);
  text("document_id", fact.document_id);
  text("document", fact.document_id);
  text("document_title", fact.document_title);
  text("continues", task.continues);
  const auto units = [&](const char* name, const std::vector<intake::TaskUnit>& value) {
    out[name] = [&value](const pack::Field& field) -> Json {
      if (field.type == pack::FieldType::Units) return unit_ids(value);
      if (field.type == pack::FieldType::Unit) {
        const Json ids = unit_ids(value);
        return ids.items().empty() ? Json() : ids.items().front();
      }
      return unit_texts(value);
    };
    out[std::string(name) + "_text"] = [&value](const pack::Field&) { return unit_texts(value); };
  };
  units("lead", task.lead);
  units("responsible", task.responsible);
  units("supporting", task.supporting);
  out["items"] = [&task](const pack::Field& field) -> Json {
    if (field.type != pack::FieldType::Rows) return lines(task.items);
    Json::Array rows;
    for (const auto& item : task.items)
      rows.emplace_back(Json::Object{{"text", item}});
    return rows;
  };
  out["due_on"] = [&task](const pack::Field&) {
    const auto due = task.due_on();
    return due ? Json(base::to_string(*due)) : Json();
  };
  out["deadlines"] = [&task](const pack::Field& field) -> Json {
    std::vector<std::string> texts;
    Json::Array rows;
    for (const auto& deadline : task.deadlines) {
      texts.push_back(deadline.text);
      rows.push_back(deadline_row(deadline));
    }
    return field.type == pack::FieldType::Rows ? Json(std::move(rows)) : lines(texts);
  };
  out["deadline"] = [&task](const pack::Field&) {
    std::vector<std::string> texts;
    for (const auto& deadline : task.deadlines)
      texts.push_back(deadline.text);
    return lines(texts);
  };
  const auto notes = out["evidence"];
  out["evidence_notes"] = notes;
  out["targets"] = [&task](const pack::Field& field) -> Json {
    std::vector<std::string> texts;
    Json::Array rows;
    for (const auto& target : task.targets) {
      texts.push_back(target.text);
      rows.push_back(target_row(target));
    }
    return field.type == pack::FieldType::Rows ? Json(std::move(rows)) : lines(texts);
  };
  return out;
}

/// A value that the field can hold: columns that it lacks or cannot hold are left out, a text that
/// is too long ends early. The ledger itself keeps the whole.
Json fitting(const pack::Field& field, Json value) {
  if (field.type == pack::FieldType::Rows && value.array() != nullptr)
    for (auto& row : *value.array()) {
      if (row.object() == nullptr) continue;
      Json::Object kept;
      for (const auto& column : field.columns)
        if (row.has(column.id))
          if (Json one = fitting(column, row[column.id]); !one.is_null())
            kept.emplace(column.id, std::move(one));
      row = std::move(kept);
    }
  const auto fault = registers::fault_of(field, value);
  if (fault.empty()) return value;
  if (fault != "too_long" || value.string() == nullptr) return {};
  const int usual = field.type == pack::FieldType::LongText ? 20'000 : 500;
  const int longest = field.length_max > 0 ? field.length_max : usual;
  return first_characters(value.text(), static_cast<std::size_t>(longest));
}

/// Fields of the register for a ledger task; null where it has none.
Json::Object fields_for(const pack::Register& declared, const TaskFact& fact) {
  Json::Object out;
  const auto values = offered(fact);
  for (const auto& field : declared.fields)
    if (const auto found = values.find(field.id); found != values.end())
      out.emplace(field.id, fitting(field, found->second(field)));
  return out;
}

bool is_empty(const Json& value) {
  return value.is_null() || (value.string() != nullptr && value.text().empty()) ||
         (value.array() != nullptr && value.array()->empty());
}

bool listed(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

const pack::Step* opening_step(const pack::Register& declared) {
  if (const auto* step = declared.step(kOpenStep); step != nullptr && step->opens) return step;
  const auto found = std::ranges::find_if(declared.steps, &pack::Step::opens);
  return found == declared.steps.end() ? nullptr : &*found;
}

/// One task at a time against the rules that hold now.
class TaskKeeper {
public:
  TaskKeeper(Transaction& transaction, StandingPointer standing)
      : transaction_(transaction), standing_(std::move(standing)),
        environment_(environment_of(*standing_, transaction.now_ms(), {})) {
    book_ = standing_->in_force(environment_.today);
    if (book_ != nullptr) declared_ = book_->find_register(kTaskRegister);
  }
  /// Whether the rules have tasks at all.
  [[nodiscard]] bool keeps() const {
    return declared_ != nullptr && opening_step(*declared_) != nullptr;
  }
  Result<void> open(const TaskFact& fact) {
    const auto* step = opening_step(*declared_);
    registers::TakeStep command;
    command.register_id = declared_->id;
    command.step = step->id;
    command.on = fact.approved_on;
    Json::Object given;
    for (auto& [name, value] : fields_for(*declared_, fact))
      if (!is_empty(value) && (listed(step->required, name) || listed(step->optional, name)))
        given.emplace(name, std::move(value));
    command.fields = std::move(given);
    return act(*book_, *declared_, fact.task->task_id, std::move(command));
  }
  Result<void> approve(const TaskFact& fact) {
    PLUMB_TRY_ASSIGN(auto record, stored(fact.task->task_id));
    if (!record) return open(fact);
    const auto* state = declared_->state(record->state);
    if (state != nullptr && state->final && !record->steps.empty() &&
        record->steps.back().step == kWithdrawStep) {
      PLUMB_TRY(change(*record, registers::Annul{"台账任务重新核准"}));
      PLUMB_TRY_ASSIGN(record, stored(fact.task->task_id));
    }
    return correct(*record, fact, "台账任务由新文件延续");
  }
  Result<void> correct(const TaskFact& fact, View reason) {
    PLUMB_TRY_ASSIGN(const auto record, stored(fact.task->task_id));
    if (!record) return {};
    return correct(*record, fact, reason);
  }
  Result<void> withdraw(const std::string& task_id) {
    PLUMB_TRY_ASSIGN(const auto record, stored(task_id));
    if (!record) return {};
    PLUMB_TRY_ASSIGN(const auto rules, applicable(*standing_, *record));
    const auto* state = rules.declared->state(record->state);
    const auto* step = rules.declared->step(kWithdrawStep);
    if (step == nullptr || (state != nullptr && state->final)) return {};
    registers::TakeStep command;
    command.step = step->id;
    Json::Object given;
    for (const auto& name : step->required)
      given.emplace(name, "任务退回草案");
    command.fields = std::move(given);
    return change(*record, std::move(command));
  }

private:
  Result<std::optional<registers::Record>> stored(View task_id) {
    return stored_record(transaction_.connection(), transaction_.authority_id(), task_id);
  }
  Result<void> correct(const registers::Record& record, const TaskFact& fact, View reason) {
    PLUMB_TRY_ASSIGN(const auto rules, applicable(*standing_, record));
    Json::Object differing;
    for (auto& [name, value] : fields_for(*rules.declared, fact)) {
      const Json& before = record.fields[name];
      if (before == value || (is_empty(before) && is_empty(value))) continue;
      differing.emplace(name, is_empty(value) ? Json() : std::move(value));
    }
    if (differing.empty()) return {};
    registers::Correct command;
    command.fields = std::move(differing);
    command.reason = reason;
    return act(*rules.book, *rules.declared, record.record_id, std::move(command));
  }
  Result<void> change(const registers::Record& record, registers::Command command) {
    PLUMB_TRY_ASSIGN(const auto rules, applicable(*standing_, record));
    if (auto* step = std::get_if<registers::TakeStep>(&command))
      step->register_id = record.register_id;
    return act(*rules.book, *rules.declared, record.record_id, std::move(command));
  }
  /// Decides first and appends then: what is refused leaves nothing behind.
  Result<void> act(const pack::Rulebook& book, const pack::Register& declared,
                   const std::string& record_id, registers::Command command) {
    Undertaking undertaking(transaction_.connection(), &transaction_, transaction_.authority_id(),
                            standing_, environment_);
    PLUMB_TRY(undertaking.decide(book, declared, record_id, std::move(command)));
    return undertaking.record();
  }

  Transaction& transaction_;
  StandingPointer standing_;
  registers::Environment environment_;
  RulebookPointer book_;
  const pack::Register* declared_ = nullptr;
};

} // namespace

Result<void> Records::approved(Transaction& transaction, const std::vector<TaskFact>& tasks) {
  PLUMB_TRY_ASSIGN(auto standing,
                   state_->rules.standing(transaction.connection(), transaction.authority_id()));
  TaskKeeper keeper(transaction, std::move(standing));
  if (!keeper.keeps()) return {};
  for (const auto& fact : tasks)
    PLUMB_TRY(keeper.approve(fact));
  return {};
}

Result<void> Records::corrected(Transaction& transaction, const TaskFact& task, View reason) {
  PLUMB_TRY_ASSIGN(auto standing,
                   state_->rules.standing(transaction.connection(), transaction.authority_id()));
  TaskKeeper keeper(transaction, std::move(standing));
  return keeper.keeps() ? keeper.correct(task, reason) : Result<void>();
}

Result<void> Records::withdrawn(Transaction& transaction,
                                const std::vector<std::string>& task_ids) {
  PLUMB_TRY_ASSIGN(auto standing,
                   state_->rules.standing(transaction.connection(), transaction.authority_id()));
  TaskKeeper keeper(transaction, std::move(standing));
  if (!keeper.keeps()) return {};
  for (const auto& task_id : task_ids)
    PLUMB_TRY(keeper.withdraw(task_id));
  return {};
}

Result<std::int64_t> Records::adopt_tasks(const journal::Context& context,
                                          const LedgerSource& ledger) {
  std::unordered_set<std::string> known;
  {
    PLUMB_TRY_ASSIGN(const auto reader, state_->database.reader());
    PLUMB_TRY_ASSIGN(const auto standing, state_->rules.standing(*reader, context.authority_id));
    const auto book = standing->in_force(state_->today());
    if (book == nullptr || book->find_register(kTaskRegister) == nullptr) return 0;
    PLUMB_TRY(
        reader->run("select record_id from record where authority_id = $1 and register_id = $2",
                    {View(context.authority_id), kTaskRegister}, [&](const storage::Row& row) {
                      known.emplace(row.text(0));
                      return true;
                    }));
  }
  PLUMB_TRY_ASSIGN(auto task_ids, ledger.task_ids());
  std::erase_if(task_ids, [&](const std::string& id) { return known.contains(id); });
  std::int64_t opened = 0;
  for (std::size_t from = 0; from < task_ids.size(); from += kAdoptBatch) {
    std::vector<OwnedTask> batch;
    for (std::size_t i = from; i < std::min(task_ids.size(), from + kAdoptBatch); ++i) {
      PLUMB_TRY_ASSIGN(auto task, ledger.task(task_ids[i]));
      batch.push_back(std::move(task));
    }
    const auto adopt = [&](Transaction& transaction) -> Result<std::string> {
      PLUMB_TRY_ASSIGN(auto standing, state_->rules.standing(transaction.connection(),
                                                             transaction.authority_id()));
      TaskKeeper keeper(transaction, std::move(standing));
      std::int64_t count = 0;
      for (auto& one : batch) {
        one.fact.task = &one.task;
        const auto done = keeper.open(one.fact);
        // A pack may ask for more than a ledger of before has; the task stays in the ledger.
        if (!done && done.error().id != "registers.refused") return base::Unexpected{done.error()};
        count += done ? 1 : 0;
      }
      return std::to_string(count);
    };
    PLUMB_TRY_ASSIGN(const auto count, state_->journal.execute(context, "adopt", adopt));
    opened += std::stoll(count);
  }
  return opened;
}

} // namespace plumb::records
