// SPDX-License-Identifier: Apache-2.0
/// A request and a response as handlers see them: plain values, no socket and no HTTP library. The
/// server module turns bytes into these and back.
#pragma once

#include <plumb/base/result.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace plumb::api {

/// A request target, decoded: "/api/tasks/a%2Fb?q=x" has the segments api, tasks, a/b.
struct Target {
  std::string path;                  ///< as sent, without the query
  std::vector<std::string> segments; ///< percent-decoded, each valid UTF-8 without NUL
  bool trailing_slash = false;
  std::map<std::string, std::string, std::less<>> query; ///< percent-decoded
};

/// Origin form only. api.bad_target{reason}, api.duplicate_parameter{parameter}.
[[nodiscard]] base::Result<Target> parse_target(std::string_view target);

struct Request {
  std::string method; ///< HEAD arrives as GET, see `head`
  bool head = false;
  Target target;
  std::vector<std::pair<std::string, std::string>> headers; ///< names in lower case
  std::string body;
  std::string remote;   ///< address of the peer
  std::string trace_id; ///< given by the server, repeated in problems and in the log

  /// The first header of that (lower-case) name, or empty.
  [[nodiscard]] std::string_view header(std::string_view name) const;
  [[nodiscard]] bool has_header(std::string_view name) const;
};

/// An open file to send; closed (and gone, when it has no name any more) with the last response.
class FileBody {
public:
  FileBody(int descriptor, std::uint64_t size) : descriptor_(descriptor), size_(size) {}
  FileBody(const FileBody&) = delete;
  FileBody& operator=(const FileBody&) = delete;
  ~FileBody();
  [[nodiscard]] int descriptor() const { return descriptor_; }
  [[nodiscard]] std::uint64_t size() const { return size_; }

private:
  int descriptor_;
  std::uint64_t size_;
};

struct Response {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::shared_ptr<const FileBody> file; ///< sent in place of `body`, in constant memory

  Response& set(std::string name, std::string value);
  [[nodiscard]] std::string_view header(std::string_view name) const; ///< ignores case
};

[[nodiscard]] Response json_response(std::string body, int status = 200);

/// Percent-decodes; nullopt-like error api.bad_target for "%", "%4" and "%zz".
[[nodiscard]] base::Result<std::string> percent_decode(std::string_view text, bool plus_is_space);
[[nodiscard]] std::string percent_encode(std::string_view text);
/// `attachment` with a name in any script: an ASCII fallback and filename* (RFC 6266, RFC 5987).
[[nodiscard]] std::string content_disposition(std::string_view file_name);

} // namespace plumb::api
