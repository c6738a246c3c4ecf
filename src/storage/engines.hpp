// SPDX-License-Identifier: Apache-2.0
/// How each engine opens a database.
#pragma once

#include <plumb/storage/storage.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace plumb::storage {

[[nodiscard]] base::Result<std::unique_ptr<Database>> open_sqlite(const std::string& path,
                                                                  const Options& options);
[[nodiscard]] base::Result<std::unique_ptr<Database>> open_postgres(std::string_view url,
                                                                    const Options& options);

} // namespace plumb::storage
