// SPDX-License-Identifier: Apache-2.0
// Who signed and when, and what is attached: below the notice, or at the very end.
#include "frame_parts.hpp"

#include <algorithm>

namespace plumb::plan {
namespace {

class SignatureReader {
public:
  SignatureReader(const Page& page, Frame& frame)
      : page_(page), frame_(frame),
        tail_from_(frame.body_until > frame.body_from + 12 ? frame.body_until - 12
                                                           : frame.body_from) {}

  void read() {
    sign_notice();
    sign_end();
    find_attachments();
    while (frame_.body_until > frame_.body_from && frame_.why[frame_.body_until - 1] != Why::None)
      --frame_.body_until;
    if (frame_.issued_on) frame_.dates.issued_on = frame_.issued_on;
  }

private:
  /// Before the plan's own title.
  void sign_notice() {
    bool found = false;
    const std::uint32_t head_until = std::min(frame_.body_from, page_.count());
    for (std::uint32_t i = 0; i < head_until && !found; ++i)
      found = sign(i, 0);
  }

  void sign_end() {
    for (std::uint32_t i = frame_.body_until; i > tail_from_; --i) {
      if (!sign(i - 1, frame_.body_from)) continue;
      // What follows the signature (copies, attachments) is no task either.
      std::uint32_t from = i - 1;
      while (from > frame_.body_from && i - from < 4 && names_office(page_, from - 1))
        --from;
      for (std::uint32_t k = from; k < frame_.body_until; ++k)
        frame_.why[k] = k < i ? Why::Signature : Why::Attachment;
      break;
    }
  }

  /// 附件:… after the last section.
  void find_attachments() {
    for (std::uint32_t i = frame_.body_until; i > tail_from_; --i) {
      const auto line = page_.words(i - 1);
      if (!line.starts_with("附件") || line.size() > 400 ||
          page_.lines[i - 1].kind == LineKind::Cell)
        continue;
      bool only_names = true;
      for (std::uint32_t k = i; k < frame_.body_until; ++k)
        only_names =
            only_names && page_.words(k).size() < 240 && page_.lines[k].kind != LineKind::Cell;
      if (!only_names) break;
      for (std::uint32_t k = i - 1; k < frame_.body_until; ++k)
        if (frame_.why[k] == Why::None) frame_.why[k] = Why::Attachment;
      break;
    }
  }

  /// A line that is nothing but a date.
  std::optional<base::Date> date_line(std::uint32_t i, Span& span) const {
    const Span line = page_.lines[i].span;
    if (line.size() > 90) return std::nullopt;
    std::size_t at = line.from;
    if (is_open(glyph(page_.text, at).value)) at += glyph(page_.text, at).size;
    std::size_t end = 0;
    const auto date = read_date(page_.text, at, end);
    if (!date) return std::nullopt;
    const auto rest = letters_only(page_.text.substr(end, line.until - end));
    if (!rest.empty() && !has_any(rest, {"印发", "发布"})) return std::nullopt;
    span = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)};
    return date;
  }

  bool sign(std::uint32_t i, std::uint32_t lowest) {
    Span span;
    const auto date = date_line(i, span);
    if (!date) return false;
    const bool named = i > lowest && names_office(page_, i - 1);
    const bool bracketed = is_open(glyph(page_.text, page_.lines[i].span.from).value);
    if (!named && !bracketed) return false;
    if (!frame_.dated) {
      frame_.issued_on = date;
      frame_.issued_on_span = span;
      frame_.dated = true;
    }
    if (named) {
      Span unit = page_.lines[i - 1].span;
      for (const std::string_view tail :
           {"(代章)", "（代章）", "(盖章)", "（盖章）", "(章)", "（章）"})
        if (unit.of(page_.text).ends_with(tail))
          unit.until -= static_cast<std::uint32_t>(tail.size());
      unit = base::trim(page_.text, unit);
      frame_.issuer_span = unit;
      frame_.issuer = squeeze(unit.of(page_.text));
      frame_.why[i - 1] = Why::Signature;
    }
    frame_.why[i] = Why::Signature;
    return true;
  }

  const Page& page_;
  Frame& frame_;
  std::uint32_t tail_from_; ///< a signature at the end stands no further up
};

} // namespace

bool names_office(const Page& page, std::uint32_t i) {
  const auto line = page.words(i);
  if (line.size() > 150 || page.lines[i].marker.style != Style::None ||
      page.lines[i].kind == LineKind::Cell)
    return false;
  std::string name = squeeze(line);
  for (const std::string_view tail :
       {"(代章)", "（代章）", "(代)", "（代）", "(章)", "（章）", "(盖章)", "（盖章）"})
    if (name.ends_with(tail)) name.resize(name.size() - tail.size());
  if (has_any(name, {"。", ":", "：", ",", "，", "《"})) return false;
  return ends_with_any(name, {"局",   "委",   "办",     "厅",   "政府", "办公室", "委员会", "小组",
                              "中心", "院",   "部",     "署",   "会",   "处",     "站",     "乡",
                              "镇",   "街道", "办事处", "党组", "支队", "大队",   "公司"});
}

void read_signature(const Page& page, Frame& frame) {
  SignatureReader(page, frame).read();
}

} // namespace plumb::plan
