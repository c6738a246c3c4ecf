// SPDX-License-Identifier: Apache-2.0
#include "route.hpp"

namespace plumb::api {

base::Result<Response> get_session(const Work&, const Call&) {
  return base::fail(base::ErrorKind::NotFound, "api.not_found");
}

base::Result<Response> sign_in(const Work&, const Call&) {
  return base::fail(base::ErrorKind::NotFound, "api.not_found");
}

base::Result<Response> sign_out(const Work&, const Call&) {
  return base::fail(base::ErrorKind::NotFound, "api.not_found");
}

base::Result<Response> sign_in_by_code(const Work&, const Call&) {
  return base::fail(base::ErrorKind::NotFound, "api.not_found");
}

base::Result<Response> change_password(const Work&, const Call&) {
  return base::fail(base::ErrorKind::NotFound, "api.not_found");
}

base::Result<Response> set_up(const Work&, const Call&) {
  return base::fail(base::ErrorKind::NotFound, "api.not_found");
}

} // namespace plumb::api
