// SPDX-License-Identifier: Apache-2.0
// The file of a record, and what it holds.
#include "route.hpp"

#include <plumb/dossier/dossier.hpp>

namespace plumb::api {

base::Result<Response> get_dossier(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(auto made,
                   dossier::compile(work.parts.records, work.parts.journal, work.parts.authority_id,
                                    call.path[0], call.person.viewer));
  Response response = download("application/zip", made.name);
  response.body = std::move(made.bytes);
  return response;
}

base::Result<Response> get_dossier_index(const Work& work, const Call& call) {
  PLUMB_TRY_ASSIGN(auto body, dossier::index(work.parts.records, work.parts.authority_id,
                                             call.path[0], call.person.viewer));
  return json_response(std::move(body));
}

} // namespace plumb::api
