// SPDX-License-Identifier: Apache-2.0
/// The ideas of damage, one pass and one file each, in the order they run: bytes first, then
/// characters, then what a line says. Every pass leaves an undamaged text alone and takes time
/// linear in its length.
#pragma once

#include "draft.hpp"

namespace plumb::text {

/// Readings that a mirror site put behind characters.
void repair_pinyin(Draft& draft);
/// Traditional characters of a document (or a line) that is written in them.
void repair_traditional(Draft& draft);

} // namespace plumb::text
