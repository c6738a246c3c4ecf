// SPDX-License-Identifier: Apache-2.0
/// The errors of this module, in one place so that ids and arguments stay alike.
#pragma once

#include <plumb/base/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace plumb::document {

using Fault = base::Unexpected<base::Error>;

/// `part` names what is broken: "zip", "word/document.xml", "pdf".
inline Fault damaged(std::string_view part) {
  return base::fail(base::ErrorKind::InvalidInput, "document.damaged",
                    {{"part", std::string(part)}});
}
inline Fault too_large(std::uint64_t limit_bytes, std::uint64_t size_bytes) {
  return base::fail(
      base::ErrorKind::LimitExceeded, "document.too_large",
      {{"limit_bytes", std::to_string(limit_bytes)}, {"size_bytes", std::to_string(size_bytes)}});
}
inline Fault zip_bomb(std::string_view part) {
  return base::fail(base::ErrorKind::LimitExceeded, "document.zip_bomb",
                    {{"part", std::string(part)}});
}
inline Fault too_deep(std::uint32_t limit) {
  return base::fail(base::ErrorKind::LimitExceeded, "document.too_deep",
                    {{"limit", std::to_string(limit)}});
}
inline Fault too_many_cells(std::uint32_t limit, std::string where = {}) {
  return base::fail(base::ErrorKind::LimitExceeded, "document.too_many_cells",
                    {{"limit", std::to_string(limit)}}, std::move(where));
}
inline Fault encrypted() {
  return base::fail(base::ErrorKind::InvalidInput, "document.encrypted");
}
inline Fault empty() {
  return base::fail(base::ErrorKind::InvalidInput, "document.empty");
}
/// `found` is the ending people know the format by: "doc", "xls", "wps", "rtf".
inline Fault legacy_format(std::string_view found) {
  return base::fail(base::ErrorKind::InvalidInput, "document.legacy_format",
                    {{"found", std::string(found)}});
}
inline Fault unknown_format(std::string_view found = {}) {
  return base::fail(base::ErrorKind::InvalidInput, "document.unknown_format",
                    {{"found", std::string(found)}});
}

} // namespace plumb::document
