// SPDX-License-Identifier: Apache-2.0
#include "schema.hpp"

#include <plumb/journal/tables.hpp>

namespace plumb::journal {

std::span<const storage::Migration> schema_steps() {
  return kSchema;
}

} // namespace plumb::journal
