# SPDX-License-Identifier: Apache-2.0
"""Counts measures again from records as the API tells them: written from what the measures are said to be, without reading
the packs' expressions and without the program's engine, so that two independent hands must come to the same numbers.

A measure here is a function from a record (schema RecordDetail) to (unit, part, first day, day from which it no longer counts or
None, amount), or None where the record does not count. A flow counts on its first day alone.
"""

import datetime

FLOW, STOCK = "flow", "stock"


class Record:
    """A record as its page shows it, with the words that offices use for its steps."""

    def __init__(self, detail):
        self.id, self.register, self.state = detail["record_id"], detail["register"], detail["state"]
        self.fields = detail["fields"]
        self.unit = detail["unit"]
        self._steps = {}
        for step in detail["steps"]:
            self._steps[step["step"]] = step["on"]  # the last time it was taken
        self._clocks = {clock["clock"]: clock for clock in detail["clocks"]}

    def did(self, *steps):
        return any(step in self._steps for step in steps)

    def day(self, step):
        return self._steps.get(step)

    def yes(self, field):
        return self.fields.get(field) is True

    def get(self, field):
        return self.fields.get(field)

    def filled(self, field):
        return self.fields.get(field) not in (None, "", [])

    def last_day(self, clock):
        due = self._clocks.get(clock, {}).get("due")
        return due["on"] if due else None

    def stopped(self, clock):
        return self._clocks.get(clock, {}).get("stopped_on")


def days_between(first, last):
    return (datetime.date.fromisoformat(last) - datetime.date.fromisoformat(first)).days


def next_day(day):
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=1)).isoformat()


MEASURES = {}


def flow(name, register, day, when=lambda r: True, amount=lambda r: 1, unit="unit", part=None):
    def contribution(r):
        on = day(r)
        if on is None or not when(r):
            return None
        return r.get(unit) or "", (r.get(part) or "") if part else "", on, None, amount(r)
    MEASURES[name] = (FLOW, register, contribution)


def stock(name, register, first, until, when=lambda r: True, unit="unit", part=None, through=lambda r: None):
    """`until`: the first day on which it no longer counts; `through`: the last on which it does. The earlier holds."""
    def contribution(r):
        begins, last = first(r), through(r)
        ends = min(filter(None, (until(r), last and next_day(last))), default=None)
        if begins is None or not when(r) or (ends is not None and ends <= begins):
            return None
        return r.get(unit) or "", (r.get(part) or "") if part else "", begins, ends, 1
    MEASURES[name] = (STOCK, register, contribution)


# --- parts of tasks: whose is the unit that does it ---

FINISHED = ("reported", "accepted", "closed")


def in_time(r):
    return r.state in FINISHED and r.did("report_complete") and r.filled("due_on") and r.day("report_complete") <= r.get("due_on")


def _parts():
    part = "task_part"

    def standing(r):
        return r.state != "withdrawn"

    def late_from(r):
        last = r.last_day("due")
        return next_day(last) if last else None

    flow("parts_assigned", part, lambda r: r.day("assign"), part="area")
    flow("parts_signed_for", part, lambda r: r.day("assign"), lambda r: r.did("sign_for"), part="area")
    flow("parts_due", part, lambda r: r.get("due_on"), standing, part="area")
    flow("parts_in_time", part, lambda r: r.get("due_on"), lambda r: standing(r) and in_time(r), part="area")
    flow("parts_done_of_due", part, lambda r: r.get("due_on"), lambda r: r.state in FINISHED, part="area")
    flow("parts_reported", part, lambda r: r.day("report_complete"), part="area")
    flow("parts_days", part, lambda r: r.day("report_complete"),
         amount=lambda r: days_between(r.day("assign"), r.day("report_complete")), part="area")
    flow("parts_returned", part, lambda r: r.day("return"), part="area")
    flow("parts_delayed", part, lambda r: r.day("grant_delay"), part="area")
    flow("parts_closed", part, lambda r: r.day("close"), part="area")
    stock("tasks_overdue", part, late_from, lambda r: r.stopped("due"), part="area")
    stock("parts_open", part, lambda r: r.day("assign"), lambda r: r.day("close") or r.day("withdraw"), part="area")


# --- normative documents: whose is the unit that drafted it ---

def touches_people(r):
    return (r.yes("touches_market") or r.yes("touches_rights")) and not r.yes("secret")


def _documents():
    def document(name, day, when=lambda r: True, amount=lambda r: 1, part=None):
        flow(name, "normative_document", lambda r: r.day(day), when, amount, "drafting_unit", part)

    level = "issuing_level"
    document("normdoc_published", "publish", part=level)
    document("normdoc_reviewed", "publish", lambda r: r.did("finish_review") and r.get("review_result") == "passed", part=level)
    document("normdoc_deliberated", "publish", lambda r: r.did("deliberate"), part=level)
    document("normdoc_unified", "publish", lambda r: r.did("register_document") and r.did("number_document"), part=level)
    document("normdoc_filed", "publish", lambda r: r.did("file", "submit_filing", "file_again"), part=level)
    document("normdoc_with_validity", "publish", lambda r: r.filled("valid_until"), part=level)
    document("normdoc_to_consult", "publish", touches_people)
    document("normdoc_consulted", "publish", lambda r: touches_people(r) and r.did("end_consultation"))
    document("normdoc_touching_competition", "publish", lambda r: r.yes("touches_competition"))
    document("normdoc_fair_reviewed", "publish",
             lambda r: r.yes("touches_competition") and r.get("fair_result") in ("compliant", "exception"))
    document("normdoc_numbered", "number_document", lambda r: not r.yes("secret"))
    document("normdoc_numbered_public", "number_document", lambda r: not r.yes("secret") and r.did("publish"))
    document("normdoc_repealed", "repeal", part=level)
    document("normdoc_lapsed", "lapse", part=level)
    document("normdoc_amended", "amend", part=level)
    document("normdoc_evaluated", "evaluate")
    document("normdoc_consultations", "end_consultation", lambda r: r.did("start_consultation"))
    document("normdoc_consultation_days", "end_consultation", lambda r: r.did("start_consultation"),
             lambda r: days_between(r.day("start_consultation"), r.day("end_consultation")))
    document("normdoc_opinions", "end_consultation", amount=lambda r: len(r.get("opinions") or []))
    document("normdoc_opinions_answered", "end_consultation",
             amount=lambda r: sum(row.get("adopted") is not None for row in r.get("opinions") or []))
    document("normdoc_opinions_adopted", "end_consultation",
             amount=lambda r: sum(row.get("adopted") is True for row in r.get("opinions") or []))
    document("normdoc_reviews", "finish_review", lambda r: r.did("submit_review"))
    document("normdoc_review_days", "finish_review", lambda r: r.did("submit_review"),
             lambda r: days_between(r.day("submit_review"), r.day("finish_review")))

    def last_valid(r):
        lapsed = r.day("lapse")
        return lapsed and min(lapsed, r.get("valid_until") or lapsed)

    stock("normdoc_in_force", "normative_document",
          lambda r: r.get("effective_on") or r.day("publish") or r.day("take_over"), lambda r: r.day("repeal"),
          lambda r: r.did("publish", "take_over"), "drafting_unit", level, last_valid)


# --- major decisions: whose is the unit that prepared it ---

def _decisions():
    def decision(name, when=lambda r: True, day="issue", amount=lambda r: 1):
        flow(name, "major_decision", lambda r: r.day(day), when, amount, "drafting_unit")

    def open_to_all(r):
        return not r.yes("non_public")

    decision("decisions_issued")
    decision("decisions_to_publish", open_to_all)
    decision("decisions_public", lambda r: open_to_all(r) and r.filled("published_in"))
    decision("decisions_heard", lambda r: open_to_all(r) and r.did("end_consultation", "hold_hearing"))
    decision("decisions_adverse", lambda r: r.yes("adverse"))
    decision("decisions_risk_assessed", lambda r: r.yes("adverse") and r.did("assess_risk"))
    decision("decisions_technical", lambda r: r.yes("technical"))
    decision("decisions_appraised", lambda r: r.yes("technical") and r.did("appraise"))
    decision("decisions_reviewed", lambda r: r.did("finish_review") and r.get("legality_result") in ("passed", "exploratory"))
    decision("decisions_discussed", lambda r: r.did("deliberate"))
    decision("decisions_counselled", lambda r: r.filled("counsel_opinion"))
    decision("decisions_archived", lambda r: r.did("archive"))
    decision("decisions_catalogued", lambda r: r.filled("catalogue"))
    decision("decisions_heard_publicly", day="hold_hearing")
    decision("decisions_evaluated", day="evaluate")
    decision("decision_opinions", day="end_consultation", amount=lambda r: len(r.get("opinions") or []))
    decision("decision_reviews", lambda r: r.did("submit_review"), "finish_review")
    decision("decision_review_days", lambda r: r.did("submit_review"), "finish_review",
             lambda r: days_between(r.day("submit_review"), r.day("finish_review")))
    decision("decision_consultations", lambda r: r.did("start_consultation"), "end_consultation")
    decision("decision_consultation_days", lambda r: r.did("start_consultation"), "end_consultation",
             lambda r: days_between(r.day("start_consultation"), r.day("end_consultation")))


_parts()
_documents()
_decisions()


def contributions(measure, records):
    """All that records add to a measure: (unit, part, first day, day of the end or None, amount)."""
    kind, register, contribution = MEASURES[measure]
    found = (contribution(record) for record in records if record.register == register)
    return kind, [one for one in found if one is not None and one[4] != 0]


def by_unit(counted, first, last):
    """unit → amount over the days [first, last]; of a stock: at the end of the last day."""
    kind, list_ = counted
    out = {}
    for unit, _, begins, ends, amount in list_:
        counts = first <= begins <= last if kind == FLOW else begins <= last and (ends is None or ends > last)
        if counts:
            out[unit] = out.get(unit, 0) + amount
    return out
