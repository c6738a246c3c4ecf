// SPDX-License-Identifier: Apache-2.0
#include "words.hpp"

#include <algorithm>
#include <array>

namespace plumb::api {
namespace {

constexpr Entry kEntries[] = {
    {"api.bad_field", 400, "字段有误",
     "“{field}”的值不符合要求（{expected}）。请更正后重试，接口说明见 /api/openapi.yaml。",
     "Bad field",
     "The value of “{field}” is not what is expected ({expected}). Correct it and try again; the "
     "contract is at /api/openapi.yaml."},
    {"api.bad_json", 400, "内容不是有效的 JSON",
     "从第 {offset} 个字节起无法读取。请检查引号、逗号、括号以及重复的字段。", "Not valid JSON",
     "The body cannot be read from byte {offset} on. Check quotes, commas, brackets and repeated "
     "members."},
    {"api.bad_parameter", 400, "参数有误", "参数“{parameter}”的值不符合要求（{expected}）。",
     "Bad parameter",
     "The value of the parameter “{parameter}” is not what is expected ({expected})."},
    {"api.bad_request", 400, "请求无法读取", "收到的不是有效的 HTTP 请求（{reason}），连接已关闭。",
     "Unreadable request",
     "What arrived is not a valid HTTP request ({reason}); the connection is closed."},
    {"api.bad_target", 400, "网址无法读取",
     "网址中有无效的编码或路径（{reason}）。请检查百分号编码，文字须为 UTF-8。",
     "Unreadable address",
     "The address has an invalid encoding or path ({reason}). Check the percent encoding; text "
     "must be UTF-8."},
    {"api.body_required", 400, "没有内容", "这个请求需要内容，但收到的是空的。", "No body",
     "This request needs a body, but none arrived."},
    {"api.body_too_large", 413, "内容过大",
     "最多接受 {limit_bytes}。大文件请拆分，或由管理员调整 limits.file_bytes。", "Body too large",
     "At most {limit_bytes} are accepted. Split the file, or have the administrator change "
     "limits.file_bytes."},
    {"api.cannot_write", 500, "无法写临时文件",
     "服务器写临时文件失败（{reason}）。请管理员检查磁盘空间。", "Cannot write a temporary file",
     "The server could not write a temporary file ({reason}). Have the administrator check the "
     "disk."},
    {"api.cross_site", 403, "已拒绝来自其他网站的请求",
     "只能从本程序自己的页面提交改动。请直接打开本程序的网址再操作。",
     "Request from another site refused",
     "Changes are only accepted from this program's own page. Open its address directly and try "
     "again."},
    {"api.duplicate_parameter", 400, "参数重复", "参数“{parameter}”出现了多次，请只保留一个。",
     "Repeated parameter", "The parameter “{parameter}” occurs more than once; keep one."},
    {"api.forbidden_host", 403, "网址的主机名不在允许之列",
     "本程序不以“{host}”这个名字提供服务。请用启动时显示的网址访问，或由管理员在配置的 host_names "
     "中加入它。",
     "Host name not allowed",
     "This program does not answer for “{host}”. Use the address printed at start, or have the "
     "administrator add the name to host_names."},
    {"api.header_too_large", 431, "请求头过大",
     "请求头超过 {limit_bytes}。请缩短网址或清除浏览器的 Cookie。", "Request header too large",
     "The header is larger than {limit_bytes}. Shorten the address or clear the browser's "
     "cookies."},
    {"api.internal", 500, "程序出错",
     "没有任何改动生效。请把追踪编号 {trace_id} 告诉管理员，日志中有同一编号。",
     "The program failed",
     "Nothing was changed. Give the administrator the trace id {trace_id}; the log has the same "
     "one."},
    {"api.method_not_allowed", 405, "此处不支持该操作", "这个网址只接受：{allowed}。",
     "Method not allowed", "This address accepts only: {allowed}."},
    {"api.missing_field", 400, "缺少字段", "缺少“{field}”。请补充后重试。", "Missing field",
     "“{field}” is missing. Add it and try again."},
    {"api.missing_parameter", 400, "缺少参数", "缺少参数“{parameter}”。", "Missing parameter",
     "The parameter “{parameter}” is missing."},
    {"api.not_found", 404, "没有这个页面", "网址“{path}”不存在。请检查网址，或从首页进入。",
     "No such page",
     "There is nothing at “{path}”. Check the address, or start from the front page."},
    {"api.overloaded", 503, "服务繁忙", "同时处理的请求过多，请稍后再试。没有任何改动生效。",
     "Busy", "Too many requests are being handled; try again shortly. Nothing was changed."},
    {"api.stopping", 503, "服务正在停止", "服务器正在停止或重启，请稍后再试。没有任何改动生效。",
     "Stopping", "The server is stopping or restarting; try again shortly. Nothing was changed."},
    {"api.unknown_field", 400, "多余的字段", "不认识字段“{field}”。请检查拼写或删去。",
     "Unknown field", "The field “{field}” is not known. Check its spelling or leave it out."},
    {"api.unknown_parameter", 400, "多余的参数", "不认识参数“{parameter}”。请检查拼写或删去。",
     "Unknown parameter",
     "The parameter “{parameter}” is not known. Check its spelling or leave it out."},
    {"api.unsupported_media_type", 415, "内容类型不符",
     "此处需要 {expected}。请设置 Content-Type。", "Unsupported media type",
     "This address needs {expected}. Set the Content-Type."},

    {"cli.cannot_read", 0, "无法读取文件", "{file}：{reason}。", "Cannot read the file",
     "{file}: {reason}."},
    {"cli.cannot_write", 0, "无法写入文件", "{file}：{reason}。", "Cannot write the file",
     "{file}: {reason}."},

    {"document.damaged", 422, "文件已损坏",
     "“{part}”无法读取，没有导入任何内容。请用 Word、WPS 或 Excel 打开并另存一份后重试。",
     "Damaged file",
     "“{part}” cannot be read; nothing was imported. Open the file in its program, save a copy and "
     "try again."},
    {"document.empty", 422, "文件是空的", "文件中没有内容。请确认选对了文件。", "Empty file",
     "The file has no content. Check that it is the right one."},
    {"document.encrypted", 422, "文件已加密", "文件设有密码，无法读取。请取消密码另存后重试。",
     "Encrypted file",
     "The file is protected by a password. Save a copy without it and try again."},
    {"document.legacy_format", 422, "旧格式文件",
     "这是 {found} 格式。请在 Word 或 WPS 中另存为 .docx，在 Excel 中另存为 .xlsx 后重试。",
     "Old file format", "This is a {found} file. Save it as .docx or .xlsx and try again."},
    {"document.pdf_tool_missing", 500, "缺少 PDF 工具",
     "服务器上没有 pdftotext。请管理员安装 poppler-utils，或改用 .docx 文件。", "PDF tool missing",
     "The server has no pdftotext. Have the administrator install poppler-utils, or use a .docx "
     "file."},
    {"document.pdf_without_text", 422, "PDF 没有文字",
     "这可能是扫描件，没有可读取的文字层。请使用原始电子文件，或先做文字识别。", "PDF without text",
     "This looks like a scan without a text layer. Use the original file, or run text recognition "
     "first."},
    {"document.too_large", 413, "文件过大",
     "文件有 {size_bytes}，最多接受 {limit_bytes}。请拆分，或由管理员调整 limits.file_bytes。",
     "File too large",
     "The file has {size_bytes}; at most {limit_bytes} are accepted. Split it, or have the "
     "administrator change limits.file_bytes."},
    {"document.too_many_cells", 413, "表格过大",
     "表格的单元格过多。请只保留需要的工作表和区域后重试。", "Table too large",
     "The table has too many cells. Keep only the sheets and ranges that are needed."},
    {"document.undecodable", 422, "文字编码无法识别",
     "按 {encoding} 读到第 {offset} 个字节时出错。请把文件另存为 UTF-8 后重试。",
     "Undecodable text",
     "Read as {encoding}, the text breaks off at byte {offset}. Save the file as UTF-8 and try "
     "again."},
    {"document.unknown_format", 422, "不认识的文件格式",
     "可以读取 txt、html、docx、xlsx 和带文字层的 pdf。请另存为其中一种后重试。",
     "Unknown file format",
     "Readable are txt, html, docx, xlsx and pdf with a text layer. Save the file as one of them."},
    {"document.zip_bomb", 422, "压缩内容异常",
     "文件解开后大得异常，为安全起见没有读取。请在办公软件中另存后重试。", "Suspicious compression",
     "The file unpacks to an abnormal size and was not read. Save a copy in its program and try "
     "again."},

    {"organisation.alias_taken", 422, "简称已被占用", "同一时期有两个单位使用同一名称：{*}",
     "Alias taken", "Two units bear the same name at the same time: {*}"},
    {"organisation.bad_period", 422, "日期有误", "停用日期须晚于启用日期：{*}", "Bad period",
     "The last day must be after the first: {*}"},
    {"organisation.cycle", 422, "上级关系成环", "单位不能成为自己的上级：{*}", "Circular parents",
     "A unit cannot stand above itself: {*}"},
    {"organisation.duplicate_id", 422, "编号重复", "每个单位的编号须唯一：{*}", "Repeated id",
     "Each unit needs an id of its own: {*}"},
    {"organisation.empty_name", 422, "缺少名称", "每个单位至少要有一个名称：{*}", "Missing name",
     "Each unit needs at least one name: {*}"},
    {"organisation.unknown_parent", 422, "上级不存在", "请先登记上级单位，或更正上级编号：{*}",
     "Unknown parent", "Enter the parent first, or correct its id: {*}"},
    {"organisation.unknown_successor", 422, "承接单位不存在", "请先登记承接单位，或更正其编号：{*}",
     "Unknown successor", "Enter the successor first, or correct its id: {*}"},

    {"sheet.bad_cells", 422, "表格中有错误的单元格", "没有导入任何内容。请更正后重试：{*}",
     "Faulty cells", "Nothing was imported. Correct these cells and try again: {*}"},
    {"sheet.cannot_write", 500, "无法写出表格",
     "服务器写临时文件失败（{reason}）。请管理员检查磁盘空间。", "Cannot write the sheet",
     "The server could not write a temporary file ({reason}). Have the administrator check the "
     "disk."},
    {"sheet.duplicate_task", 422, "任务重复",
     "第 {row} 行与前面的行是同一任务（{task_id}）。请删去一行后重试。", "Repeated task",
     "Row {row} is the same task as an earlier one ({task_id}). Remove one of them."},
    {"sheet.no_ledger_header", 422, "找不到台账表头",
     "没有找到台账的表头行（看到：{found}）。请使用本程序导出的表格，不要删除表头。",
     "No ledger header",
     "No header row of a ledger was found (seen: {found}). Use a sheet exported by this program "
     "and keep its header."},
    {"sheet.no_task_id", 422, "缺少任务编号",
     "第 {row} 行没有任务编号。请保留导出时的“任务编号”列。", "Missing task id",
     "Row {row} has no task id. Keep the column as it was exported."},
    {"sheet.no_unit_header", 422, "找不到单位表头",
     "没有找到单位表的表头行（编号、上级编号、名称……）。可先导出一份作为模板。", "No unit header",
     "No header row of a unit sheet was found. Export one first as a template."},
};

static_assert(std::is_sorted(std::begin(kEntries), std::end(kEntries),
                             [](const Entry& a, const Entry& b) { return a.id < b.id; }));

} // namespace

std::span<const Entry> entries() {
  return kEntries;
}

const Entry* find_entry(std::string_view id) {
  const auto found = std::lower_bound(
      std::begin(kEntries), std::end(kEntries), id,
      [](const Entry& entry, std::string_view wanted) { return entry.id < wanted; });
  return found != std::end(kEntries) && found->id == id ? &*found : nullptr;
}

} // namespace plumb::api
