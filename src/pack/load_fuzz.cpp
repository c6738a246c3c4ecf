// SPDX-License-Identifier: Apache-2.0
/// Bytes → the files of one or two packs (as tests write them) → rules and scenarios. Whatever they
/// say, there is either a rulebook or a fault, and faults are inside the files.
#include "bundle.hpp"

#include <plumb/base/check.hpp>
#include <plumb/pack/measures.hpp>

#include <algorithm>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace plumb::pack;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto sources = sources_of({}, sections_of(text));
  std::vector<Diagnostic> faults;
  const auto rules = Rulebook::load(sources, faults);
  const bool told = std::any_of(faults.begin(), faults.end(), [](const auto& fault) {
    return fault.severity == Severity::Error;
  });
  PLUMB_CHECK((rules == nullptr) == told);
  for (const auto& fault : faults)
    PLUMB_CHECK(fault.source >= 0 && static_cast<std::size_t>(fault.source) < sources.size());
  for (const auto& source : sources) {
    std::vector<Diagnostic> ignored;
    const auto found = scenarios(source, ignored);
    if (rules != nullptr)
      for (const auto& pack : rules->packs())
        PLUMB_CHECK(!pack.id.empty());
    const auto archived = read_archive(source.archive());
    // Paths such as `../x` are refused; all others come back as they were.
    if (archived) PLUMB_CHECK(archived->archive() == source.archive());
  }
  if (rules == nullptr) return 0;
  const auto day = plumb::base::make_date(2026, 1, 1);
  for (const auto& declared : rules->registers())
    PLUMB_CHECK(!rules->explain(declared.id, day).empty());
  for (const auto& measure : rules->measures())
    PLUMB_CHECK(!rules->explain(measure.id, day).empty() && !measure.shape().empty());
  for (const auto& indicator : rules->indicators())
    PLUMB_CHECK(!rules->explain(indicator.id, day).empty());
  for (const auto& id : rules->parameters()) {
    const auto held = rules->parameter(id, day);
    PLUMB_CHECK(rules->find_parameter(id) != nullptr);
    if (held.value != nullptr) PLUMB_CHECK(!in_words(*held.value).empty());
  }
  return 0;
}
