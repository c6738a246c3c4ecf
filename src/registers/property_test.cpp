// SPDX-License-Identifier: Apache-2.0
// Random commands: replay equals live, stored form equals live, and a small independent model
// agrees about states and dates.
#include "linked_support.hpp"

#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

namespace plumb::registers::testing {
namespace {

// Random choices from a list of numbers; when it runs out, always the first.
class Dice {
public:
  explicit Dice(const std::vector<unsigned>& numbers) : numbers_(numbers) {}
  std::size_t below(std::size_t limit) {
    const auto number = at_ < numbers_.size() ? numbers_[at_++] : 0;
    return number % limit;
  }
  bool one_in(std::size_t count) { return below(count) == count - 1; }
  template <class List> const auto& from(const List& list) { return list[below(list.size())]; }
  [[nodiscard]] bool left() const { return at_ < numbers_.size(); }

private:
  const std::vector<unsigned>& numbers_;
  std::size_t at_ = 0;
};

std::vector<unsigned> any_numbers(std::size_t most) {
  const auto count = *rc::gen::inRange<std::size_t>(0, most);
  return *rc::gen::container<std::vector<unsigned>>(count, rc::gen::inRange(0U, 1'000'000U));
}

Json any_value(Dice& dice) {
  static const std::vector<std::string> texts{R"("修桥")",
                                              R"("market")",
                                              R"("other")",
                                              "12.5",
                                              "3",
                                              "-1",
                                              "true",
                                              "null",
                                              R"("2026-05-20")",
                                              R"(["u1","u2"])",
                                              R"([{"text":"好","adopted":false}])",
                                              R"({"sealed":"ab"})",
                                              "[]",
                                              "{}",
                                              R"("")",
                                              R"({"a":[{"b":[1,2,{"c":null}]}]})",
                                              "999999999999999999"};
  return *event::parse_json(dice.from(texts));
}

// Mostly sensible, sometimes anything.
Json any_fields(Dice& dice, const pack::Register& declared, const pack::Step* step) {
  Json::Object fields;
  static const std::map<std::string, std::string> good{
      {"title", R"("修桥")"},
      {"kind", R"("market")"},
      {"draft", R"("abc")"},
      {"subject", R"("预算")"},
      {"hearing_on", R"("2026-05-20")"},
      {"fair_reviewed", "true"},
      {"code", R"("county")"},
      {"lead", R"(["u1","u2"])"},
      {"due_on", R"("2026-03-20")"},
      {"reviewer", R"("u1")"},
      {"wanted", R"(["law"])"},
      {"how_many", "2"},
      {"visits", R"([{"host":"u1","note":"看","agreed":true}])"}};
  if (step != nullptr && !dice.one_in(8)) {
    for (const auto* names : {&step->required, &step->needs, &step->optional})
      for (const auto& name : *names)
        if (const auto found = good.find(name); found != good.end() && !dice.one_in(6))
          fields.emplace(name, *event::parse_json(found->second));
  }
  for (auto more = dice.below(3) / 2; more > 0; --more)
    fields.insert_or_assign(dice.from(declared.fields).id, any_value(dice));
  return fields;
}

// Mostly one that the state allows, so that lives become long.
const pack::Step& likely_step(Dice& dice, const Life& life, const pack::Register& declared,
                              Date today) {
  if (dice.one_in(5)) return dice.from(declared.steps);
  if (!life.opened_) return declared.steps.front();
  const auto open = possible(*life.rules_, life.record_, life.environment(today));
  std::vector<const pack::Step*> steps;
  for (const auto& entry : open) // the way out only now and then
    if ((!declared.state(entry.step->to) || !declared.state(entry.step->to)->final) ||
        dice.one_in(4))
      steps.push_back(entry.step);
  return steps.empty() ? dice.from(declared.steps) : *dice.from(steps);
}

Command any_command(Dice& dice, const Life& life, Date today) {
  const auto& declared = *life.rules_->find_register(life.register_id_);
  const auto kind = dice.below(12);
  if (kind == 10) return Annul{dice.one_in(4) ? "" : "误录"};
  if (kind == 11) {
    Correct command{.fields = any_fields(dice, declared, nullptr), .steps = {}, .reason = "有误"};
    if (!life.record_.steps.empty())
      command.steps.emplace(static_cast<int>(dice.below(life.record_.steps.size())),
                            base::add_days(today, -static_cast<int>(dice.below(40))));
    return command;
  }
  const auto& step = likely_step(dice, life, declared, today);
  TakeStep command{.register_id = life.register_id_, .step = step.id};
  if (dice.one_in(4)) command.on = base::add_days(today, 1 - static_cast<int>(dice.below(9)));
  command.fields = any_fields(dice, declared, &step);
  if (dice.one_in(3)) command.outside_reason = "已先行办理";
  return command;
}

Life any_life(Dice& dice) {
  const auto which = dice.below(3);
  Life life(which == 2 ? linked() : county(), which == 0   ? "request"
                                              : which == 1 ? "proposal"
                                                           : "errand");
  life.lookup_ = {.candidates =
                      [](std::string_view, const expression::Program*) {
                        const auto fields =
                            *event::parse_json(R"({"specialty":["law"],"unit":"u9"})");
                        return std::vector<Candidate>{
                            {"x1", "甲", fields}, {"x2", "乙", fields}, {"x3", "", fields}};
                      },
                  .next_number = [](std::string_view, const pack::Numbering&, std::string_view,
                                    int) { return std::int64_t{4}; },
                  .seed = [] { return std::string(64, 'c'); }};
  return life;
}

// A child that was opened or has gone on.
void any_child(Dice& dice, Life& life, const Environment& at) {
  static const std::vector<std::string> states{"assigned", "reported", "accepted", "withdrawn"};
  const auto which = std::to_string(dice.below(4));
  auto child = a_record("c" + which, "part", dice.from(states), "u1");
  child.parent = "r1";
  child.origin = {"spawn", "issue/0/u" + which};
  child.steps.push_back({.step = "assign", .on = child.opened_on});
  if (const auto event = child_event(*linked().find_register("part"), life.record_, child))
    life.record_event(*event, at);
}

// The clock that ends on the day of a field is there while it should be and tells that day.
void check_due(const Record& record) {
  const auto day_told = base::parse_date(record.fields["due_on"].text());
  bool issued = false;
  for (const auto& done : record.steps) {
    if (done.step == "issue") issued = true;
    if (done.step == "settle" || done.step == "close" || done.step == "cancel") issued = false;
  }
  const auto due = std::ranges::find(record.clocks, "due", &ClockState::clock);
  const bool running = due != record.clocks.end() && due->running();
  RC_ASSERT(running == (issued && day_told));
  if (running) RC_ASSERT(due->due_on == day_told);
}

void check_linked(const Accepted& accepted, const Record& before) {
  const auto& record = accepted.record;
  if (record.register_id != "errand" || accepted.events.back().type != kStepTaken) return;
  std::set<std::string> keys;
  for (const auto& child : before.children)
    keys.insert(child.key);
  for (const auto& consequence : accepted.consequences) {
    if (consequence.record_id.empty()) {
      RC_ASSERT(keys.insert(consequence.step.origin.key).second);
    } else {
      const auto child =
          std::ranges::find(before.children, consequence.record_id, &Child::record_id);
      RC_ASSERT(child != before.children.end());
      RC_ASSERT(!child->final);
    }
  }
  const auto& done = record.steps.back();
  // What a correction gave before stays.
  if (done.step == "issue" && done.outside_reason.empty() && !before.fields.has("document_no"))
    RC_ASSERT(record.fields["document_no"].text() == "砚政发〔2026〕4号" ||
              record.fields["document_no"].text() == "砚政办发〔2026〕4号");
  if (done.step != "draw" || !done.outside_reason.empty()) return;
  const auto again = redraw(record.fields["lot"].text(), record.fields["how_many"].integer_or(0));
  RC_ASSERT(again.has_value());
  RC_ASSERT(again->size() == record.fields["drawn"].items().size());
  for (std::size_t i = 0; i < again->size(); ++i)
    RC_ASSERT(record.fields["drawn"].items()[i]["record"].text() == (*again)[i].record_id);
}

void check_refusals(const std::vector<Refusal>& refusals) {
  RC_ASSERT(!refusals.empty());
  RC_ASSERT(std::ranges::is_sorted(refusals, {}, &Refusal::code));
}

void check_replay(const Life& life) {
  Record replayed;
  for (const auto& event : life.events_) {
    RC_ASSERT(apply(replayed, event).has_value());
    RC_ASSERT(event::parse_json(event.payload)->dump() == event.payload); // canonical
  }
  RC_ASSERT(replayed == life.record_);
  if (!life.opened_) return;
  const auto stored = event::parse_json(to_json(life.record_).dump());
  RC_ASSERT(stored.has_value());
  const auto read = record_from_json(*stored);
  RC_ASSERT(read.has_value());
  RC_ASSERT(*read == life.record_);
}

void live(const std::vector<unsigned>& numbers) {
  Dice dice(numbers);
  auto life = any_life(dice);
  auto today = day("2026-01-05");
  static const std::vector<std::string> roles{"", "", "", "unit_clerk", "leader"};
  while (dice.left()) {
    today = base::add_days(today, static_cast<int>(dice.below(12)));
    const auto at = life.environment(today, dice.from(roles));
    if (life.opened_ && dice.one_in(8))
      for (const auto& event : deemed(*life.rules_, life.record_, at))
        life.record_event(event, at);
    if (life.opened_ && dice.one_in(6)) any_child(dice, life, at);
    const auto before = life.record_;
    const auto command = any_command(dice, life, today);
    const auto decision = life.run(command, at);
    if (const auto* refusals = std::get_if<std::vector<Refusal>>(&decision))
      check_refusals(*refusals);
    else
      check_linked(std::get<Accepted>(decision), before);
    if (life.opened_ && life.register_id_ == "errand") check_due(life.record_);
    for (const auto& entry : possible(*life.rules_, life.record_, at))
      RC_ASSERT(entry.step != nullptr);
  }
  RC_CLASSIFY(life.register_id_ == "errand" && life.record_.steps.size() >= 4, "errand");
  RC_CLASSIFY(life.record_.steps.size() >= 4, "four steps and more");
  RC_CLASSIFY(std::ranges::count(life.events_, kRecordCorrected, &event::Event::type) > 0,
              "corrected");
  RC_CLASSIFY(std::ranges::count(life.events_, kStepAnnulled, &event::Event::type) > 0, "annulled");
  check_replay(life);
}

RC_GTEST_PROP(Record, ReplayEqualsLive, ()) {
  live(any_numbers(900));
}

RC_GTEST_PROP(Record, TakingStepsBackIsExact, ()) {
  const auto numbers = any_numbers(400);
  Dice dice(numbers);
  auto life = any_life(dice);
  auto today = day("2026-01-05");
  std::vector<Record> after;
  while (dice.left()) {
    today = base::add_days(today, static_cast<int>(dice.below(12)));
    auto command = any_command(dice, life, today);
    if (!std::holds_alternative<TakeStep>(command)) continue;
    if (std::holds_alternative<Accepted>(life.run(command, life.environment(today))))
      after.push_back(life.record_);
    if (life.opened_ && dice.one_in(4)) any_child(dice, life, life.environment(today));
  }
  RC_CLASSIFY(after.size() >= 4, "four steps and more");
  while (after.size() > 1) {
    after.pop_back();
    RC_ASSERT(std::holds_alternative<Accepted>(life.run(Annul{"误录"}, life.environment(today))));
    auto expected = after.back();
    expected.revision = life.record_.revision;
    expected.children = life.record_.children; // they are records of their own
    RC_ASSERT(life.record_ == expected);
  }
}

// A correction that only says what was already so, of another field, leaves every date alone.
RC_GTEST_PROP(Record, ACorrectionMovesOnlyWhatItMust, ()) {
  const auto numbers = any_numbers(400);
  Dice dice(numbers);
  auto life = any_life(dice);
  auto today = day("2026-01-05");
  while (dice.left()) {
    today = base::add_days(today, static_cast<int>(dice.below(12)));
    auto command = any_command(dice, life, today);
    if (std::holds_alternative<TakeStep>(command)) life.run(command, life.environment(today));
  }
  if (!life.opened_) return;
  RC_CLASSIFY(life.record_.clocks.size() >= 2, "two clocks");
  const auto before = life.record_;
  const auto* name = life.register_id_ == "request" ? "subject" : "title";
  for (auto more = dice.below(3); more > 0; --more)
    any_child(dice, life, life.environment(today));
  const auto decision =
      life.run(Correct{Json::Object{{name, "另一件"}}, {}, "有误"}, life.environment(today));
  RC_ASSERT(std::holds_alternative<Accepted>(decision));
  RC_ASSERT(life.record_.clocks == before.clocks);
  RC_ASSERT(life.record_.breaches == before.breaches);
  RC_ASSERT(life.record_.state == before.state);
}

// --- random registers against a model that knows nothing of the program ---

struct SmallStep {
  std::string id;
  int from = -1; ///< -1: every state that is not final
  int to = -1;   ///< -1: stays
  bool repeatable = false;
  int clock = 0;
  std::string does; ///< starts, stops, pauses, resumes, restarts or nothing
};
struct SmallRegister {
  int states = 2; ///< the last is final
  std::vector<int> days;
  std::vector<SmallStep> steps;
};

SmallRegister any_register(Dice& dice) {
  SmallRegister made;
  made.states = 2 + static_cast<int>(dice.below(3));
  const auto clocks = 1 + dice.below(2);
  for (std::size_t i = 0; i < clocks; ++i)
    made.days.push_back(1 + static_cast<int>(dice.below(20)));
  const auto add = [&](std::string id, int from, int to, bool repeatable, std::size_t clock,
                       std::string does) {
    made.steps.push_back(
        {std::move(id), from, to, repeatable, static_cast<int>(clock), std::move(does)});
  };
  for (int i = 1; i < made.states; ++i) // every state can be reached
    add("go" + std::to_string(i), static_cast<int>(dice.below(static_cast<std::size_t>(i))), i,
        false, 0, "");
  for (std::size_t i = 0; i < clocks; ++i)
    for (const auto* does : {"starts", "stops", "pauses", "resumes", "restarts"})
      add(std::string(does) + std::to_string(i),
          dice.one_in(3) ? static_cast<int>(dice.below(static_cast<std::size_t>(made.states - 1)))
                         : -1,
          -1, !dice.one_in(4), i, does);
  return made;
}

std::string yaml_of(const SmallRegister& made) {
  std::string states, steps, clocks;
  for (int i = 0; i < made.states; ++i)
    states += "  - { id: s" + std::to_string(i) + ", title: s" +
              (i + 1 == made.states ? ", final: true }\n" : " }\n");
  for (const auto& step : made.steps) {
    steps += "  - { id: " + step.id + ", title: t";
    if (step.from >= 0) steps += ", from: [s" + std::to_string(step.from) + "]";
    if (step.to >= 0) steps += ", to: s" + std::to_string(step.to);
    if (step.repeatable) steps += ", repeatable: true";
    if (!step.does.empty()) steps += ", " + step.does + ": [c" + std::to_string(step.clock) + "]";
    steps += " }\n";
  }
  for (std::size_t i = 0; i < made.days.size(); ++i)
    clocks += "  - { id: c" + std::to_string(i) + ", title: c, maximum: small.c" +
              std::to_string(i) + " }\n";
  return "register: small\ntitle: 小\ngist: 小\ntitle_field: name\nlist: [name]\nfields:\n"
         "  - { id: name, title: 名, type: text }\nstates:\n" +
         states + "steps:\n  - { id: begin, title: t, opens: true, to: s0 }\n" + steps +
         "clocks:\n" + clocks;
}

std::shared_ptr<const pack::Rulebook> rules_of(const SmallRegister& made) {
  std::string parameters = "parameters:\n";
  for (std::size_t i = 0; i < made.days.size(); ++i)
    parameters += "  - id: small.c" + std::to_string(i) +
                  "\n    title: 期限\n    register: small\n    kind: deadline\n    operator: max\n"
                  "    binding: statutory\n    values:\n      - { in_force_from: 2019-01-01, "
                  "in_force_until: , value: " +
                  std::to_string(made.days[i]) + ", unit: calendar_day, cite: sample_law#8 }\n";
  pack::Source source{{{"law/law.yaml", std::string(kLawYaml)},
                       {"pack.yaml", std::string(kPackYaml)},
                       {"parameters/all.yaml", parameters},
                       {"registers/small.yaml", yaml_of(made)}}};
  return load({source});
}

// Day numbers; 0 is Monday 2026-01-05. No notices: Saturdays and Sundays are off.
struct ModelClock {
  bool running = false, known = false;
  int start = 0, pause = -1;
  std::vector<std::pair<int, int>> pauses;
  int due(int days) const {
    const auto paused = [&](int on) {
      return std::ranges::any_of(pauses,
                                 [&](const auto& p) { return p.first < on && on <= p.second; });
    };
    int on = start;
    while (days > 0)
      if (!paused(++on)) --days;
    while (on % 7 >= 5 || paused(on))
      ++on;
    return on;
  }
};
struct Model {
  int state = 0;
  std::set<std::string> done;
  std::map<int, ModelClock> clocks;
  int overdue = 0;

  void end(ModelClock& clock, int on, int days) {
    if (clock.pause >= 0) clock.pauses.emplace_back(clock.pause, on);
    clock.pause = -1;
    if (on > clock.due(days)) ++overdue;
    clock.running = false;
  }
  // What the step would be refused for, or nothing.
  std::string take(const SmallRegister& made, const SmallStep& step, int on) {
    std::string refused;
    const auto tell = [&](const std::string& code) {
      refused += (refused.empty() ? "" : " ") + code;
    };
    const auto name = "s" + std::to_string(state);
    if (state == made.states - 1)
      tell("record_closed:" + name);
    else if (step.from >= 0 && step.from != state)
      tell("wrong_state:" + name);
    if (done.contains(step.id) && !step.repeatable) tell("already_done:" + step.id);
    auto& clock = clocks[step.clock];
    const bool bad = (step.does == "pauses" && (!clock.running || clock.pause >= 0)) ||
                     (step.does == "resumes" && (!clock.running || clock.pause < 0));
    if (bad) tell("clock_not_running:c" + std::to_string(step.clock));
    if (!refused.empty()) return refused;
    done.insert(step.id);
    const auto days = made.days[static_cast<std::size_t>(step.clock)];
    if (step.to >= 0) state = step.to;
    if (step.does == "stops" && clock.running) end(clock, on, days);
    if (step.does == "pauses") clock.pause = on;
    if (step.does == "resumes") {
      clock.pauses.emplace_back(clock.pause, on);
      clock.pause = -1;
    }
    if (step.does == "restarts" && clock.running) end(clock, on, days);
    if ((step.does == "starts" && !clock.running) || step.does == "restarts") {
      clock = ModelClock{true, true, on, -1, {}};
    }
    if (state == made.states - 1)
      for (auto& [id, each] : clocks)
        if (each.running) end(each, on, made.days[static_cast<std::size_t>(id)]);
    return "ok";
  }
};

RC_GTEST_PROP(Record, ASmallModelAgrees, ()) {
  const auto numbers = any_numbers(400);
  Dice dice(numbers);
  const auto made = any_register(dice);
  const auto rules = rules_of(made);
  RC_ASSERT(rules != nullptr);
  Life life(*rules, "small");
  const auto monday = day("2026-01-05");
  auto at = life.environment(monday);
  RC_ASSERT(tokens(life.run(TakeStep{.register_id = "small", .step = "begin"}, at)) == "ok");
  Model model;
  for (int on = 0; dice.left();) {
    on += static_cast<int>(dice.below(6));
    const auto& step = dice.from(made.steps);
    at = life.environment(base::add_days(monday, on));
    RC_ASSERT(tokens(life.run(TakeStep{.register_id = "small", .step = step.id}, at)) ==
              model.take(made, step, on));
    RC_ASSERT(life.record_.state == "s" + std::to_string(model.state));
    RC_ASSERT(static_cast<int>(life.record_.breaches.size()) == model.overdue);
    for (const auto& clock : life.record_.clocks) {
      const auto id = clock.clock[1] - '0';
      RC_ASSERT(model.clocks[id].known);
      RC_ASSERT(clock.running() == model.clocks[id].running);
      RC_ASSERT(
          clock.due_on ==
          base::add_days(monday, model.clocks[id].due(made.days[static_cast<std::size_t>(id)])));
    }
  }
  RC_CLASSIFY(life.record_.steps.size() >= 6, "six steps and more");
  RC_CLASSIFY(model.overdue > 0, "overdue");
  check_replay(life);
}

} // namespace
} // namespace plumb::registers::testing
