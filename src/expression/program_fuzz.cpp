// SPDX-License-Identifier: Apache-2.0
// Any bytes: either faults that point into the source, or a program that can be evaluated,
// explained, compiled and printed, and whose printed form is the same program.
#include <plumb/base/check.hpp>
#include <plumb/expression/expression.hpp>

#include <algorithm>
#include <array>

using namespace plumb;
using namespace plumb::expression;

namespace {

constexpr std::array<Type, 5> kTypes = {Type::Flag, Type::Number, Type::Text, Type::Date,
                                        Type::List};
const std::array<ParameterType, 5> kParameters = {
    {{Type::Flag}, {Type::Number, 2}, {Type::Text}, {Type::Date}, {Type::List}}};

Scope scope() {
  Scope out;
  out.columns = {{"f", "f", Type::Flag, 0},   {"n", "n", Type::Number, 0},
                 {"m", "m", Type::Number, 2}, {"t", "t", Type::Text, 0, {"a", "b"}},
                 {"d", "d", Type::Date, 0},   {"l", "l", Type::List, 0},
                 {"today", "", Type::Date, 0}};
  out.parameter = [](std::string_view id) -> const ParameterType* {
    return id.size() == 1 && id[0] >= '0' && id[0] <= '4'
               ? &kParameters[static_cast<std::size_t>(id[0] - '0')]
               : nullptr;
  };
  out.parameter_ids = [] { return std::vector<std::string>{"0", "1"}; };
  return out;
}

/// The first bytes of the input choose what is empty.
class AnyRecord final : public Record {
public:
  explicit AnyRecord(unsigned bits) : bits_(bits) {}
  [[nodiscard]] Value column(std::size_t index) const override {
    const std::array<Value, 7> values = {{true, Number{7, 0}, Number{1'000'000'000'000'000, 2},
                                          std::string("a"), base::make_date(2026, 2, 28),
                                          List{"a", "b"}, base::make_date(2026, 3, 1)}};
    return ((bits_ >> index) & 1U) != 0 ? Value{} : values.at(index);
  }
  [[nodiscard]] Value parameter(std::string_view id) const override {
    return ((bits_ >> 7U) & 1U) != 0
               ? Value{}
               : column(id[0] == '4' ? 5 : static_cast<std::size_t>(id[0] - '0'));
  }

private:
  unsigned bits_;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  static const Scope kScope = scope();
  const AnyRecord record(data[0]);
  const std::string_view source(reinterpret_cast<const char*>(data) + 2, size - 2);
  const auto program = Program::parse(source, kScope, kTypes.at(data[1] % kTypes.size()));
  if (!program) {
    PLUMB_CHECK(!program.error().empty());
    for (const Fault& fault : program.error())
      PLUMB_CHECK(fault.from <= fault.until && fault.until <= source.size());
    return 0;
  }
  const Value value = program->evaluate(record);
  PLUMB_CHECK(std::holds_alternative<std::monostate>(value) ||
              value.index() == static_cast<std::size_t>(program->type()) + 1);
  PLUMB_CHECK(program->explain(record).size() < source.size() + 1);
  (void)program->in_words([](std::string_view name) { return std::string(name); });

  const Sql sql = program->compile(3, [&](std::string_view id) {
    return id == "today" ? record.column(6) : record.parameter(id);
  });
  PLUMB_CHECK(sql.text.size() < 700 * (source.size() + 1));
  for (std::size_t i = 0; i < sql.values.size(); ++i)
    PLUMB_CHECK(sql.text.find("$" + std::to_string(i + 3) + " ") != std::string::npos);

  const std::string printed = program->print();
  if (printed.size() > 4'000) return 0; // blanks can grow: `a<b` is printed as `a < b`
  const auto again = Program::parse(printed, kScope, program->type());
  PLUMB_CHECK(again.has_value());
  PLUMB_CHECK(again->print() == printed);
  PLUMB_CHECK(again->evaluate(record) == value);
  return 0;
}
