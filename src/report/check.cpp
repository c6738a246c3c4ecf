// SPDX-License-Identifier: Apache-2.0
/// What is looked at before a report is signed. Pure.
#include "check_parts.hpp"

#include <plumb/base/utf8.hpp>

#include <algorithm>

namespace plumb::report {
namespace {

using View = std::string_view;
using Arguments = std::vector<std::pair<std::string, std::string>>;

/// The begin of a long text, for a sentence about it.
std::string shown(View text) {
  constexpr std::size_t kShown = 30;
  std::size_t at = 0;
  for (std::size_t i = 0; i < kShown && at < text.size(); ++i)
    at += std::max<std::size_t>(1, base::decode_utf8(text, at).size);
  return std::string(text.substr(0, at)) + (at < text.size() ? "…" : "");
}

class Checker {
public:
  Checker(const std::vector<CheckedChapter>& chapters, Date today, const Known& known)
      : chapters_(chapters), today_(today), known_(known) {}

  std::vector<Finding> run(const pack::ReportTemplate& chosen) {
    std::string told;
    for (const auto& chapter : chapters_) {
      const auto declared =
          std::ranges::find(chosen.chapters, chapter.id, &pack::ChapterTemplate::id);
      if (declared == chosen.chapters.end() || !declared->outlook) told += chapter.text + '\n';
    }
    year_ = year_written_about(told, today_);
    for (const auto& declared : chosen.chapters) {
      const auto found = std::ranges::find(chapters_, declared.id, &CheckedChapter::id);
      look(declared, found == chapters_.end() ? CheckedChapter{declared.id} : *found);
    }
    // A chapter that the template does not have any more is read all the same.
    for (const auto& chapter : chapters_)
      if (std::ranges::find(chosen.chapters, chapter.id, &pack::ChapterTemplate::id) ==
          chosen.chapters.end())
        look_at_text(chapter);
    return std::move(out_);
  }

private:
  void look(const pack::ChapterTemplate& declared, const CheckedChapter& chapter) {
    const auto characters = count_characters(chapter.text);
    if (declared.shortfalls && says_nothing(chapter.text)) {
      add("shortfalls_empty", true, declared.id, {{"title", declared.title}});
    } else if (characters == 0) {
      if (declared.required) add("chapter_missing", true, declared.id, {{"title", declared.title}});
      return;
    } else if (characters < static_cast<std::size_t>(std::max(0, declared.characters_min))) {
      add("too_short", false, declared.id,
          {{"title", declared.title},
           {"characters", std::to_string(characters)},
           {"characters_min", std::to_string(declared.characters_min)}});
    }
    if (const auto heading = find_bare_heading(chapter.text); !heading.empty())
      add("bare_heading", false, declared.id,
          {{"title", declared.title}, {"heading", shown(heading)}});
    look_at_text(chapter);
    if (!declared.outlook) look_at_figures(chapter);
    if (declared.outlook) look_at_days(chapter);
    if (const auto repeated = find_repeated(chapter.text, chapter.last_year))
      add("repeated", false, declared.id,
          {{"title", declared.title},
           {"percent", std::to_string(repeated->percent)},
           {"text", shown(repeated->first)}});
  }

  void look_at_text(const CheckedChapter& chapter) {
    if (const auto placeholder = find_placeholder(chapter.text); !placeholder.empty()) {
      const auto at = static_cast<std::size_t>(placeholder.data() - chapter.text.data());
      const auto line =
          std::to_string(1 + std::ranges::count(View(chapter.text).substr(0, at), '\n'));
      add("bad_text", true, chapter.id,
          {{"line", line}, {"reason", "placeholder"}, {"text", std::string(placeholder)}});
    }
  }

  void look_at_figures(const CheckedChapter& chapter) {
    for (auto& one : find_differences(chapter.text, chapter.live, year_, known_))
      add("figure_differs", false, chapter.id,
          {{"name", one.name},
           {"written", one.written},
           {"known", one.known},
           {"line", std::to_string(one.line)},
           {"text", shown(one.sentence)}});
  }

  void look_at_days(const CheckedChapter& chapter) {
    for (const auto& day : read_days(chapter.text)) {
      if (!(day.last < today_)) continue;
      const auto line =
          std::to_string(1 + std::ranges::count(View(chapter.text).substr(0, day.at), '\n'));
      add("date_passed", false, chapter.id,
          {{"text", std::string(day.text)}, {"on", base::to_string(day.last)}, {"line", line}});
    }
  }

  void add(View id, bool blocks, const std::string& chapter, Arguments arguments) {
    out_.push_back({std::string(id), blocks, chapter, std::move(arguments)});
  }

  const std::vector<CheckedChapter>& chapters_;
  Date today_;
  const Known& known_;
  int year_ = 0;
  std::vector<Finding> out_;
};

} // namespace

std::string Finding::argument(View name) const {
  const auto found = std::ranges::find(arguments, name, &Arguments::value_type::first);
  return found == arguments.end() ? std::string() : found->second;
}

std::vector<Finding> check(const pack::ReportTemplate& chosen,
                           const std::vector<CheckedChapter>& chapters, Date today,
                           const Known& known) {
  return Checker(chapters, today, known).run(chosen);
}

} // namespace plumb::report
