// SPDX-License-Identifier: Apache-2.0
#include "ast.hpp"

#include <algorithm>

namespace plumb::pack::ast {
namespace {

constexpr std::array<std::string_view, 8> kLevels{"law",
                                                  "admin_regulation",
                                                  "party_regulation",
                                                  "judicial_interpretation",
                                                  "state_council_doc",
                                                  "dept_rule",
                                                  "local_rule",
                                                  "plan"};

using Reader = void (*)(const yaml::File&, Faults&, Pack&);
struct Folder {
  std::string_view name;
  Reader read;
};
void read_pack_scenarios(const yaml::File& file, Faults& faults, Pack& into) {
  read_scenarios(file, faults, into.scenarios);
}
constexpr std::array<Folder, 11> kFolders{{{"law", read_laws},
                                           {"parameters", read_parameters},
                                           {"registers", read_register},
                                           {"roles", read_roles},
                                           {"obligations", read_obligations},
                                           {"measures", read_measures},
                                           {"indicators", read_indicators},
                                           {"editions", read_editions},
                                           {"reports", read_reports},
                                           {"calendar", read_notices},
                                           {"scenarios", read_pack_scenarios}}};

/// Three whole numbers joined by dots.
bool is_version(std::string_view text) {
  for (int part = 0; part < 3; ++part) {
    const auto dot = part < 2 ? text.find('.') : text.size();
    if (dot == std::string_view::npos) return false;
    const auto number = plain_decimal(text.substr(0, dot));
    if (!number || number->scale != 0 || number->units < 0) return false;
    text.remove_prefix(std::min(dot + 1, text.size()));
  }
  return text.empty();
}

/// CN, CN-NX, CN-NX-Yinchuan: parts of letters and digits.
bool is_jurisdiction(std::string_view text) {
  bool begins = true;
  for (const char c : text) {
    if (c == '-') {
      if (begins) return false;
      begins = true;
    } else if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      begins = false;
    } else {
      return false;
    }
  }
  return !begins;
}

bool ends_with_yaml(std::string_view path) {
  return path.ends_with(".yaml");
}

} // namespace

const std::array<Name<Layer>, 4> kLayers{{{"national", Layer::National},
                                          {"province", Layer::Province},
                                          {"city", Layer::City},
                                          {"county", Layer::County}}};

void read_pack(const yaml::File& file, Faults& faults, Pack& into) {
  Keys keys(file, file.root, faults,
            {"id", "title", "layer", "jurisdiction", "extends", "version", "in_force_from",
             "in_force_until"});
  into.id = keys.identifier("id");
  into.value.id = into.id.text;
  into.value.title = keys.text("title");
  into.value.layer = keys.choice<Layer>("layer", "layer", kLayers);
  into.jurisdiction = keys.word("jurisdiction");
  into.value.jurisdiction = into.jurisdiction.text;
  if (!into.jurisdiction.empty() && !is_jurisdiction(into.jurisdiction.text))
    keys.bad("jurisdiction", *keys.find("jurisdiction"), "CN-XX-YY");
  into.extends = keys.words("extends");
  for (const auto& upper : into.extends)
    into.value.extends.push_back(upper.text);
  into.value.version = keys.text("version");
  if (!into.value.version.empty() && !is_version(into.value.version))
    keys.bad("version", *keys.find("version"), "1.2.3");
  into.value.in_force_from = keys.need_date("in_force_from");
  into.value.in_force_until = keys.date_after("in_force_until", into.value.in_force_from);
}

void read_laws(const yaml::File& file, Faults& faults, Pack& into) {
  Keys root(file, file.root, faults, {"laws"});
  root.need("laws");
  for (const auto& node : root.list("laws")) {
    Keys keys(file, node, faults,
              {"id", "title", "number", "level", "in_force_from", "in_force_until", "articles"});
    Law law;
    const Word id = keys.identifier("id");
    law.at = id.at;
    law.value.id = id.text;
    law.value.title = keys.text("title");
    law.value.number = keys.text_or("number");
    const Word level = keys.word("level");
    law.value.level = level.text;
    if (!level.empty() && std::find(kLevels.begin(), kLevels.end(), level.text) == kLevels.end())
      faults.error("pack.unknown_level", {{"name", level.text}}, level.at,
                   nearest(level.text, {kLevels.begin(), kLevels.end()}));
    law.value.in_force_from = keys.date("in_force_from");
    law.value.in_force_until = keys.date_after("in_force_until", law.value.in_force_from);
    const auto* articles = keys.need("articles");
    if (articles != nullptr && articles->kind != yaml::Node::Kind::Mapping) {
      keys.bad("articles", *articles, "mapping");
    } else if (articles != nullptr) {
      for (std::size_t i = 0; i < articles->keys.size(); ++i) {
        const auto& gist = articles->items[i];
        if (gist.kind == yaml::Node::Kind::Scalar)
          law.value.articles[articles->keys[i].text] = gist.text;
        else
          keys.bad(articles->keys[i].text, gist.is_null() ? articles->keys[i] : gist, "text");
      }
    }
    into.laws.push_back(std::move(law));
  }
}

void read_notices(const yaml::File& file, Faults& faults, Pack& into) {
  static constexpr std::array<Name<calendar::DayKind>, 3> kKinds{
      {{"holiday", calendar::DayKind::Holiday},
       {"makeup_day", calendar::DayKind::MakeupDay},
       {"ordinary", calendar::DayKind::Ordinary}}};
  Keys root(file, file.root, faults, {"notices"});
  root.need("notices");
  for (const auto& node : root.list("notices")) {
    Keys keys(file, node, faults,
              {"id", "title", "jurisdiction", "notice_on", "settles_from", "settles_until",
               "provisional", "days"});
    calendar::Notice notice;
    const Word id = keys.word("id");
    notice.id = id.text;
    notice.title = keys.text("title");
    notice.jurisdiction = keys.text("jurisdiction");
    if (!notice.jurisdiction.empty() && !is_jurisdiction(notice.jurisdiction))
      keys.bad("jurisdiction", *keys.find("jurisdiction"), "CN-XX-YY");
    notice.notice_on = keys.need_date("notice_on");
    notice.settles_from = keys.date("settles_from");
    notice.settles_until = keys.date("settles_until");
    notice.provisional = keys.flag("provisional", false);
    for (const auto& day_node : keys.list("days")) {
      Keys day(file, day_node, faults, {"on", "kind", "name"});
      calendar::NoticeDay said;
      said.on = day.need_date("on");
      said.kind = day.choice<calendar::DayKind>("kind", "kind", kKinds);
      said.name = day.text_or("name");
      notice.days.push_back(std::move(said));
    }
    into.notice_ids.push_back(id);
    into.value.notices.push_back(std::move(notice));
  }
}

Pack read(int number, const Source& source, Faults& faults) {
  Pack out;
  bool found = false;
  for (const auto& source_file : source.files) {
    if (!ends_with_yaml(source_file.path)) continue;
    const std::string_view path = source_file.path;
    const auto slash = path.find('/');
    const Folder* folder = nullptr;
    for (const auto& known : kFolders)
      if (slash != std::string_view::npos && known.name == path.substr(0, slash)) folder = &known;
    if (folder == nullptr && path != "pack.yaml") {
      std::vector<std::string_view> names;
      for (const auto& known : kFolders)
        names.push_back(known.name);
      const Place at{faults.add_file(number, source_file.path), 1, 1};
      faults.error("pack.unknown_folder", {{"path", source_file.path}}, at,
                   slash == std::string_view::npos ? "" : nearest(path.substr(0, slash), names));
      continue;
    }
    const auto file = yaml::read(number, source_file, faults);
    if (folder == nullptr) found = true;
    if (!file.good) {
      out.complete = false;
      continue;
    }
    if (folder == nullptr)
      read_pack(file, faults, out);
    else
      folder->read(file, faults, out);
  }
  if (!found) {
    const Place at{faults.add_file(number, "pack.yaml"), 1, 1};
    faults.error("pack.no_pack_file", {}, at);
  }
  return out;
}

} // namespace plumb::pack::ast
