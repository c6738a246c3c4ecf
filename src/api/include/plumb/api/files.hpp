// SPDX-License-Identifier: Apache-2.0
/// What goes in and out as a file, the same for the HTTP API and the command line: reading a
/// document all the way to a plan, and writing the ledger in its formats.
#pragma once

#include <plumb/api/http.hpp>
#include <plumb/base/result.hpp>
#include <plumb/document/document.hpp>
#include <plumb/plan/plan.hpp>
#include <plumb/projection/projection.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace plumb::api {

/// A file that was understood, ready for intake.
struct Understood {
  document::Format format = document::Format::Text;
  plan::Plan plan;
};
/// Bytes → plan. The errors of document::read. `pasted`: UTF-8 text from a paste box.
[[nodiscard]] base::Result<Understood> understand(std::string_view bytes, std::string_view name,
                                                  bool pasted, const document::Limits& limits);
[[nodiscard]] base::Result<text::Text> read_text(std::string_view bytes, std::string_view name,
                                                 bool pasted, const document::Limits& limits);
[[nodiscard]] std::string_view media_type(document::Format format);

/// A private file without a name: it vanishes with the last descriptor.
class TemporaryFile {
public:
  /// api.cannot_write{reason}.
  [[nodiscard]] static base::Result<TemporaryFile> create();
  TemporaryFile(TemporaryFile&& other) noexcept;
  TemporaryFile& operator=(TemporaryFile&&) = delete;
  ~TemporaryFile();
  /// Buffered; a fault shows up in finish().
  void write(std::string_view bytes);
  [[nodiscard]] base::Result<std::shared_ptr<const FileBody>> finish();

private:
  explicit TemporaryFile(int descriptor) : descriptor_(descriptor) {}
  void flush();
  int descriptor_;
  std::string buffer_;
  std::uint64_t size_ = 0;
  int fault_ = 0;
};

enum class ExportFormat { Xlsx, Csv, Json };
[[nodiscard]] std::optional<ExportFormat> parse_export_format(std::string_view text);

struct Exported {
  std::string media_type, file_name;
  std::string bytes;                    ///< xlsx
  std::shared_ptr<const FileBody> file; ///< csv and json: written row by row in constant memory
};
/// The filtered ledger, all rows. `layout`: issuing, progress or inspection (api.bad_parameter).
[[nodiscard]] base::Result<Exported> export_ledger(const projection::Projection& projection,
                                                   std::string_view authority_id,
                                                   const projection::Filter& filter,
                                                   ExportFormat format, std::string_view layout);

} // namespace plumb::api
