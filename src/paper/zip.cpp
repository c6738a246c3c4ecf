// SPDX-License-Identifier: Apache-2.0
#include "zip.hpp"

#include <array>

namespace plumb::paper {
namespace {

constexpr std::uint64_t kBytesMax = 256ULL << 20;
constexpr std::uint16_t kVersion = 20, kFixedTime = 0, kFixedDate = 0x21; // 1980-01-01

constexpr std::array<std::uint32_t, 256> make_table() {
  std::array<std::uint32_t, 256> out{};
  for (std::uint32_t i = 0; i < out.size(); ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit)
      value = (value & 1U) != 0 ? (value >> 1U) ^ 0xEDB88320U : value >> 1U;
    out[i] = value;
  }
  return out;
}
constexpr auto kTable = make_table();

void two(std::string& out, std::uint32_t value) {
  out += static_cast<char>(value & 0xFFU);
  out += static_cast<char>((value >> 8U) & 0xFFU);
}
void four(std::string& out, std::uint32_t value) {
  two(out, value & 0xFFFFU);
  two(out, value >> 16U);
}

/// What a local header and its twin in the directory have in common.
void facts(std::string& out, const ZipFile& file) {
  two(out, kVersion);
  two(out, 0); // flags
  two(out, 0); // stored
  two(out, kFixedTime);
  two(out, kFixedDate);
  four(out, crc32(file.bytes));
  four(out, static_cast<std::uint32_t>(file.bytes.size()));
  four(out, static_cast<std::uint32_t>(file.bytes.size()));
  two(out, static_cast<std::uint32_t>(file.path.size()));
  two(out, 0); // extra
}

} // namespace

std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t out = 0xFFFFFFFFU;
  for (const char c : bytes)
    out = kTable[(out ^ static_cast<unsigned char>(c)) & 0xFFU] ^ (out >> 8U);
  return out ^ 0xFFFFFFFFU;
}

std::optional<std::string> zip(const std::vector<ZipFile>& files) {
  std::uint64_t total = 0;
  for (const auto& file : files)
    total += file.bytes.size() + file.path.size() * 2 + 128;
  if (total > kBytesMax || files.size() > 1'000) return std::nullopt;
  std::string out, directory;
  out.reserve(total);
  for (const auto& file : files) {
    const auto at = static_cast<std::uint32_t>(out.size());
    four(out, 0x04034B50U);
    facts(out, file);
    out += file.path;
    out += file.bytes;
    four(directory, 0x02014B50U);
    two(directory, kVersion);
    facts(directory, file);
    two(directory, 0);  // comment
    two(directory, 0);  // disk
    two(directory, 0);  // internal
    four(directory, 0); // external
    four(directory, at);
    directory += file.path;
  }
  const auto at = static_cast<std::uint32_t>(out.size());
  out += directory;
  four(out, 0x06054B50U);
  two(out, 0);
  two(out, 0);
  two(out, static_cast<std::uint32_t>(files.size()));
  two(out, static_cast<std::uint32_t>(files.size()));
  four(out, static_cast<std::uint32_t>(directory.size()));
  four(out, at);
  two(out, 0);
  return out;
}

} // namespace plumb::paper
