// SPDX-License-Identifier: Apache-2.0
#include "route.hpp"

namespace plumb::api {

base::Result<Response> get_dossier(const Work&, const Call&) {
  return base::fail(base::ErrorKind::NotFound, "api.not_found");
}

base::Result<Response> get_dossier_index(const Work&, const Call&) {
  return base::fail(base::ErrorKind::NotFound, "api.not_found");
}

} // namespace plumb::api
