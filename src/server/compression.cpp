// SPDX-License-Identifier: Apache-2.0
#include "compression.hpp"

#include <zlib.h>

namespace plumb::server {

std::string gzip(std::string_view bytes, int level) {
  z_stream stream{};
  constexpr int kGzipWindow = 15 + 16;
  if (::deflateInit2(&stream, level, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    return {};
  std::string out(::deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const bool whole = ::deflate(&stream, Z_FINISH) == Z_STREAM_END;
  out.resize(whole ? stream.total_out : 0);
  ::deflateEnd(&stream);
  return out;
}

bool accepts_gzip(std::string_view list) {
  while (!list.empty()) {
    const auto comma = list.find(',');
    auto entry = list.substr(0, comma);
    list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
    while (entry.starts_with(' '))
      entry.remove_prefix(1);
    const auto name = entry.substr(0, entry.find_first_of("; "));
    if (name != "gzip" && name != "*") continue;
    const auto q = entry.find("q=");
    return q == std::string_view::npos ||
           entry.find_first_of("123456789", q) != std::string_view::npos;
  }
  return false;
}

} // namespace plumb::server
