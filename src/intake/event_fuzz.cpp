// SPDX-License-Identifier: Apache-2.0
// A damaged payload is refused or folded, never more than that. The first byte picks the type.
#include "draft.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace plumb;
  if (size == 0) return 0;
  constexpr std::string_view kTypes[] = {event::kDocumentImported,   event::kDraftChanged,
                                         event::kTasksApproved,      event::kApprovalsCarried,
                                         event::kApprovalsWithdrawn, event::kTasksSuperseded,
                                         event::kTaskCorrected,      event::kDocumentSuperseded};
  intake::Draft draft;
  draft.header.document_id = "d";
  intake::Task task;
  task.task_id = "d-1";
  task.lead = {{.text = "司法局"}};
  draft.tasks.emplace("d-1", task);
  draft.order = {"d-1"};
  event::Event event;
  event.type = kTypes[data[0] % std::size(kTypes)];
  event.payload.assign(reinterpret_cast<const char*>(data) + 1, size - 1);
  (void)intake::apply(event, draft);
  (void)draft.can_undo();
  return 0;
}
