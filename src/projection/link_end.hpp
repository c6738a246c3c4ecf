// SPDX-License-Identifier: Apache-2.0
/// One end of a link as the API shows it.
#pragma once

#include <plumb/intake/task.hpp>
#include <plumb/storage/storage.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace plumb::projection {

struct LinkEnd {
  std::string document_id, document_title;
  intake::Task task;
};

/// The task in the newest document that has it; nullopt where every such document is discarded.
[[nodiscard]] base::Result<std::optional<LinkEnd>> load_link_end(storage::Connection& connection,
                                                                 std::string_view authority_id,
                                                                 std::string_view task_id);
/// Schema LinkEnd.
void append_link_end(std::string& out, const LinkEnd& end);

} // namespace plumb::projection
