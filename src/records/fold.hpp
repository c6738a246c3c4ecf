// SPDX-License-Identifier: Apache-2.0
/// Events of rules, calendar and records → tables. What a list shows of a record is computed here,
/// once for each event.
#pragma once

#include "rules_store.hpp"

#include <plumb/storage/text_index.hpp>

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace plumb::records {

class RecordFold {
public:
  RecordFold(Connection& writer, RulesStore& rules, Observer* observer)
      : writer_(writer), rules_(rules), observer_(observer) {}
  /// records.gap{sequence}, registers.bad_event{type}.
  [[nodiscard]] base::Result<void> apply(const event::Event& event);

private:
  using View = std::string_view;
  [[nodiscard]] base::Result<void> record_event(const event::Event& event, View record_id);
  [[nodiscard]] base::Result<void> rules_activated(const event::Event& event);
  [[nodiscard]] base::Result<void> notice_recorded(const event::Event& event);
  /// Brings the typed table of a register into the shape that the newest rules give it.
  [[nodiscard]] base::Result<void> reshape(View authority_id, const pack::Register& declared);
  [[nodiscard]] base::Result<void> refill(View authority_id, const pack::Register& declared);
  /// The newest rules no longer have the register: what is derived goes by each record's own.
  [[nodiscard]] base::Result<void> leave_to_own_rules(View authority_id, View register_id);
  using OnStored =
      std::function<base::Result<void>(std::int64_t ordinal, const registers::Record& record)>;
  [[nodiscard]] base::Result<void> each_stored(View authority_id, View register_id,
                                               const OnStored& on_record);
  [[nodiscard]] base::Result<void> store(View authority_id, std::int64_t ordinal,
                                         const pack::Register* declared,
                                         const registers::Record& record, bool final);
  [[nodiscard]] base::Result<void> count(View authority_id, View register_id, View state,
                                         std::int64_t by);
  [[nodiscard]] base::Result<std::int64_t> next_ordinal(View authority_id, View register_id);
  [[nodiscard]] base::Result<std::int64_t> text_base(View authority_id);
  [[nodiscard]] base::Result<void> index_text(View authority_id, std::int64_t ordinal,
                                              View register_id, const std::string& before,
                                              const std::string& after);

  Connection& writer_;
  RulesStore& rules_;
  Observer* observer_; ///< may be null
};

[[nodiscard]] base::Result<registers::Record> read_record(std::string_view body);
/// Earliest end of a clock that runs and does not stand still.
[[nodiscard]] std::optional<Date> next_due_on(const registers::Record& record);
/// Whether its state ends it, by the rules that it goes by.
[[nodiscard]] bool is_final(const Standing& standing, const registers::Record& record);
/// What a record is called in lists; never personal data.
[[nodiscard]] std::string title_of(const pack::Register* declared, const registers::Record& record);
[[nodiscard]] std::string search_text(const pack::Register* declared,
                                      const registers::Record& record);
/// Schema RecordRow.
[[nodiscard]] std::string row_json(const pack::Register* declared, const registers::Record& record);
[[nodiscard]] storage::TextIndex text_index(std::string_view register_id);
/// Where a record stands in the text index of its register; `number` is its authority's.
[[nodiscard]] constexpr std::int64_t text_position(std::int64_t number, std::int64_t ordinal) {
  return (number << 40) + ordinal;
}

} // namespace plumb::records
