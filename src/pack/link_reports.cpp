// SPDX-License-Identifier: Apache-2.0
/// Editions of assessment and templates of reports: what their items and texts name.
#include "link.hpp"

#include <algorithm>
#include <array>

namespace plumb::pack {
namespace {

/// Items of an edition against the indicators, their kinds of unit against the edition's.
class EditionLinker {
public:
  EditionLinker(const ast::Edition& read, const Linked& rules, Faults& faults)
      : read_(read), rules_(rules), faults_(faults) {}

  Edition complete() {
    Edition out = read_.value;
    out.cite = resolve(read_.cite, rules_.laws, faults_);
    check_unit_kinds(read_.unit_kinds, faults_);
    unique(read_.areas, "area");
    unique(read_.objectives, "objective");
    std::vector<std::string> ids;
    bool bonus = false;
    std::size_t index = 0;
    for (auto& area : out.areas)
      for (auto& objective : area.objectives)
        for (auto& item : objective.items) {
          const auto& words = read_.items[index++];
          add_unique(ids, words.id, "item", faults_);
          check_item(words, item);
          bonus = bonus || item.kind == AssessmentItem::Kind::Bonus;
        }
    if (bonus && out.bonus_max.units <= 0)
      faults_.error("pack.missing_key", {{"key", "bonus_max"}}, read_.id.at);
    if (index == 0) faults_.error("pack.missing_key", {{"key", "items"}}, read_.id.at);
    return out;
  }

private:
  void unique(const std::vector<Word>& words, std::string_view what) {
    std::vector<std::string> ids;
    for (const auto& word : words)
      add_unique(ids, word, what, faults_);
  }

  void check_item(const ast::Item& words, AssessmentItem& item) {
    refuse_usage(words.title, faults_);
    refuse_usage(words.standard, faults_);
    item.cite = resolve(words.cite, rules_.laws, faults_);
    check_unit_kinds(words.unit_kinds, faults_);
    const auto& all = read_.value.unit_kinds;
    for (const auto& kind : words.unit_kinds)
      if (std::find(all.begin(), all.end(), kind.text) == all.end())
        faults_.error("pack.not_assessed", {{"name", kind.text}}, kind.at);
    if (!item.automatic) return;
    const auto* indicator = known_indicator(words.indicator, rules_, faults_);
    if (indicator != nullptr && indicator->targets.empty() &&
        item.automatic->form == AutomaticScore::Form::Met && indicator->kind != IndicatorKind::Zero)
      faults_.error("pack.no_target", {{"indicator", indicator->id}}, words.indicator.at);
  }

  const ast::Edition& read_;
  const Linked& rules_;
  Faults& faults_;
};

constexpr std::array<std::string_view, 6> kWords{"year",      "last_year", "next_year",
                                                 "authority", "unit",      "today"};

/// The names between double braces of a chapter's text (docs/reference/report_text.md). What the
/// options of a figure may say is told where reports are checked.
class FigureChecker {
public:
  FigureChecker(const Linked& rules, Faults& faults) : rules_(rules), faults_(faults) {}

  void check(const yaml::Passage& text) {
    const std::string_view source = text.word.text;
    for (auto at = source.find("{{"); at != std::string_view::npos; at = source.find("{{", at)) {
      const auto end = source.find("}}", at), next = source.find("{{", at + 2);
      if (end == std::string_view::npos || next < end) {
        faults_.error("pack.unclosed_figure", {}, yaml::place_inside(text, at));
        if (next == std::string_view::npos) return;
        at = next;
        continue;
      }
      check_figure(text, at + 2, source.substr(at + 2, end - at - 2));
      at = end + 2;
    }
  }

private:
  void check_figure(const yaml::Passage& text, std::size_t at, std::string_view inside) {
    if (inside.starts_with("records:")) {
      const auto name = trimmed(inside.substr(8));
      (void)known_measure({std::string(name), place(text, at, inside, name)}, rules_, faults_);
    } else if (inside.starts_with("table:")) {
      auto rest = inside.substr(6);
      while (!(rest = trimmed(rest)).empty()) {
        const auto name = rest.substr(0, rest.find(' '));
        (void)known_indicator({std::string(name), place(text, at, inside, name)}, rules_, faults_);
        rest.remove_prefix(name.size());
      }
    } else {
      const auto name = trimmed(inside.substr(0, inside.find('|')));
      check_name(name, place(text, at, inside, name));
    }
  }

  static std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' '))
      text.remove_prefix(1);
    while (text.ends_with(' '))
      text.remove_suffix(1);
    return text;
  }
  static Place place(const yaml::Passage& text, std::size_t at, std::string_view inside,
                     std::string_view name) {
    return yaml::place_inside(text, at + static_cast<std::size_t>(name.data() - inside.data()));
  }

  void check_name(std::string_view name, Place at) {
    if (std::find(kWords.begin(), kWords.end(), name) != kWords.end()) return;
    std::vector<std::string_view> names(kWords.begin(), kWords.end());
    for (const auto& indicator : rules_.indicators)
      names.push_back(indicator.id);
    for (const auto& measure : rules_.measures)
      names.push_back(measure.id);
    if (std::find(names.begin(), names.end(), name) == names.end())
      faults_.error("pack.unknown_figure", {{"name", std::string(name)}}, at, nearest(name, names));
  }

  const Linked& rules_;
  Faults& faults_;
};

void check_replaces(const ast::Edition& read, const Linked& rules, Faults& faults) {
  if (read.replaces.empty()) return;
  std::vector<std::string_view> known;
  for (const auto& pack : rules.read)
    for (const auto& other : pack.editions)
      if (other.id.text != read.id.text) known.push_back(other.id.text);
  if (std::find(known.begin(), known.end(), read.replaces.text) == known.end())
    faults.error("pack.unknown_edition", {{"name", read.replaces.text}}, read.replaces.at,
                 nearest(read.replaces.text, known));
}

} // namespace

void link_editions(Linked& rules, Faults& faults) {
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < rules.read.size(); ++i)
    for (const auto& read : rules.read[i].editions) {
      add_unique(ids, read.id, "edition", faults);
      check_replaces(read, rules, faults);
      auto out = EditionLinker(read, rules, faults).complete();
      out.pack_id = rules.packs[i].id;
      rules.editions.push_back(std::move(out));
    }
}

void link_report_templates(Linked& rules, Faults& faults) {
  std::vector<std::string> ids;
  FigureChecker figures(rules, faults);
  for (std::size_t i = 0; i < rules.read.size(); ++i)
    for (const auto& read : rules.read[i].report_templates) {
      add_unique(ids, read.id, "report", faults);
      ReportTemplate out = read.value;
      out.pack_id = rules.packs[i].id;
      out.cite = resolve(read.cite, rules.laws, faults);
      figures.check(read.heading);
      std::vector<std::string> chapters;
      for (const auto& chapter : read.chapters)
        add_unique(chapters, chapter, "chapter", faults);
      for (const auto& text : read.texts)
        figures.check(text);
      for (const auto& annex : read.annexes) {
        (void)known_measure(annex.records, rules, faults);
        for (const auto& indicator : annex.indicators)
          (void)known_indicator(indicator, rules, faults);
      }
      rules.report_templates.push_back(std::move(out));
    }
}

} // namespace plumb::pack
