// SPDX-License-Identifier: Apache-2.0
#include "route.hpp"

namespace plumb::api {

base::Result<Response> list_work(const Work&, const Call&) {
  return base::fail(base::ErrorKind::NotFound, "api.not_found");
}

base::Result<Response> list_due_days(const Work&, const Call&) {
  return base::fail(base::ErrorKind::NotFound, "api.not_found");
}

base::Result<Response> list_digests(const Work&, const Call&) {
  return base::fail(base::ErrorKind::NotFound, "api.not_found");
}

base::Result<Response> get_calendar_address(const Work&, const Call&) {
  return base::fail(base::ErrorKind::NotFound, "api.not_found");
}

base::Result<Response> make_calendar_address(const Work&, const Call&) {
  return base::fail(base::ErrorKind::NotFound, "api.not_found");
}

base::Result<Response> revoke_calendar_address(const Work&, const Call&) {
  return base::fail(base::ErrorKind::NotFound, "api.not_found");
}

base::Result<Response> get_icalendar(const Work&, const Call&) {
  return base::fail(base::ErrorKind::NotFound, "api.not_found");
}

base::Result<Response> list_numbers(const Work&, const Call&) {
  return base::fail(base::ErrorKind::NotFound, "api.not_found");
}

base::Result<Response> look_at_personal(const Work&, const Call&) {
  return base::fail(base::ErrorKind::NotFound, "api.not_found");
}

} // namespace plumb::api
