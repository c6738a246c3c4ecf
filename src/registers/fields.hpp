// SPDX-License-Identifier: Apache-2.0
// Values of fields: when one counts as filled, and a record as expressions see it.
#pragma once

#include <plumb/registers/registers.hpp>

namespace plumb::registers {

/// Whether anything is there: not null, not a text of blanks, not an empty list. {"sealed": …} is.
[[nodiscard]] bool is_filled(const Json& value);

/// A record on a day, for gates and conditions.
class RecordView final : public expression::Record {
public:
  RecordView(const pack::Rulebook& rules, const pack::Register& declared,
             const registers::Record& record, Date on)
      : rules_(rules), on_(on), values_(values_of(declared, record, on)) {}
  [[nodiscard]] expression::Value column(std::size_t index) const override {
    return index < values_.size() ? values_[index] : expression::Value{};
  }
  [[nodiscard]] expression::Value parameter(std::string_view id) const override;

private:
  const pack::Rulebook& rules_;
  Date on_;
  std::vector<expression::Value> values_;
};

/// A value as JSON, for receipts of gates.
[[nodiscard]] Json to_json(const expression::Value& value);

} // namespace plumb::registers
