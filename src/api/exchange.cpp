// SPDX-License-Identifier: Apache-2.0
#include "route.hpp"

namespace plumb::api {

base::Result<Response> get_import_template(const Work&, const Call&) {
  return base::fail(base::ErrorKind::NotFound, "api.not_found");
}

base::Result<Response> export_records(const Work&, const Call&) {
  return base::fail(base::ErrorKind::NotFound, "api.not_found");
}

base::Result<Response> import_records(const Work&, const Call&) {
  return base::fail(base::ErrorKind::NotFound, "api.not_found");
}

base::Result<Response> make_error_sheet(const Work&, const Call&) {
  return base::fail(base::ErrorKind::NotFound, "api.not_found");
}

} // namespace plumb::api
