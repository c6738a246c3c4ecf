// SPDX-License-Identifier: Apache-2.0
#include "route.hpp"

namespace plumb::api {

base::Result<Response> list_accounts(const Work&, const Call&) {
  return base::fail(base::ErrorKind::NotFound, "api.not_found");
}

base::Result<Response> open_account(const Work&, const Call&) {
  return base::fail(base::ErrorKind::NotFound, "api.not_found");
}

base::Result<Response> change_account(const Work&, const Call&) {
  return base::fail(base::ErrorKind::NotFound, "api.not_found");
}

base::Result<Response> issue_code(const Work&, const Call&) {
  return base::fail(base::ErrorKind::NotFound, "api.not_found");
}

base::Result<Response> list_people(const Work&, const Call&) {
  return base::fail(base::ErrorKind::NotFound, "api.not_found");
}

base::Result<Response> list_views(const Work&, const Call&) {
  return base::fail(base::ErrorKind::NotFound, "api.not_found");
}

base::Result<Response> save_view(const Work&, const Call&) {
  return base::fail(base::ErrorKind::NotFound, "api.not_found");
}

base::Result<Response> remove_view(const Work&, const Call&) {
  return base::fail(base::ErrorKind::NotFound, "api.not_found");
}

} // namespace plumb::api
