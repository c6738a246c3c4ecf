// SPDX-License-Identifier: Apache-2.0
#include "plumb/api/files.hpp"

#include "ledger_rows.hpp"

#include <plumb/sheet/ledger_sheet.hpp>
#include <plumb/text/text.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace plumb::api {
namespace {

using base::ErrorKind;
using base::fail;

constexpr std::size_t kBufferMax = 256 * 1024;

auto cannot_write(int code) {
  return fail(ErrorKind::Unavailable, "api.cannot_write", {{"reason", std::strerror(code)}});
}

std::string layout_name(sheet::Layout layout) {
  switch (layout) {
  case sheet::Layout::Issuing:
    return "交办版";
  case sheet::Layout::Progress:
    return "进展版";
  case sheet::Layout::Inspection:
    return "督查版";
  }
  return {};
}

base::Result<Exported> export_xlsx(const projection::Projection& projection,
                                   std::string_view authority_id, const projection::Filter& filter,
                                   sheet::Layout layout) {
  PLUMB_TRY_ASSIGN(auto writer,
                   sheet::LedgerWriter::create(layout, "任务台账（" + layout_name(layout) + "）"));
  PLUMB_TRY(projection.visit(authority_id, filter, [&](const projection::LedgerTask& task) {
    writer.add(to_row(task));
    return true;
  }));
  PLUMB_TRY_ASSIGN(auto bytes, writer.finish());
  Exported out;
  out.media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  out.bytes = std::move(bytes);
  return out;
}

base::Result<Exported> export_csv(const projection::Projection& projection,
                                  std::string_view authority_id, const projection::Filter& filter,
                                  sheet::Layout layout) {
  PLUMB_TRY_ASSIGN(auto file, TemporaryFile::create());
  file.write(sheet::csv_header(layout));
  PLUMB_TRY(projection.visit(authority_id, filter, [&](const projection::LedgerTask& task) {
    file.write(sheet::csv_line(layout, to_row(task)));
    return true;
  }));
  Exported out;
  out.media_type = "text/csv; charset=utf-8";
  PLUMB_TRY_ASSIGN(out.file, file.finish());
  return out;
}

base::Result<Exported> export_json(const projection::Projection& projection,
                                   std::string_view authority_id,
                                   const projection::Filter& filter) {
  PLUMB_TRY_ASSIGN(auto file, TemporaryFile::create());
  bool first = true;
  file.write("[");
  PLUMB_TRY(projection.visit_json(authority_id, filter, [&](std::string_view task) {
    file.write(first ? "\n" : ",\n");
    file.write(task);
    first = false;
    return true;
  }));
  file.write("\n]\n");
  Exported out;
  out.media_type = "application/json";
  PLUMB_TRY_ASSIGN(out.file, file.finish());
  return out;
}

} // namespace

base::Result<text::Text> read_text(std::string_view bytes, std::string_view name, bool pasted,
                                   const document::Limits& limits) {
  PLUMB_TRY_ASSIGN(auto document, pasted ? document::read_pasted(bytes, limits)
                                         : document::read(bytes, name, limits));
  return text::from_document(document);
}

base::Result<Understood> understand(std::string_view bytes, std::string_view name, bool pasted,
                                    const document::Limits& limits) {
  PLUMB_TRY_ASSIGN(auto document, pasted ? document::read_pasted(bytes, limits)
                                         : document::read(bytes, name, limits));
  return Understood{document.format, plan::propose(text::from_document(document))};
}

std::string_view media_type(document::Format format) {
  switch (format) {
  case document::Format::Text:
    return "text/plain";
  case document::Format::Html:
    return "text/html";
  case document::Format::Docx:
    return "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
  case document::Format::Xlsx:
    return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  case document::Format::Pdf:
    return "application/pdf";
  }
  return "application/octet-stream";
}

base::Result<TemporaryFile> TemporaryFile::create() {
  std::error_code fault;
  const auto folder = std::filesystem::temp_directory_path(fault);
  if (fault) return cannot_write(fault.value());
  std::string path = (folder / "plumbline-XXXXXX").string();
  const int descriptor = ::mkostemp(path.data(), O_CLOEXEC);
  if (descriptor < 0) return cannot_write(errno);
  ::unlink(path.c_str());
  return TemporaryFile(descriptor);
}

TemporaryFile::TemporaryFile(TemporaryFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), buffer_(std::move(other.buffer_)),
      size_(other.size_), fault_(other.fault_) {}

TemporaryFile::~TemporaryFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void TemporaryFile::write(std::string_view bytes) {
  buffer_ += bytes;
  if (buffer_.size() >= kBufferMax) flush();
}

void TemporaryFile::flush() {
  std::string_view rest = buffer_;
  while (!rest.empty() && fault_ == 0) {
    const auto written = ::write(descriptor_, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0)
      fault_ = errno;
    else {
      rest.remove_prefix(static_cast<std::size_t>(written));
      size_ += static_cast<std::uint64_t>(written);
    }
  }
  buffer_.clear();
}

base::Result<std::shared_ptr<const FileBody>> TemporaryFile::finish() {
  flush();
  if (fault_ == 0 && ::lseek(descriptor_, 0, SEEK_SET) != 0) fault_ = errno;
  if (fault_ != 0) return cannot_write(fault_);
  return std::make_shared<const FileBody>(std::exchange(descriptor_, -1), size_);
}

std::optional<ExportFormat> parse_export_format(std::string_view text) {
  if (text == "xlsx") return ExportFormat::Xlsx;
  if (text == "csv") return ExportFormat::Csv;
  if (text == "json") return ExportFormat::Json;
  return std::nullopt;
}

base::Result<Exported> export_ledger(const projection::Projection& projection,
                                     std::string_view authority_id,
                                     const projection::Filter& filter, ExportFormat format,
                                     std::string_view layout) {
  const auto chosen = sheet::parse_layout(layout);
  if (!chosen)
    return fail(ErrorKind::InvalidInput, "api.bad_parameter",
                {{"parameter", "layout"}, {"expected", "issuing, progress, inspection"}});
  Exported out;
  switch (format) {
  case ExportFormat::Xlsx: {
    PLUMB_TRY_ASSIGN(out, export_xlsx(projection, authority_id, filter, *chosen));
    out.file_name = "任务台账-" + layout_name(*chosen) + ".xlsx";
    break;
  }
  case ExportFormat::Csv: {
    PLUMB_TRY_ASSIGN(out, export_csv(projection, authority_id, filter, *chosen));
    out.file_name = "任务台账-" + layout_name(*chosen) + ".csv";
    break;
  }
  case ExportFormat::Json: {
    PLUMB_TRY_ASSIGN(out, export_json(projection, authority_id, filter));
    out.file_name = "任务台账.json";
    break;
  }
  }
  return out;
}

} // namespace plumb::api
