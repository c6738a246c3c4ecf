// SPDX-License-Identifier: Apache-2.0
#include "console.hpp"

#include <plumb/api/problem.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace plumb::app {
namespace {

auto cannot_read(const std::string& file, int code) {
  return base::fail(base::ErrorKind::NotFound, "cli.cannot_read",
                    {{"file", file}, {"reason", std::strerror(code)}});
}

/// A URL without what stands between the user's name and the host, or in a parameter: messages end
/// up in logs.
std::string without_password(std::string_view text) {
  std::string out(text);
  const auto begin = out.find("://");
  if (begin == std::string::npos) return out;
  const auto host = out.find('@', begin + 3), colon = out.find(':', begin + 3);
  if (host != std::string::npos && colon < host) out.erase(colon, host - colon);
  constexpr std::string_view kParameter = "password=";
  if (const auto at = out.find(kParameter); at != std::string::npos)
    out.erase(at, std::min(out.find('&', at), out.size()) - at);
  return out;
}

api::Language language() {
  return in_english() ? api::Language::English : api::Language::Chinese;
}

} // namespace

bool in_english() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') return std::strncmp(value, "en", 2) == 0;
  }
  return false;
}

base::Result<std::string> read_input(const std::string& file, std::uint64_t limit_bytes) {
  const int descriptor =
      file == "-" ? ::dup(STDIN_FILENO) : ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return cannot_read(file, errno);
  std::string bytes;
  int fault = 0;
  while (bytes.size() <= limit_bytes) {
    constexpr std::size_t kPart = 256 * 1024;
    const std::size_t before = bytes.size();
    bytes.resize(before + kPart);
    const auto part = ::read(descriptor, bytes.data() + before, kPart);
    bytes.resize(before + static_cast<std::size_t>(part < 0 ? 0 : part));
    if (part < 0 && errno == EINTR) continue;
    if (part < 0) fault = errno;
    if (part <= 0) break;
  }
  ::close(descriptor);
  if (fault != 0) return cannot_read(file, fault);
  if (bytes.size() <= limit_bytes) return bytes;
  std::error_code unknown;
  const auto size = std::filesystem::file_size(file, unknown);
  return base::fail(base::ErrorKind::LimitExceeded, "document.too_large",
                    {{"limit_bytes", std::to_string(limit_bytes)},
                     {"size_bytes", std::to_string(unknown ? bytes.size() : size)}});
}

std::string name_of(const std::string& file) {
  return file == "-" ? "stdin" : std::filesystem::path(file).filename().string();
}

bool print(std::string_view text) {
  const bool good =
      std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
  if (!good) std::fprintf(stderr, "plumbline: standard output: %s\n", std::strerror(errno));
  return good;
}

void note(std::string_view text) {
  std::fprintf(stderr, "%.*s\n", static_cast<int>(text.size()), text.data());
}

int report(const base::Error& fault, std::string_view subject, bool json) {
  const std::string about = without_password(subject);
  base::Error error = fault;
  for (auto& [name, value] : error.args)
    value = without_password(value);
  if (json) {
    if (error.where.empty()) error.where = about;
    note(api::problem_json(error, language(), ""));
  } else {
    const auto said = api::words(error, language());
    std::string line = "plumbline: ";
    if (!about.empty()) line.append(about).append(": ");
    line += said.title + (in_english() ? ": " : "：") + said.detail;
    if (!error.where.empty() && said.detail.find(error.where) == std::string::npos)
      line += " (" + error.where + ")";
    note(line + " [" + error.id + "]");
  }
  if (error.id.starts_with("document.") || error.id.starts_with("sheet.") ||
      error.id == "cli.cannot_read")
    return kUnreadable;
  return error.id.starts_with("server.bad_") || error.id == "server.no_configuration" ? kUsage
                                                                                      : kFailed;
}

std::string pretty(std::string_view json) {
  std::string out;
  std::size_t depth = 0;
  const auto line = [&] { out.append("\n").append(depth * 2, ' '); };
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (c == '"') {
      const std::size_t from = i;
      for (++i; i < json.size() && json[i] != '"'; ++i)
        if (json[i] == '\\') ++i;
      out += json.substr(from, i - from + 1);
    } else if (c == '{' || c == '[') {
      const auto next = json.find_first_not_of(" \n\r\t", i + 1);
      const bool empty = next != std::string_view::npos && (json[next] == '}' || json[next] == ']');
      out += c;
      if (empty) {
        out += json[next];
        i = next;
      } else {
        ++depth;
        line();
      }
    } else if (c == '}' || c == ']') {
      if (depth > 0) --depth;
      line();
      out += c;
    } else if (c == ',') {
      out += c;
      line();
    } else if (c == ':') {
      out += ": ";
    } else if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
      out += c;
    }
  }
  return out;
}

} // namespace plumb::app
