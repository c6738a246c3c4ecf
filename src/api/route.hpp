// SPDX-License-Identifier: Apache-2.0
/// One row per operation of the contract, in one table (routes.cpp). A handler gets a call whose
/// parameters are known to belong to its operation, and answers a response or an error.
#pragma once

#include "plumb/api/person.hpp"
#include "plumb/api/problem.hpp"
#include "plumb/api/service.hpp"

#include <plumb/accounts/accounts.hpp>
#include <plumb/base/date.hpp>
#include <plumb/intake/intake.hpp>
#include <plumb/journal/journal.hpp>
#include <plumb/pack/pack.hpp>
#include <plumb/projection/projection.hpp>
#include <plumb/records/records.hpp>
#include <plumb/registers/registers.hpp>

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::api {

/// Who sent the request: by its cookie; nobody where there is none or its session has ended.
[[nodiscard]] base::Result<Person> person_of(const Parts& parts, const Request& request);
/// The token of the request's session cookie.
[[nodiscard]] std::string_view session_token(const Request& request);

/// What a route asks of who calls it. There is no default: a new row has to say it.
struct Access {
  enum class Kind { Anyone, SignedIn, Right } kind;
  pack::Right right = pack::Right::Plans; ///< with Kind::Right
};
inline constexpr Access kAnyone{Access::Kind::Anyone};
inline constexpr Access kSignedIn{Access::Kind::SignedIn};
[[nodiscard]] constexpr Access needs(pack::Right right) {
  return {Access::Kind::Right, right};
}

struct Call {
  const Request& request;
  const Person& person;
  std::vector<std::string> path; ///< values of the pattern's {…}, in order
  Language language = Language::Chinese;

  [[nodiscard]] std::string_view parameter(std::string_view name) const;
  [[nodiscard]] std::string text(std::string_view name) const {
    return std::string(parameter(name));
  }
};

struct Work {
  Parts& parts;
  Metrics& metrics;
};

/// Strict readers of query parameters: api.missing_parameter,
/// api.bad_parameter{parameter,expected}.
[[nodiscard]] base::Result<std::string> required(const Call& call, std::string_view name,
                                                 std::size_t bytes_max);
[[nodiscard]] base::Result<bool> flag(const Call& call, std::string_view name);
[[nodiscard]] base::Result<std::optional<base::Date>> date(const Call& call, std::string_view name);
[[nodiscard]] base::Result<std::int64_t> integer(const Call& call, std::string_view name,
                                                 std::int64_t otherwise, std::int64_t min,
                                                 std::int64_t max);
[[nodiscard]] base::Result<std::size_t> page_limit(const Call& call);
[[nodiscard]] base::Unexpected<base::Error> bad_parameter(std::string_view name,
                                                          std::string_view expected);
/// The journal's context of a command, with its Idempotency-Key: a key is the person's own.
[[nodiscard]] base::Result<journal::Context> context(const Parts& parts, const Call& call);

/// The filters of a list of records (records.cpp); whoever uses it sets the viewer.
[[nodiscard]] base::Result<records::Query> query_of(const Call& call);

/// What is possible, near or overdue depends on the day too: the tag of a record is that of the
/// body.
[[nodiscard]] std::string tag_of(std::string_view body);
[[nodiscard]] Response record_response(records::Answer answer, int status = 200);
/// The same as an answer to a GET: 304 where the client already has it.
[[nodiscard]] Response record_now(const Call& call, records::Answer answer);
/// A record (the path's first value) that the person does not see is not there: 404, whatever was
/// asked.
[[nodiscard]] base::Result<void> check_visible(const Work& work, const Call& call);
/// Who opens a record: for the own unit (`unit` empty), or for one that a role reaches.
/// api.other_unit{unit}.
[[nodiscard]] base::Result<registers::Actor> opener(const Work& work, const Call& call,
                                                    std::string_view register_id,
                                                    std::string_view step_id,
                                                    const std::string& unit);
/// Steps that the program computes are taken through their own operations only. `step_id` empty:
/// the register's first opening step. records.computed_step{step}.
[[nodiscard]] base::Result<void> refuse_computed(const Work& work, std::string_view register_id,
                                                 std::string_view step_id);

/// 304 where the client already has `tag`.
[[nodiscard]] bool has_current(const Request& request, std::string_view tag);
[[nodiscard]] Response not_modified(std::string tag);
/// A body to be saved under a name.
[[nodiscard]] Response download(std::string media_type, std::string_view file_name);
[[nodiscard]] Response no_content();

using Handler = base::Result<Response> (*)(const Work&, const Call&);

struct Route {
  std::string_view method, pattern, operation_id;
  BodyKind body;
  Handler handler;
  Access access;
  std::vector<std::string_view> query;
  std::vector<std::string_view> members =
      {}; ///< of a JSON body; empty: its reader is strict itself
};
[[nodiscard]] const std::vector<Route>& route_table();

// Handlers, by the file that has them.
// operation.cpp
base::Result<Response> get_health(const Work&, const Call&);
base::Result<Response> get_metrics(const Work&, const Call&);
base::Result<Response> get_openapi(const Work&, const Call&);
base::Result<Response> list_events(const Work&, const Call&);
base::Result<Response> parse_document(const Work&, const Call&);
base::Result<Response> read_figures(const Work&, const Call&);
// documents.cpp
base::Result<Response> list_documents(const Work&, const Call&);
base::Result<Response> import_document(const Work&, const Call&);
base::Result<Response> get_draft(const Work&, const Call&);
base::Result<Response> discard_document(const Work&, const Call&);
base::Result<Response> get_file(const Work&, const Call&);
base::Result<Response> change_draft(const Work&, const Call&);
base::Result<Response> approve_tasks(const Work&, const Call&);
base::Result<Response> withdraw_approvals(const Work&, const Call&);
base::Result<Response> compare_documents(const Work&, const Call&);
base::Result<Response> get_links(const Work&, const Call&);
base::Result<Response> confirm_link(const Work&, const Call&);
base::Result<Response> remove_link(const Work&, const Call&);
// ledger.cpp
base::Result<Response> list_ledger(const Work&, const Call&);
base::Result<Response> get_ledger_facets(const Work&, const Call&);
base::Result<Response> export_ledger(const Work&, const Call&);
base::Result<Response> import_ledger(const Work&, const Call&);
base::Result<Response> get_task(const Work&, const Call&);
base::Result<Response> correct_task(const Work&, const Call&);
// organisation.cpp
base::Result<Response> get_organisation(const Work&, const Call&);
base::Result<Response> put_unit(const Work&, const Call&);
base::Result<Response> delete_unit(const Work&, const Call&);
base::Result<Response> import_organisation(const Work&, const Call&);
base::Result<Response> export_organisation(const Work&, const Call&);
base::Result<Response> resolve_names(const Work&, const Call&);
// proof.cpp
base::Result<Response> get_checkpoint(const Work&, const Call&);
base::Result<Response> get_checkpoint_key(const Work&, const Call&);
base::Result<Response> get_inclusion(const Work&, const Call&);
base::Result<Response> get_consistency(const Work&, const Call&);
base::Result<Response> get_proof_entry(const Work&, const Call&);

// registers.cpp
base::Result<Response> get_rules(const Work&, const Call&);
base::Result<Response> get_register(const Work&, const Call&);
base::Result<Response> list_parameters(const Work&, const Call&);
base::Result<Response> get_calendar(const Work&, const Call&);
base::Result<Response> compute_due(const Work&, const Call&);
base::Result<Response> read_notice(const Work&, const Call&);
base::Result<Response> record_notice(const Work&, const Call&);
base::Result<Response> what_if(const Work&, const Call&);
// records.cpp
base::Result<Response> list_records(const Work&, const Call&);
base::Result<Response> open_record(const Work&, const Call&);
base::Result<Response> get_record(const Work&, const Call&);
base::Result<Response> take_step(const Work&, const Call&);
base::Result<Response> correct_record(const Work&, const Call&);
base::Result<Response> annul_step(const Work&, const Call&);
base::Result<Response> erase_personal(const Work&, const Call&);
base::Result<Response> move_record(const Work&, const Call&);
base::Result<Response> list_record_events(const Work&, const Call&);
// session.cpp
base::Result<Response> get_session(const Work&, const Call&);
base::Result<Response> sign_in(const Work&, const Call&);
base::Result<Response> sign_out(const Work&, const Call&);
base::Result<Response> sign_in_by_code(const Work&, const Call&);
base::Result<Response> change_password(const Work&, const Call&);
base::Result<Response> set_up(const Work&, const Call&);
// accounts.cpp
base::Result<Response> list_accounts(const Work&, const Call&);
base::Result<Response> open_account(const Work&, const Call&);
base::Result<Response> change_account(const Work&, const Call&);
base::Result<Response> issue_code(const Work&, const Call&);
base::Result<Response> list_people(const Work&, const Call&);
base::Result<Response> list_views(const Work&, const Call&);
base::Result<Response> save_view(const Work&, const Call&);
base::Result<Response> remove_view(const Work&, const Call&);
// work.cpp
base::Result<Response> list_work(const Work&, const Call&);
base::Result<Response> list_due_days(const Work&, const Call&);
base::Result<Response> list_digests(const Work&, const Call&);
base::Result<Response> get_calendar_address(const Work&, const Call&);
base::Result<Response> make_calendar_address(const Work&, const Call&);
base::Result<Response> revoke_calendar_address(const Work&, const Call&);
base::Result<Response> get_icalendar(const Work&, const Call&);
base::Result<Response> list_numbers(const Work&, const Call&);
base::Result<Response> look_at_personal(const Work&, const Call&);
// exchange.cpp
base::Result<Response> get_import_template(const Work&, const Call&);
base::Result<Response> export_records(const Work&, const Call&);
base::Result<Response> import_records(const Work&, const Call&);
base::Result<Response> make_error_sheet(const Work&, const Call&);
// indicators.cpp
base::Result<Response> list_indicators(const Work&, const Call&);
base::Result<Response> export_indicators(const Work&, const Call&);
base::Result<Response> get_indicator(const Work&, const Call&);
base::Result<Response> get_indicator_receipt(const Work&, const Call&);
base::Result<Response> get_indicator_difference(const Work&, const Call&);
base::Result<Response> get_leader_page(const Work&, const Call&);
base::Result<Response> list_targets(const Work&, const Call&);
base::Result<Response> list_target_proposals(const Work&, const Call&);
// assessment.cpp
base::Result<Response> list_editions(const Work&, const Call&);
base::Result<Response> get_edition(const Work&, const Call&);
base::Result<Response> get_edition_changes(const Work&, const Call&);
base::Result<Response> get_round(const Work&, const Call&);
base::Result<Response> open_round(const Work&, const Call&);
base::Result<Response> export_round(const Work&, const Call&);
base::Result<Response> get_sheet(const Work&, const Call&);
base::Result<Response> take_sheet_step(const Work&, const Call&);
base::Result<Response> settle_sheet(const Work&, const Call&);
// reports.cpp
base::Result<Response> read_baseline(const Work&, const Call&);
base::Result<Response> list_report_templates(const Work&, const Call&);
base::Result<Response> begin_report(const Work&, const Call&);
base::Result<Response> get_report(const Work&, const Call&);
base::Result<Response> revise_report(const Work&, const Call&);
base::Result<Response> merge_report_parts(const Work&, const Call&);
base::Result<Response> preview_report(const Work&, const Call&);
base::Result<Response> get_report_paper(const Work&, const Call&);
base::Result<Response> sign_report(const Work&, const Call&);
base::Result<Response> check_report(const Work&, const Call&);
// dossier.cpp
base::Result<Response> get_dossier(const Work&, const Call&);
base::Result<Response> get_dossier_index(const Work&, const Call&);
// attachments.cpp
base::Result<Response> put_attachment(const Work&, const Call&);
base::Result<Response> get_attachment(const Work&, const Call&);

} // namespace plumb::api
