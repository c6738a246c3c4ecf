// SPDX-License-Identifier: Apache-2.0
/// The only file of this module that looks at a disk.
#include "link.hpp"

#include <plumb/base/hash.hpp>
#include <plumb/base/utf8.hpp>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>
#include <tuple>

namespace plumb::pack {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kFilesMax = 5000;
constexpr std::size_t kFileBytesMax = 1024 * 1024;
constexpr std::size_t kBytesMax = 64 * 1024 * 1024;
constexpr std::size_t kFoldersMax = 20'000;
constexpr std::string_view kArchiveHead = "plumbline pack 1\n";

base::Unexpected<base::Error> unreadable(const fs::path& path, std::string reason) {
  return base::fail(base::ErrorKind::NotFound, "pack.unreadable",
                    {{"path", path.string()}, {"reason", std::move(reason)}});
}
base::Unexpected<base::Error> too_large(const std::string& path) {
  return base::fail(base::ErrorKind::LimitExceeded, "pack.too_large",
                    {{"path", path}, {"limit_bytes", std::to_string(kFileBytesMax)}});
}

base::Result<std::string> read_file(const fs::path& path) {
  std::error_code fault;
  const auto size = fs::file_size(path, fault);
  if (fault) return unreadable(path, fault.message());
  if (size > kFileBytesMax) return too_large(path.string());
  std::ifstream in(path, std::ios::binary);
  std::string bytes(static_cast<std::size_t>(size), '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(size));
  if (!in) return unreadable(path, std::strerror(errno));
  return bytes;
}

/// Everything below `folder`, without links and without what begins with a dot; sorted by name.
base::Result<std::vector<fs::directory_entry>> entries(const fs::path& folder) {
  std::vector<fs::directory_entry> out;
  std::error_code fault;
  for (fs::directory_iterator at(folder, fault), end; !fault && at != end; at.increment(fault)) {
    std::error_code ignored;
    if (at->is_symlink(ignored) || at->path().filename().string().starts_with('.')) continue;
    out.push_back(*at);
    if (out.size() > kFoldersMax) return unreadable(folder, "too many entries");
  }
  if (fault) return unreadable(folder, fault.message());
  std::sort(out.begin(), out.end());
  return out;
}

base::Result<void> collect(const fs::path& folder, const std::string& below, Source& into,
                           int depth) {
  if (depth > 4) return {};
  PLUMB_TRY_ASSIGN(const auto found, entries(folder));
  for (const auto& entry : found) {
    const std::string name = entry.path().filename().string();
    std::error_code ignored;
    if (entry.is_directory(ignored)) {
      // A pack inside a pack's folder is a pack of its own.
      if (!fs::exists(entry.path() / "pack.yaml", ignored))
        PLUMB_TRY(collect(entry.path(), below + name + "/", into, depth + 1));
      continue;
    }
    if (name.ends_with(".yml")) return unreadable(entry.path(), "name it .yaml");
    if (!name.ends_with(".yaml") && !name.ends_with(".md")) continue;
    if (into.files.size() >= kFilesMax) return unreadable(folder, "too many files");
    PLUMB_TRY_ASSIGN(auto bytes, read_file(entry.path()));
    into.files.push_back({below + name, std::move(bytes)});
  }
  return {};
}

base::Result<void> search(const fs::path& folder, std::vector<std::string>& into, int depth) {
  std::error_code ignored;
  if (fs::is_regular_file(folder / "pack.yaml", ignored)) into.push_back(folder.string());
  if (depth > 4) return {};
  const auto found = entries(folder);
  // Somebody else's folder beside the packs is no fault of theirs.
  if (!found && depth > 0) return {};
  PLUMB_TRY(found);
  for (const auto& entry : *found)
    if (entry.is_directory(ignored)) PLUMB_TRY(search(entry.path(), into, depth + 1));
  return {};
}

/// What pack.yaml says of itself; faults are told when the pack is loaded.
struct Head {
  std::string folder;
  ast::Pack pack;
};
base::Result<std::vector<Head>> heads(const std::string& root) {
  PLUMB_TRY_ASSIGN(const auto folders, find_packs(root));
  std::vector<Head> out;
  for (const auto& folder : folders) {
    PLUMB_TRY_ASSIGN(auto bytes, read_file(fs::path(folder) / "pack.yaml"));
    Faults ignored;
    Source only;
    only.files.push_back({"pack.yaml", std::move(bytes)});
    out.push_back({folder, ast::read(0, only, ignored)});
    out.back().pack.value.title.clear();
  }
  return out;
}

bool covers(std::string_view upper, std::string_view lower) {
  return !upper.empty() &&
         (lower == upper ||
          (lower.size() > upper.size() && lower.starts_with(upper) && lower[upper.size()] == '-'));
}

/// A pack behind everything that it extends; the farthest first.
class Order {
public:
  explicit Order(const std::vector<Head>& all) : all_(all) {}
  base::Result<void> add(const Head& head) {
    const auto& id = head.pack.id.text;
    if (done_.contains(id)) return {};
    if (!open_.insert(id).second)
      return base::fail(base::ErrorKind::InvalidInput, "pack.extends_itself", {{"id", id}},
                        head.folder);
    for (auto upper = head.pack.extends.rbegin(); upper != head.pack.extends.rend(); ++upper)
      for (const auto& other : all_)
        if (other.pack.id.text == upper->text) PLUMB_TRY(add(other));
    done_.insert(id);
    order.push_back(&head);
    return {};
  }
  std::vector<const Head*> order;

private:
  const std::vector<Head>& all_;
  std::set<std::string> done_, open_;
};

base::Result<std::vector<const Head*>> choose(const std::vector<Head>& all,
                                              std::string_view wanted) {
  std::vector<const Head*> chosen;
  std::vector<std::string_view> known;
  for (const auto& head : all) {
    known.push_back(head.pack.id.text);
    if (head.pack.id.text == wanted) chosen.push_back(&head);
  }
  if (chosen.size() > 1)
    return base::fail(base::ErrorKind::Conflict, "pack.duplicate_pack",
                      {{"id", std::string(wanted)}}, chosen[1]->folder);
  if (chosen.empty())
    for (const auto& head : all)
      if (covers(head.pack.jurisdiction.text, wanted)) chosen.push_back(&head);
  if (chosen.empty())
    return base::fail(base::ErrorKind::NotFound, "pack.unknown_pack",
                      {{"name", std::string(wanted)}, {"suggestion", nearest(wanted, known)}});
  std::sort(chosen.begin(), chosen.end(), [](const Head* a, const Head* b) {
    return std::tuple{a->pack.value.layer, a->pack.jurisdiction.text.size(), a->folder} <
           std::tuple{b->pack.value.layer, b->pack.jurisdiction.text.size(), b->folder};
  });
  return chosen;
}

/// Files of notices: those of a pack's folder `calendar`, or all where the folder is only that.
base::Result<void> add_notices(const Source& source, bool whole_pack,
                               std::vector<calendar::Notice>& into) {
  Faults faults;
  ast::Pack read;
  for (const auto& file : source.files) {
    if (!file.path.ends_with(".yaml") || (whole_pack && !file.path.starts_with("calendar/")))
      continue;
    const auto tree = yaml::read(0, file, faults);
    if (tree.good) ast::read_notices(tree, faults, read);
  }
  for (const auto& fault : faults.sorted()) {
    if (fault.severity != Severity::Error) continue;
    auto error = fault.error;
    error.where = source.folder + "/" + fault.file + ":" + std::to_string(fault.line) + ":" +
                  std::to_string(fault.column);
    return base::Unexpected{std::move(error)};
  }
  into.insert(into.end(), read.value.notices.begin(), read.value.notices.end());
  return {};
}

std::optional<std::size_t> take_number(std::string_view& bytes, char end) {
  std::size_t number = 0;
  const auto* last = bytes.data() + std::min<std::size_t>(bytes.size(), 12);
  const auto [at, fault] = std::from_chars(bytes.data(), last, number);
  if (fault != std::errc{} || at == bytes.data() + bytes.size() || *at != end) return {};
  bytes.remove_prefix(static_cast<std::size_t>(at - bytes.data()) + 1);
  return number;
}

/// As a person would write it: without `..` on the way.
std::string normal(const std::string& folder) {
  return fs::path(folder).lexically_normal().string();
}

bool is_safe_path(std::string_view path) {
  if (path.empty() || path.size() > 400 || path.front() == '/') return false;
  if (path.find('\\') != std::string_view::npos || path.find('\0') != std::string_view::npos)
    return false;
  while (true) {
    const auto slash = path.find('/');
    const auto part = path.substr(0, slash);
    if (part.empty() || part == "." || part == "..") return false;
    if (slash == std::string_view::npos) return true;
    path.remove_prefix(slash + 1);
  }
}

} // namespace

std::string Source::archive() const {
  std::string out(kArchiveHead);
  for (const auto& file : files) {
    out += std::to_string(file.path.size()) + " " + std::to_string(file.bytes.size()) + "\n";
    out += file.path;
    out += file.bytes;
  }
  return out;
}

std::string Source::sm3() const {
  return base::sm3_hex(archive());
}

base::Result<Source> read_archive(std::string_view bytes) {
  const auto bad = [](std::string reason) {
    return base::fail(base::ErrorKind::Corrupt, "pack.bad_archive",
                      {{"reason", std::move(reason)}});
  };
  if (bytes.size() > kBytesMax) return too_large("archive");
  if (!bytes.starts_with(kArchiveHead)) return bad("head");
  bytes.remove_prefix(kArchiveHead.size());
  Source out;
  while (!bytes.empty()) {
    const std::string_view line = bytes;
    const auto path_size = take_number(bytes, ' ');
    const auto size = path_size ? take_number(bytes, '\n') : std::nullopt;
    if (!size || *path_size > bytes.size() || *size > bytes.size() - *path_size)
      return bad("length");
    // One text for one content: no other spelling of the same numbers.
    if (!line.starts_with(std::to_string(*path_size) + " " + std::to_string(*size) + "\n"))
      return bad("length");
    const auto path = bytes.substr(0, *path_size);
    if (!is_safe_path(path) || !base::is_valid_utf8(path)) return bad("path");
    if (!out.files.empty() && out.files.back().path >= path) return bad("order");
    if (out.files.size() >= kFilesMax || *size > kFileBytesMax) return too_large(std::string(path));
    out.files.push_back({std::string(path), std::string(bytes.substr(*path_size, *size))});
    bytes.remove_prefix(*path_size + *size);
  }
  return out;
}

base::Result<Source> read_folder(const std::string& folder) {
  Source out;
  out.folder = folder;
  std::error_code fault;
  if (!fs::is_directory(folder, fault))
    return unreadable(folder, fault ? fault.message() : "not a folder");
  PLUMB_TRY(collect(folder, "", out, 0));
  std::sort(out.files.begin(), out.files.end(),
            [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
  std::size_t total = 0;
  for (const auto& file : out.files)
    total += file.bytes.size();
  if (total > kBytesMax) return too_large(folder);
  return out;
}

base::Result<std::vector<std::string>> find_packs(const std::string& root) {
  std::vector<std::string> out;
  PLUMB_TRY(search(root, out, 0));
  std::sort(out.begin(), out.end());
  return out;
}

base::Result<std::vector<Source>> chain(const std::string& root, std::string_view wanted) {
  PLUMB_TRY_ASSIGN(const auto all, heads(root));
  PLUMB_TRY_ASSIGN(const auto chosen, choose(all, wanted));
  Order order(all);
  for (const auto* head : chosen)
    PLUMB_TRY(order.add(*head));
  std::vector<Source> out;
  for (const auto* head : order.order) {
    PLUMB_TRY_ASSIGN(auto source, read_folder(head->folder));
    out.push_back(std::move(source));
  }
  return out;
}

base::Result<std::vector<Source>> chain_of_folder(const std::string& folder) {
  std::error_code ignored;
  const fs::path own = fs::canonical(folder, ignored);
  if (ignored || !fs::is_regular_file(own / "pack.yaml", ignored))
    return unreadable(fs::path(folder) / "pack.yaml", "no such file");
  fs::path root = fs::path(folder) / "..";
  for (int levels = 0;; ++levels) {
    PLUMB_TRY_ASSIGN(const auto all, heads(root.string()));
    const auto wanted = std::find_if(all.begin(), all.end(), [&](const Head& head) {
      return fs::equivalent(head.folder, own, ignored);
    });
    if (wanted == all.end()) return unreadable(folder, "not found below its parent");
    const auto& extends = wanted->pack.extends;
    const bool whole = std::all_of(extends.begin(), extends.end(), [&](const Word& upper) {
      return std::any_of(all.begin(), all.end(),
                         [&](const Head& head) { return head.pack.id.text == upper.text; });
    });
    if (!whole && levels < 1) {
      root /= "..";
      continue;
    }
    Order order(all);
    PLUMB_TRY(order.add(*wanted));
    std::vector<Source> out;
    for (const auto* head : order.order) {
      PLUMB_TRY_ASSIGN(auto source, read_folder(head == &*wanted ? folder : normal(head->folder)));
      out.push_back(std::move(source));
    }
    return out;
  }
}

base::Result<calendar::Calendar> load_calendar(const std::string& folder) {
  PLUMB_TRY_ASSIGN(const auto packs, find_packs(folder));
  std::vector<calendar::Notice> notices;
  for (const auto& pack : packs) {
    PLUMB_TRY_ASSIGN(const auto source, read_folder(pack));
    PLUMB_TRY(add_notices(source, true, notices));
  }
  if (packs.empty()) {
    PLUMB_TRY_ASSIGN(const auto source, read_folder(folder));
    PLUMB_TRY(add_notices(source, false, notices));
  }
  return calendar::Calendar::make(std::move(notices));
}

} // namespace plumb::pack
