// SPDX-License-Identifier: Apache-2.0
/// The key that signs checkpoints, and the copy of the newest ones that lies beside the database:
/// whoever can only change the database cannot change that.
#pragma once

#include <plumb/base/result.hpp>
#include <plumb/journal/journal.hpp>
#include <plumb/proof/key.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace plumb::app {

/// `configured`, or checkpoint.key in the folder of the database (the current folder where the
/// database is no file).
[[nodiscard]] std::string key_file(const std::string& configured, std::string_view database);
/// Loads the key, or makes it at the first start, and gives it to the journal. The errors of
/// proof::SigningKey.
[[nodiscard]] base::Result<void> sign_with(journal::Journal& journal, const std::string& key_file,
                                           std::string_view database);
/// A checkpoint of each authority that has grown; renews the copy beside the database.
[[nodiscard]] base::Result<std::vector<proof::Note>> sign_all(journal::Journal& journal,
                                                              std::string_view database);

/// Where that copy lies; empty where the database is no file.
[[nodiscard]] std::string copy_file(std::string_view database);
/// One note or several, one after the other. proof.bad_note, with the file as its place;
/// cli.cannot_read.
[[nodiscard]] base::Result<std::vector<proof::Note>> read_notes(const std::string& file);
/// All or nothing. proof.cannot_write.
[[nodiscard]] base::Result<void> write_file(const std::string& file, std::string_view bytes);

} // namespace plumb::app
