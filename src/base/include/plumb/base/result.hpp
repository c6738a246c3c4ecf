// SPDX-License-Identifier: Apache-2.0
/// Errors as values. A function that can fail for a reason outside the program's control returns
/// Result<T>; reading the wrong side stops the program. The names are a subset of std::expected's.
#pragma once

#include <plumb/base/check.hpp>
#include <plumb/base/error.hpp>

#include <type_traits>
#include <utility>
#include <variant>

namespace plumb::base {

template <class E> struct Unexpected {
  E value;
};
template <class E> Unexpected(E) -> Unexpected<E>;

template <class T, class E = Error> class [[nodiscard]] Result {
  static_assert(!std::is_reference_v<T> && !std::is_same_v<std::remove_cv_t<T>, E>);
  using Stored = std::conditional_t<std::is_void_v<T>, std::monostate, T>;

 public:
  using value_type = T;
  using error_type = E;

  constexpr Result()
    requires std::is_void_v<T>
      : state_(std::in_place_index<0>) {}
  template <class U = Stored>
    requires(!std::is_void_v<T> && std::is_convertible_v<U, Stored> &&
             !std::is_same_v<std::remove_cvref_t<U>, Result>)
  constexpr Result(U&& value) : state_(std::in_place_index<0>, std::forward<U>(value)) {}
  template <class G>
    requires std::is_convertible_v<G, E>
  constexpr Result(Unexpected<G> error) : state_(std::in_place_index<1>, std::move(error.value)) {}

  [[nodiscard]] constexpr bool has_value() const noexcept { return state_.index() == 0; }
  constexpr explicit operator bool() const noexcept { return has_value(); }

  constexpr auto& operator*() &
    requires(!std::is_void_v<T>)
  { return checked<0>(state_); }
  constexpr const auto& operator*() const&
    requires(!std::is_void_v<T>)
  { return checked<0>(state_); }
  constexpr auto&& operator*() &&
    requires(!std::is_void_v<T>)
  { return std::move(checked<0>(state_)); }
  constexpr auto* operator->()
    requires(!std::is_void_v<T>)
  { return &checked<0>(state_); }
  constexpr const auto* operator->() const
    requires(!std::is_void_v<T>)
  { return &checked<0>(state_); }
  constexpr const E& error() const& { return checked<1>(state_); }
  constexpr E&& error() && { return std::move(checked<1>(state_)); }

 private:
  template <std::size_t I, class S> static constexpr auto& checked(S& state) {
    auto* held = std::get_if<I>(&state);
    if (held == nullptr)
      fail_check(I == 0 ? "read value of a failed Result" : "read error of a good Result", __FILE__,
                 __LINE__);
    return *held;
  }
  std::variant<Stored, E> state_;
};

/// Short for the usual refusal of input.
inline Unexpected<Error> fail(ErrorKind kind, std::string id,
                              std::vector<std::pair<std::string, std::string>> args = {},
                              std::string where = {}) {
  return Unexpected<Error>{{kind, std::move(id), std::move(args), std::move(where)}};
}

}  // namespace plumb::base

#define PLUMB_CONCAT_INNER(a, b) a##b
#define PLUMB_CONCAT(a, b) PLUMB_CONCAT_INNER(a, b)
/// Return early on error; otherwise do nothing.
#define PLUMB_TRY(expr)                             \
  if (auto&& plumb_result = (expr); !plumb_result) \
  return ::plumb::base::Unexpected{std::move(plumb_result).error()}
/// Bind the value or return the error:  PLUMB_TRY_ASSIGN(auto document, read(bytes));
#define PLUMB_TRY_ASSIGN(decl, expr) \
  PLUMB_TRY_ASSIGN_IMPL(PLUMB_CONCAT(plumb_result_, __COUNTER__), decl, expr)
#define PLUMB_TRY_ASSIGN_IMPL(tmp, decl, expr)                        \
  auto tmp = (expr);                                                  \
  if (!tmp) return ::plumb::base::Unexpected{std::move(tmp).error()}; \
  decl = *std::move(tmp)
