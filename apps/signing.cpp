// SPDX-License-Identifier: Apache-2.0
#include "signing.hpp"

#include "console.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace plumb::app {
namespace {

constexpr std::uint64_t kNotesMax = 1 << 20;
constexpr std::string_view kSqlite = "sqlite:";
constexpr std::string_view kMemory = "sqlite::memory:";

/// Empty where the database is no file.
std::filesystem::path database_file(std::string_view database) {
  if (!database.starts_with(kSqlite) || database == kMemory) return {};
  return std::string(database.substr(kSqlite.size()));
}

} // namespace

std::string key_file(const std::string& configured, std::string_view database) {
  if (!configured.empty()) return configured;
  return (database_file(database).parent_path() / "checkpoint.key").string();
}

base::Result<void> sign_with(journal::Journal& journal, const std::string& file,
                             std::string_view database) {
  // A journal that is gone with the program needs no key that stays.
  PLUMB_TRY_ASSIGN(auto key, database == kMemory ? proof::SigningKey::generate()
                                                 : proof::SigningKey::load_or_create(file));
  journal.use_key(std::make_shared<const proof::SigningKey>(std::move(key)));
  return {};
}

base::Result<std::vector<proof::Note>> sign_all(journal::Journal& journal,
                                                std::string_view database) {
  std::vector<proof::Note> notes;
  std::string text;
  PLUMB_TRY_ASSIGN(const auto authorities, journal.authorities());
  for (const auto& authority_id : authorities) {
    PLUMB_TRY_ASSIGN(auto note, journal.checkpoint(authority_id));
    text += proof::to_text(note);
    notes.push_back(std::move(note));
  }
  const std::string copy = copy_file(database);
  if (!copy.empty() && !notes.empty()) PLUMB_TRY(write_file(copy, text));
  return notes;
}

std::string copy_file(std::string_view database) {
  const auto file = database_file(database);
  return file.empty() ? std::string() : file.string() + ".checkpoint";
}

base::Result<std::vector<proof::Note>> read_notes(const std::string& file) {
  PLUMB_TRY_ASSIGN(const std::string text, read_input(file, kNotesMax));
  std::vector<proof::Note> notes;
  std::size_t from = 0, at = 0;
  while (at < text.size()) {
    const auto end = std::min(text.find('\n', at), text.size() - 1) + 1;
    const bool last_line = std::string_view(text).substr(at).starts_with("— ");
    at = end;
    if (!last_line) continue;
    auto note = proof::parse_note(std::string_view(text).substr(from, end - from));
    if (!note)
      return base::fail(base::ErrorKind::InvalidInput, note.error().id, note.error().args, file);
    notes.push_back(*std::move(note));
    from = end;
  }
  const bool rest = text.find_first_not_of(" \t\r\n", from) != std::string::npos;
  if (rest || notes.empty())
    return base::fail(base::ErrorKind::InvalidInput, "proof.bad_note", {{"line", "1"}}, file);
  return notes;
}

base::Result<void> write_file(const std::string& file, std::string_view bytes) {
  std::string beside = file + ".XXXXXX";
  const int descriptor = ::mkstemp(beside.data());
  bool good = descriptor >= 0;
  while (good && !bytes.empty()) {
    const auto size = ::write(descriptor, bytes.data(), bytes.size());
    good = size >= 0;
    if (good) bytes.remove_prefix(static_cast<std::size_t>(size));
  }
  // Meant to be read and published, unlike a key.
  good = good && ::fchmod(descriptor, 0644) == 0 && ::fsync(descriptor) == 0;
  int fault = errno;
  if (descriptor >= 0) ::close(descriptor);
  if (good && std::rename(beside.c_str(), file.c_str()) == 0) return {};
  if (good) fault = errno;
  if (descriptor >= 0) ::unlink(beside.c_str());
  return base::fail(base::ErrorKind::Unavailable, "proof.cannot_write",
                    {{"file", file}, {"reason", std::strerror(fault)}});
}

} // namespace plumb::app
