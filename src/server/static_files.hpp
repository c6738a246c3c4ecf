// SPDX-License-Identifier: Apache-2.0
/// The files of the built page, kept in memory with a compressed copy; read again when they change.
#pragma once

#include <plumb/api/http.hpp>

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace plumb::server {

class StaticFiles {
public:
  explicit StaticFiles(std::filesystem::path root);
  /// The file the address names; the start page for addresses that the page itself resolves; 404
  /// as nullopt. Never a file outside the root.
  [[nodiscard]] std::optional<api::Response> find(const api::Request& request);

private:
  struct File {
    std::int64_t changed = 0;
    std::uintmax_t size = 0;
    std::string bytes, compressed; ///< compressed is empty where it does not pay
  };
  [[nodiscard]] std::shared_ptr<const File> load(const std::filesystem::path& path);
  [[nodiscard]] std::optional<std::filesystem::path> locate(const api::Request& request) const;

  std::filesystem::path root_;
  std::mutex mutex_;
  std::map<std::filesystem::path, std::shared_ptr<const File>> files_;
};

} // namespace plumb::server
