// SPDX-License-Identifier: Apache-2.0
/// Everything around the body of a document: the fields of the page head, the notice that sends the
/// plan round, addressees, title, number, signature and date, attachments, furniture of the page.
#pragma once

#include "deadline.hpp"
#include "lines.hpp"

#include <plumb/plan/plan.hpp>

#include <vector>

namespace plumb::plan {

/// Why a line of the frame is no task. Names are public: they stand in `unassigned`.
enum class Why : std::uint8_t {
  None,
  PageChrome,
  DocumentHead,
  Notice,
  Preamble,
  Closing,
  Signature,
  Attachment,
  Heading,
  Label,
  Steps,
  TableHeader,
  DocumentWideRole,
  ReportBody,
  ResponsiblePerson,
  NotPlan,
  Other
};
[[nodiscard]] std::string_view to_string(Why why);

struct Frame {
  std::uint32_t body_from = 0, body_until = 0; ///< lines
  std::string title;
  Span title_span;
  bool title_in_body = false; ///< the title stands inside a line (《…》 of the notice)
  std::string document_number, issuer;
  Span document_number_span, issuer_span, issued_on_span;
  std::optional<base::Date> issued_on, period_from, period_until;
  bool dated = false;   ///< issued_on is the document's day, not the one it was put on the web
  std::vector<Why> why; ///< one for each line; None inside the body
  DateContext dates;
};

[[nodiscard]] Frame read_frame(const text::Text& text, const Lines& lines);

} // namespace plumb::plan
