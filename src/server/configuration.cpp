// SPDX-License-Identifier: Apache-2.0
#include "plumb/server/configuration.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <functional>
#include <iterator>
#include <optional>
#include <thread>

namespace plumb::server {
namespace {

using base::ErrorKind;
using base::fail;

/// Reads one table: each key() call takes a known key, done() complains about the rest.
class Reader {
public:
  Reader(const toml::table& table, std::string_view file, std::string prefix = {})
      : table_(table), file_(file), prefix_(std::move(prefix)) {}

  void text(std::string_view key, std::string& out) {
    if (const auto* node = take(key)) {
      if (const auto value = node->value<std::string>(); value && node->is_string())
        out = *value;
      else
        complain(*node, key, "text");
    }
  }
  void flag(std::string_view key, bool& out) {
    if (const auto* node = take(key)) {
      if (node->is_boolean())
        out = node->value_or(false);
      else
        complain(*node, key, "true or false");
    }
  }
  template <class T> void number(std::string_view key, T& out, std::int64_t min, std::int64_t max) {
    if (const auto* node = take(key)) {
      const auto value = node->is_integer() ? node->value<std::int64_t>() : std::nullopt;
      if (value && *value >= min && *value <= max)
        out = static_cast<T>(*value);
      else
        complain(*node, key,
                 "a whole number from " + std::to_string(min) + " to " + std::to_string(max));
    }
  }
  void seconds(std::string_view key, std::chrono::milliseconds& out) {
    std::int64_t value = out.count() / 1000;
    number(key, value, 1, 3600);
    if (table_.contains(key)) out = std::chrono::seconds(value);
  }
  void texts(std::string_view key, std::vector<std::string>& out) {
    const auto* node = take(key);
    if (node == nullptr) return;
    const auto* list = node->as_array();
    if (list == nullptr) return complain(*node, key, "a list of texts");
    for (const auto& item : *list) {
      if (!item.is_string()) return complain(item, key, "a list of texts");
      out.push_back(item.value_or(std::string()));
    }
  }
  void table(std::string_view key, const std::function<void(Reader&)>& read) {
    const auto* node = take(key);
    if (node == nullptr) return;
    const auto* inner = node->as_table();
    if (inner == nullptr) return complain(*node, key, "a table");
    Reader reader(*inner, file_, prefix_ + std::string(key) + ".");
    read(reader);
    auto result = reader.done();
    if (!result && !fault_) fault_ = std::move(result).error();
  }
  base::Result<void> done() {
    for (const auto& [key, node] : table_) {
      if (fault_) break;
      if (std::find(known_.begin(), known_.end(), std::string(key.str())) == known_.end())
        fault(node, "unknown key " + prefix_ + std::string(key.str()));
    }
    if (fault_) return base::Unexpected{*fault_};
    return {};
  }

private:
  const toml::node* take(std::string_view key) {
    known_.emplace_back(key);
    return table_.get(key);
  }
  void complain(const toml::node& node, std::string_view key, std::string_view expected) {
    fault(node, prefix_ + std::string(key) + " must be " + std::string(expected));
  }
  void fault(const toml::node& node, std::string reason) {
    if (fault_) return;
    fault_ = base::Error{ErrorKind::InvalidInput,
                         "server.bad_configuration",
                         {{"reason", std::move(reason)}},
                         std::string(file_) + ":" + std::to_string(node.source().begin.line)};
  }

  const toml::table& table_;
  std::string_view file_;
  std::string prefix_;
  std::vector<std::string> known_;
  std::optional<base::Error> fault_;
};

void read_limits(Reader& in, document::Limits& limits) {
  constexpr std::int64_t kBytes = 1LL << 40;
  in.number("file_bytes", limits.file_bytes, 1024, kBytes);
  in.number("unpacked_bytes", limits.unpacked_bytes, 1024, kBytes);
  in.number("parts", limits.parts, 1, 10'000'000);
  in.number("compression_ratio", limits.compression_ratio, 1, 1'000'000);
  in.number("table_cells", limits.table_cells, 1, 1'000'000'000);
  in.number("nesting", limits.nesting, 1, 10'000);
  in.number("pdf_seconds", limits.pdf_seconds, 1, 3'600);
}

base::Result<Configuration> from_table(const toml::table& table, std::string_view file) {
  Configuration out;
  out.http.worker_threads = std::max(2U, std::thread::hardware_concurrency());
  Reader in(table, file);
  in.text("listen", out.http.listen);
  in.number("port", out.http.port, 0, 65'535);
  in.flag("dual_stack", out.http.dual_stack);
  in.texts("host_names", out.host_names);
  in.text("database", out.database);
  in.text("checkpoint_key", out.checkpoint_key);
  in.text("web", out.web);
  in.text("packs", out.packs);
  in.text("jurisdiction", out.jurisdiction);
  in.flag("secure_cookies", out.secure_cookies);
  in.table("threads", [&](Reader& threads) {
    threads.number("io", out.http.io_threads, 1, 64);
    threads.number("workers", out.http.worker_threads, 1, 256);
  });
  in.table("limits", [&](Reader& limits) {
    read_limits(limits, out.limits);
    limits.number("header_bytes", out.http.header_bytes, 1'024, 1 << 20);
    limits.number("queue", out.http.queue_max, 1, 100'000);
    limits.number("connections", out.http.connections_max, 1, 1'000'000);
  });
  in.table("timeouts", [&](Reader& timeouts) {
    timeouts.seconds("header_seconds", out.http.header_timeout);
    timeouts.seconds("body_seconds", out.http.body_timeout);
    timeouts.seconds("idle_seconds", out.http.idle_timeout);
    timeouts.seconds("stop_seconds", out.http.stop_timeout);
  });
  PLUMB_TRY(in.done());
  return out;
}

} // namespace

base::Result<Configuration> read_configuration(std::string_view toml_text, std::string_view file) {
  try {
    const toml::table table = toml::parse(toml_text, file);
    return from_table(table, file);
  } catch (const toml::parse_error& error) {
    return fail(ErrorKind::InvalidInput, "server.bad_configuration",
                {{"reason", std::string(error.description())}},
                std::string(file) + ":" + std::to_string(error.source().begin.line));
  }
}

base::Result<Configuration> load_configuration(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(ErrorKind::NotFound, "server.no_configuration", {{"file", file}});
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  return read_configuration(text, file);
}

} // namespace plumb::server
