// SPDX-License-Identifier: Apache-2.0
/// The ideas of damage, one pass and one file each, in the order they run: bytes first, then
/// characters, then what a line says. Every pass leaves an undamaged text alone and takes time
/// linear in its length.
#pragma once

#include "draft.hpp"

namespace plumb::text {

/// GBK bytes read one off, up to where they fall into step again.
void repair_shifted_bytes(Draft& draft);
/// Readings that a mirror site put behind characters.
void repair_pinyin(Draft& draft);
/// Readings with a tone mark behind a character: a sign of what the text went through.
[[nodiscard]] std::size_t count_marked_readings(std::string_view text);
/// Traditional characters of a document (or a line) that is written in them.
void repair_traditional(Draft& draft);
/// Control, invisible, private-use and replacement characters; masked names are reported.
void repair_characters(Draft& draft);
/// Page numbers, running heads and site furniture inside the text.
void repair_chrome(Draft& draft);
/// Lines broken at a fixed width; a stray break inside a sentence.
void repair_line_breaks(Draft& draft);
/// l00%, 2 0 2 0年.
void repair_digits(Draft& draft);
/// Lost numerals of headings: ()指导思想, 、工作要求.
void repair_numerals(Draft& draft);
/// Lost or mixed brackets of document numbers.
void repair_document_numbers(Draft& draft);
/// 20162020年, 每年131日前.
void repair_lost_in_numbers(Draft& draft);

} // namespace plumb::text
