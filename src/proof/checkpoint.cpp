// SPDX-License-Identifier: Apache-2.0
#include <plumb/base/clock.hpp>
#include <plumb/base/utf8.hpp>
#include <plumb/proof/checkpoint.hpp>

#include <charconv>
#include <chrono>
#include <vector>

namespace plumb::proof {

namespace {

constexpr std::string_view kOrigin = "plumbline/";
constexpr std::string_view kDash = "— ";
/// Far above what a note needs; nothing longer is looked at.
constexpr std::size_t kNoteMax = 4'096;

auto bad_note(int line) {
  return base::fail(base::ErrorKind::InvalidInput, "proof.bad_note",
                    {{"line", std::to_string(line)}});
}

std::optional<std::string_view> after(std::string_view line, std::string_view prefix) {
  if (!line.starts_with(prefix)) return std::nullopt;
  return line.substr(prefix.size());
}

std::optional<std::uint64_t> number_of(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<Hash> hash_of(std::string_view text) {
  const auto bytes = from_base64(text);
  Hash out{};
  if (!bytes || bytes->size() != out.size()) return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), out.begin());
  return out;
}

/// Back from base::china_time.
std::optional<std::int64_t> instant_of(std::string_view text) {
  constexpr std::string_view kShape = "0000-00-00T00:00:00+08:00";
  if (text.size() != kShape.size() || text[10] != 'T' || text[13] != ':' || text[16] != ':' ||
      text.substr(19) != kShape.substr(19))
    return std::nullopt;
  const auto day = base::parse_date(text.substr(0, 10));
  const auto hour = number_of(text.substr(11, 2)), minute = number_of(text.substr(14, 2)),
             second = number_of(text.substr(17, 2));
  if (!day || !hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 59)
    return std::nullopt;
  const auto days = std::chrono::sys_days(*day).time_since_epoch().count();
  const auto seconds = static_cast<std::int64_t>(*hour * 3600 + *minute * 60 + *second);
  return (std::int64_t{days} * 86'400 + seconds - 8 * 3600) * 1000;
}

/// Trimmed and with line feeds only.
std::string tidied(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const auto from = text.find_first_not_of(kBlanks);
  if (from == std::string_view::npos) return {};
  std::string out;
  for (const char c : text.substr(from, text.find_last_not_of(kBlanks) - from + 1))
    if (c != '\r') out += c;
  return out + '\n';
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

} // namespace

std::string signed_text(const Checkpoint& checkpoint) {
  return std::string(kOrigin) + checkpoint.authority_id + '\n' + std::to_string(checkpoint.size) +
         '\n' + to_base64(view(checkpoint.root)) + "\nnumber " + std::to_string(checkpoint.number) +
         "\nprevious " + to_base64(view(checkpoint.previous)) + "\ntime " +
         base::china_time(checkpoint.signed_at) + "\nkey " + checkpoint.key_id + '\n';
}

Hash text_hash(const Checkpoint& checkpoint) {
  return sm3(signed_text(checkpoint));
}

std::string to_text(const Note& note) {
  return signed_text(note.checkpoint) + '\n' + std::string(kDash) + std::string(kOrigin) +
         note.checkpoint.authority_id + ' ' + to_base64(note.signature) + '\n';
}

base::Result<Note> parse_note(std::string_view text) {
  if (text.size() > kNoteMax || !base::is_valid_utf8(text)) return bad_note(1);
  const std::string clean = tidied(text);
  const auto lines = lines_of(clean);
  Note note;
  auto& checkpoint = note.checkpoint;
  // Each line fills one member; whatever differs from the one text shows in the comparison below.
  const auto line = [&](std::size_t i) { return i < lines.size() ? lines[i] : std::string_view(); };
  const auto authority = after(line(0), kOrigin);
  if (!authority || authority->empty()) return bad_note(1);
  checkpoint.authority_id = *authority;
  const auto size = number_of(line(1));
  if (!size) return bad_note(2);
  checkpoint.size = *size;
  const auto root = hash_of(line(2));
  if (!root) return bad_note(3);
  checkpoint.root = *root;
  const auto number = number_of(after(line(3), "number ").value_or(""));
  if (!number) return bad_note(4);
  checkpoint.number = *number;
  const auto previous = hash_of(after(line(4), "previous ").value_or(""));
  if (!previous) return bad_note(5);
  checkpoint.previous = *previous;
  const auto signed_at = instant_of(after(line(5), "time ").value_or(""));
  if (!signed_at) return bad_note(6);
  checkpoint.signed_at = *signed_at;
  const auto key = after(line(6), "key ");
  if (!key || key->empty()) return bad_note(7);
  checkpoint.key_id = *key;
  const auto last = line(8);
  const auto signature = from_base64(last.substr(std::min(last.rfind(' '), last.size() - 1) + 1));
  if (last.empty() || !signature || signature->empty()) return bad_note(9);
  note.signature = *signature;
  const std::string expected = to_text(note);
  if (clean == expected) return note;
  const auto right = lines_of(expected);
  std::size_t wrong = 0;
  while (wrong < right.size() && line(wrong) == right[wrong])
    ++wrong;
  return bad_note(static_cast<int>(wrong) + 1);
}

} // namespace plumb::proof
