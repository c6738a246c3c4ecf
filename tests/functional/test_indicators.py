# SPDX-License-Identifier: Apache-2.0
"""Numbers that nobody types, from outside: opened down to the record, as of days and as known on days, against targets; sheets of
assessment; reports that freeze at signing and come back byte for byte."""

import csv
import io
import json
import pathlib
import shutil
import tempfile
import unittest
import zipfile

import harness

PLACE = ["--packs", str(harness.ROOT / "packs"), "--jurisdiction", "sample_county"]
SHARE, OPEN, LATE = "tasks_in_time_share", "tasks_open_stock", "tasks_overdue_stock"


class Day(harness.Case):
    """One database; the program's clock is set at each start. Tests run by name, each on the ones before."""

    state = {}

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="plumbline-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.server, cls.people = None, {}
        cls.begin("2026-03-10")
        cls.addClassCleanup(lambda: cls.server.stop())
        answer = cls.server.post("/api/organisation/imports", harness.UNITS, name="u.csv", apply="true")
        assert answer.json()["applied"], answer.body
        for name, role, unit in (("scj_clerk", "unit_clerk", "scj"), ("qx_clerk", "unit_clerk", "qx"), ("head", "leader", "zf"),
                                 ("scj_head", "unit_approver", "scj"), ("sfj_clerk", "unit_clerk", "sfj"),
                                 ("sfj_head", "unit_approver", "sfj")):
            cls.people[name] = cls.server.sign_up(name, [role], unit)

    @classmethod
    def begin(cls, day):
        """The program goes on at nine o'clock of that day."""
        database = cls.server.database if cls.server else None
        if cls.server:
            cls.server.stop()
        cls.server = harness.Server(cls.folder, arguments=[*PLACE, "--clock", f"{day}T09:00:00+08:00"], database=database)
        # Days have passed: everybody signs in again.
        if database:
            cls.server.cookie = harness.Server.cookies[database] = cls.server.sign_in(harness.USER)
            cls.people = {name: cls.server.sign_in(name) for name in cls.people}

    def ask(self, method, path, body=None, status=200, by=None, headers=None, **query):
        headers = dict(headers or {})
        if by:
            headers["Cookie"] = self.people[by]
        answer = self.server.ask(method, path, body, headers, query)
        self.assertEqual(answer.status, status, f"{method} {path} {query}: {answer.body.decode(errors='replace')}")
        return answer

    def read(self, path, **query):
        return self.ask("GET", path, **query).json()

    def open(self, register, step, fields, on=None, by=None, unit=None, status=201):
        body = {"step": step, "fields": fields}
        if on:
            body["on"] = on
        if unit:
            body["unit"] = unit
        return self.ask("POST", f"/api/registers/{register}/records", body, status, by).json()

    def step(self, record_id, step, fields=None, on=None, by=None, status=200, path="records", **query):
        revision = self.read(f"/api/records/{record_id}")["revision"]
        body = {"revision": revision, "step": step, "fields": fields or {}}
        if on:
            body["on"] = on
        return self.ask("POST", f"/api/{path}/{record_id}/steps", body, status, by, **query).json()

    def file(self, name="佐证.txt", content="会议纪要和照片说明"):
        kept = self.ask("PUT", "/api/files", content, 201, name=name).json()
        return {key: kept[key] for key in ("sm3", "name", "size")}

    def value(self, indicator, **query):
        return self.read(f"/api/indicators/{indicator}", **query)["indicator"]["value"]

    def number(self, indicator, **query):
        """Numerator, denominator and the value as it is printed, without its unit word."""
        value = self.value(indicator, **query)
        return value["numerator"], value["denominator"], value["text"].rstrip("%项件")

    # --- tasks: records come in, numbers move ---

    def test_01_nothing_to_divide_by_is_not_applicable(self):
        board = self.read("/api/indicators")
        self.assertGreaterEqual(len(board["items"]), 40)
        self.assertEqual(board["on"], "2026-03-10")
        share = self.value(SHARE, period="2026")
        self.assertEqual((share["standing"], share["value"]), ("not_applicable", None))
        self.assertNotIn("100", share["text"])
        self.assertEqual(self.value(OPEN)["value"], "0")

    def test_02_records_make_the_number(self):
        for name, unit, due in (("a", "sfj", "2026-03-05"), ("b", "sfj", "2026-03-06"), ("c", "scj", "2026-03-06"), ("d", "scj", "2026-06-30")):
            self.state[name] = self.open("task_part", "assign", {"title": f"分任务{name}", "unit": unit, "role": "lead", "due_on": due,
                                                                 "area": "组织保障"}, on="2026-02-02")["record_id"]
            by = {"sfj": "sfj_clerk", "scj": "scj_clerk"}[unit]
            self.step(self.state[name], "sign_for", on="2026-02-03", by=by)
        self.step(self.state["a"], "report_complete", {"completion": "已办结", "evidence": [self.file()]}, on="2026-03-04", by="sfj_clerk")
        self.assertEqual(self.number(SHARE, period="2026"), ("1", "3", "33.33"))
        self.assertEqual(self.number(SHARE, period="2026", unit="sfj"), ("1", "2", "50"))
        self.assertEqual(self.number(SHARE, period="2026", unit="zf", below="true"), ("1", "3", "33.33"))
        self.assertEqual(self.value(SHARE, period="2026", unit="qx")["standing"], "not_applicable")
        # Days after the one that is looked at do not count yet.
        self.assertEqual(self.number(SHARE, period="2026", on="2026-03-05"), ("1", "1", "100"))
        self.assertEqual(self.number(LATE), ("2", None, "2"))
        self.assertEqual(self.number(LATE, on="2026-03-06"), ("0", None, "0"))
        self.assertEqual(self.number(OPEN, on="2026-02-01"), ("0", None, "0"))
        self.assertEqual(self.number(OPEN), ("4", None, "4"))

    def test_03_a_number_opens_down_to_the_record(self):
        path = f"/api/indicators/{SHARE}/receipt"
        receipt = self.read(path, period="2026", side="denominator")
        self.assertEqual({r["record_id"] for r in receipt["records"]}, {self.state[n] for n in "abc"})
        self.assertEqual((receipt["total"], receipt["value"]["value"]), (3, "33.33"))
        self.assertIn("33.33", receipt["arithmetic"])
        self.assertEqual(receipt["formula"]["numerator"]["id"], "parts_in_time")
        self.assertTrue(receipt["rules"])
        for_it = self.read(path, period="2026", side="numerator")["records"]
        self.assertEqual([(r["record_id"], r["amount"], r["on"]) for r in for_it], [(self.state["a"], "1", "2026-03-05")])
        against = self.read(path, period="2026", side="against")["records"]
        self.assertEqual({r["record_id"] for r in against}, {self.state[n] for n in "bc"})
        for row in against:
            self.assertTrue(row["against"])
            self.assertIn("报结", row["lacks"])
        first = self.read(path, period="2026", side="denominator", limit=2)
        second = self.read(path, period="2026", side="denominator", limit=2, cursor=first["next_cursor"])
        self.assertEqual([len(first["records"]), len(second["records"]), second["next_cursor"]], [2, 1, None])
        self.assertEqual(len({r["record_id"] for r in first["records"] + second["records"]}), 3)

    def test_04_a_clerk_sees_the_own_unit_alone(self):
        mine = self.ask("GET", f"/api/indicators/{SHARE}", by="scj_clerk", period="2026").json()
        self.assertEqual(mine["indicator"]["value"]["denominator"], "1")
        self.assertEqual({row["unit"] for row in mine["units"]} - {"scj"}, set())
        other = self.ask("GET", f"/api/indicators/{SHARE}", None, 404, "scj_clerk", unit="sfj")
        self.assertEqual(other.id, "indicators.unknown_unit")
        receipt = self.ask("GET", f"/api/indicators/{SHARE}/receipt", by="scj_clerk", period="2026", side="denominator").json()
        self.assertEqual([r["record_id"] for r in receipt["records"]], [self.state["c"]])
        page = self.ask("GET", "/api/leader_page", by="scj_clerk").json()
        self.assertEqual({item["unit"] for item in page["late"]}, {"scj"})

    def test_05_one_page_for_leaders(self):
        page = self.ask("GET", "/api/leader_page", by="head").json()
        self.assertEqual({(i["record_id"], i["unit"], i["due_on"], i["days"]) for i in page["late"]},
                         {(self.state["b"], "sfj", "2026-03-06", 4), (self.state["c"], "scj", "2026-03-06", 4)})
        self.assertFalse(page["late"][0]["law"])
        # What was reported waits for the coordinator now: the county gives itself some days.
        self.assertEqual([(i["record_id"], i["days"]) for i in page["coming"]], [(self.state["a"], 8)])
        self.assertTrue(all(row["targets"] for row in page["indicators"]))

    # --- another day: late entries, what was known then ---

    def test_10_as_known_on_a_day(self):
        self.begin("2026-03-12")
        # b had been reported in time; it was entered two days after the number was looked at.
        self.step(self.state["b"], "report_complete", {"completion": "已办结", "evidence": [self.file()]}, on="2026-03-06", by="sfj_clerk")
        self.assertEqual(self.number(SHARE, period="2026"), ("2", "3", "66.67"))
        self.assertEqual(self.number(SHARE, period="2026", on="2026-03-10"), ("2", "3", "66.67"))
        self.assertEqual(self.number(SHARE, period="2026", on="2026-03-10", known_on="2026-03-10"), ("1", "3", "33.33"))
        self.assertEqual(self.value(SHARE, period="2026", known_on="2026-03-09")["standing"], "not_applicable")
        self.assertEqual(self.number(LATE), ("1", None, "1"))
        self.assertEqual(self.number(LATE, on="2026-03-10", known_on="2026-03-10"), ("2", None, "2"))

    def test_11_two_days_compared_with_the_events_between(self):
        found = self.read(f"/api/indicators/{SHARE}/difference", period="2026", on="2026-03-12", before_on="2026-03-10",
                          before_known_on="2026-03-10")
        self.assertEqual((found["before"]["value"]["value"], found["after"]["value"]["value"]), ("33.33", "66.67"))
        numerator = [e for e in found["events"] if e["side"] == "numerator"]
        self.assertEqual([(e["record_id"], e["amount"], e["known_on"], e["late"]) for e in numerator],
                         [(self.state["b"], "1", "2026-03-12", True)])
        self.assertIn("报结", numerator[0]["step"])
        self.assertEqual(sum(int(e["amount"]) for e in found["events"] if e["side"] == "denominator"), 0)
        self.assertFalse(found["truncated"])
        events = self.read(f"/api/records/{self.state['b']}/events")["events"]
        self.assertIn(numerator[0]["sequence"], [event["sequence"] for event in events])

    def test_12_corrections_and_steps_taken_back(self):
        revision = self.read(f"/api/records/{self.state['c']}")["revision"]
        self.ask("POST", f"/api/records/{self.state['c']}/corrections",
                 {"revision": revision, "fields": {"unit": "sfj"}, "reason": "承办单位登记错了"})
        self.assertEqual(self.number(SHARE, period="2026", unit="sfj"), ("2", "3", "66.67"))
        self.assertEqual(self.value(SHARE, period="2026", unit="scj")["standing"], "not_applicable")
        self.assertEqual(self.number(SHARE, period="2026", unit="scj", known_on="2026-03-10"), ("0", "1", "0"))
        self.ask("POST", f"/api/records/{self.state['c']}/corrections",
                 {"revision": revision + 1, "fields": {"unit": "scj"}, "reason": "改回来"})
        revision = self.read(f"/api/records/{self.state['b']}")["revision"]
        self.ask("POST", f"/api/records/{self.state['b']}/annulments", {"revision": revision, "reason": "还没有办完"})
        self.assertEqual(self.number(SHARE, period="2026"), ("1", "3", "33.33"))
        self.step(self.state["b"], "report_complete", {"completion": "已办结", "evidence": [self.file()]}, on="2026-03-06", by="sfj_clerk")
        self.assertEqual(self.number(SHARE, period="2026"), ("2", "3", "66.67"))

    # --- targets and numbers from elsewhere ---

    def test_20_a_confirmed_target_gives_a_light(self):
        fields = {"title": "任务按期完成率达到60%以上", "indicator": SHARE, "comparison": "at_least", "value": 60}
        self.open("target", "confirm", fields, by="scj_clerk", status=409)
        target = self.open("target", "confirm", {**fields, "due_on": "2026-12-31"})
        row = next(item for item in self.read("/api/targets")["items"] if item["target"]["record_id"] == target["record_id"])
        self.assertEqual((row["indicator"], row["target"]["light"], row["target"]["comparison"]), (SHARE, "green", "at_least"))
        strict = self.open("target", "confirm", {**fields, "title": "按期完成率达到95%", "value": 95, "due_on": "2026-12-31"})
        lights = {t["record_id"]: t["light"] for t in self.read(f"/api/indicators/{SHARE}", period="2026")["indicator"]["targets"]}
        self.assertEqual((lights[target["record_id"]], lights[strict["record_id"]]), ("green", "yellow"))
        past = self.open("target", "confirm", {**fields, "title": "三月前达到90%", "value": 90, "due_on": "2026-03-11"})
        found = {t["record_id"]: t for t in self.read(f"/api/indicators/{SHARE}", period="2026")["indicator"]["targets"]}
        self.assertEqual(found[past["record_id"]]["light"], "red")
        # A plan's target that was missed is no breach.
        self.assertFalse(found[past["record_id"]].get("breach", False))
        self.assertEqual(found[strict["record_id"]]["gap"], "28.33")
        self.step(strict["record_id"], "withdraw", {"withdrawal_reason": "登记重复"})
        left = {t["record_id"] for t in self.read(f"/api/indicators/{SHARE}", period="2026")["indicator"]["targets"]}
        self.assertNotIn(strict["record_id"], left)

    def test_21_numbers_from_elsewhere_stay_apart(self):
        indicator = "decision_satisfaction"
        self.assertEqual(self.value(indicator, period="2026")["standing"], "not_entered")
        self.open("external_figure", "enter", {
            "title": "重大行政决策满意度调查", "indicator": indicator, "period": "2026", "on": "2026-03-11", "value": 87.5, "value_unit": "%",
            "source": "云泽市统计调查队", "proof": self.file("调查报告.txt", "满意度调查报告")})
        value = self.value(indicator, period="2026")
        self.assertEqual((value["standing"], value["value"]), ("value", "87.5"))
        self.assertEqual(value["text"], "87.5%")
        self.assertEqual((value["entered"]["source"], value["entered"]["confirmed"]), ("云泽市统计调查队", False))
        self.assertTrue(value["entered"]["proof"])
        self.assertEqual(self.value(indicator, period="2025")["standing"], "not_entered")
        self.assertEqual(self.value(indicator, period="2026", known_on="2026-03-10")["standing"], "not_entered")
        self.assertIsNone(self.value(SHARE, period="2026").get("entered"))

    def test_22_a_plan_s_targets_are_proposed_and_confirmed_by_a_person(self):
        plan = harness.PLAN.replace("2.重大决策公众参与率达到100%。", "2.重大行政决策公众参与率达到100%。")
        draft = self.import_plan(plan)
        self.ask("POST", f"/api/documents/{draft['document_id']}/approvals", {"revision": draft["revision"], "all": True})
        items = self.read("/api/targets/proposals", document=draft["document_id"])["items"]
        proposal = next(item for item in items if "公众参与率" in item["text"])
        self.assertEqual(proposal["candidates"][0]["indicator"], "decision_participation_share")
        self.assertEqual(float(proposal["value"]), 100)
        fields = {"title": proposal["text"], "indicator": "decision_participation_share", "comparison": "at_least", "value": 100,
                  "document_id": proposal["document_id"]}
        if proposal["task"]:
            fields["task"] = proposal["task"]
        self.open("target", "confirm", fields)
        left = [item["key"] for item in self.read("/api/targets/proposals", document=draft["document_id"])["items"]]
        self.assertNotIn(proposal["key"], left)
        if proposal["task"]:
            page = self.read("/api/targets", task=proposal["task"])["items"]
            self.assertEqual([row["indicator"] for row in page], ["decision_participation_share"])

    def test_23_tables(self):
        answer = self.ask("GET", "/api/indicators/export", format="csv", period="2026")
        self.assertTrue(answer.body.startswith(b"\xef\xbb\xbf"))
        rows = list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig"))))
        self.assertEqual(len({len(row) for row in rows}), 1)
        self.assertTrue(any("66.67" in "".join(row) for row in rows))
        book = self.ask("GET", "/api/indicators/export", indicator=SHARE, period="2026")
        with zipfile.ZipFile(io.BytesIO(book.body)) as parts:
            self.assertIn("xl/workbook.xml", parts.namelist())
        self.assertIn("filename*=UTF-8''", book.headers["Content-Disposition"])

    # --- assessment ---

    def edition(self):
        editions = self.read("/api/assessments")["items"]
        self.assertTrue(editions)
        return editions[0]["id"]

    def test_30_editions(self):
        edition = self.edition()
        detail = self.read(f"/api/assessments/{edition}")
        items = [item for area in detail["areas"] for objective in area["objectives"] for item in objective["items"]]
        self.assertTrue(any(item["automatic"] for item in items) and any(not item["automatic"] for item in items))
        changed = self.read(f"/api/assessments/{edition}/changes")
        self.assertEqual(changed["after"], edition)
        if detail["replaces"]:
            self.assertTrue(changed["items"])
        round_ = self.read(f"/api/assessments/{edition}/round")
        self.assertEqual([s for kind in round_["kinds"] for s in kind["sheets"]], [])

    def sheets(self):
        round_ = self.read(f"/api/assessments/{self.edition()}/round")
        return {sheet["unit"]: sheet for kind in round_["kinds"] for sheet in kind["sheets"]}

    def items(self, sheet):
        return [item for area in sheet["areas"] for objective in area["objectives"] for item in objective["items"]]

    def test_31_a_round(self):
        edition = self.edition()
        self.ask("POST", f"/api/assessments/{edition}/round", status=403, by="head")
        self.ask("POST", f"/api/assessments/{edition}/round")
        before = self.sheets()
        self.assertIn("sfj", before)
        self.assertIn("scj", before)
        self.ask("POST", f"/api/assessments/{edition}/round")
        self.assertEqual({u: s["record_id"] for u, s in self.sheets().items()}, {u: s["record_id"] for u, s in before.items()})
        mine = self.ask("GET", f"/api/assessments/{edition}/round", by="scj_clerk").json()
        self.assertEqual({s["unit"] for kind in mine["kinds"] for s in kind["sheets"]}, {"scj"})
        self.ask("GET", f"/api/assessment_sheets/{before['sfj']['record_id']}", status=404, by="scj_clerk")

    def score(self, unit, by, share):
        """The unit scores itself with this share of each judged item's marks; verified a bit lower."""
        record = self.sheets()[unit]["record_id"]
        sheet = self.read(f"/api/assessment_sheets/{record}")
        judged = [item["item"] for item in self.items(sheet) if item["applies"] and not item["item"]["automatic"]]
        rows = []
        for item in judged:
            marks = float(item["marks"]) * share if item["kind"] == "scored" else 0
            row = {"item": item["id"], "marks": round(marks, 1), "note": "自评说明"}
            if item["evidence"]:
                row["evidence"] = self.file()
            rows.append(row)
        over = [dict(row) for row in rows]
        over[0]["marks"] = 1000
        body = {"revision": sheet["revision"], "step": "self_score", "fields": {"self_scores": over}}
        refused = self.server.ask("POST", f"/api/assessment_sheets/{record}/steps", body, {"Cookie": self.people[by]})
        self.assertIn(refused.status, (400, 409, 422), refused.body.decode())
        self.step(record, "self_score", {"self_scores": rows}, by=by, path="assessment_sheets")
        verified = [{"item": row["item"], "marks": row["marks"], "note": "核验意见"} for row in rows]
        self.step(record, "verify", {"verified_scores": verified}, path="assessment_sheets")
        return record, rows

    def settle(self, record):
        revision = self.read(f"/api/records/{record}")["revision"]
        return self.ask("POST", f"/api/assessment_sheets/{record}/settlement", {"revision": revision}).json()

    def test_32_self_score_verify_appeal_settle(self):
        record, rows = self.score("sfj", "sfj_clerk", 0.5)
        generic = self.step(record, "appeal", {"appeals": []}, by="sfj_clerk", status=409)
        self.assertEqual(generic["id"], "records.computed_step")
        appealed = next(row for row in rows if row["marks"] > 0)
        self.step(record, "appeal", {"appeals": [{"item": appealed["item"], "wanted": appealed["marks"] + 0.5, "reason": "还有一份材料没有计入"}]},
                  by="sfj_clerk", path="assessment_sheets")
        self.step(record, "decide_appeal", {"appeal_decisions": [{"item": appealed["item"], "granted": True, "marks": appealed["marks"] + 0.5,
                                                                  "reason": "材料属实"}]}, path="assessment_sheets")
        open_ = self.read(f"/api/assessment_sheets/{record}")
        item = next(i for i in self.items(open_) if i["item"]["id"] == appealed["item"])
        self.assertEqual(float(item["marks"]), appealed["marks"] + 0.5)
        self.assertTrue(item["decision"]["granted"])
        done = self.settle(record)
        self.assertTrue(done["settled"])
        other, _ = self.score("scj", "scj_clerk", 1.0)
        self.settle(other)
        sheets = self.sheets()
        self.assertEqual({sheets["sfj"]["rank"], sheets["scj"]["rank"]}, {1, 2})
        better = max(("sfj", "scj"), key=lambda unit: float(sheets[unit]["total"]))
        self.assertEqual(sheets[better]["rank"], 1)
        automatic = [i for i in self.items(done) if i["item"]["automatic"] and i["applies"]]
        self.assertTrue(all(i["marks"] is not None for i in automatic))
        self.state["sheet"], self.state["total"] = record, done["total"]
        table = self.ask("GET", f"/api/assessments/{self.edition()}/export", format="csv").body.decode("utf-8-sig")
        self.assertIn("砚湖县司法局", table)
        self.ask("GET", f"/api/assessments/{self.edition()}/export", status=403, by="head")

    # --- reports ---

    def report(self, **query):
        return self.read(f"/api/reports/{self.state['report']}", **query)

    def revise(self, chapters, status=200, **more):
        body = {"revision": self.report()["revision"], "chapters": [{"chapter": k, "text": v} for k, v in chapters.items()], **more}
        return self.ask("PUT", f"/api/reports/{self.state['report']}/chapters", body, status).json()

    def figure(self, key):
        return next(figure for figure in self.report()["figures"] if figure["key"] == key)

    def test_40_a_report_is_begun_with_live_figures(self):
        templates = self.read("/api/report_templates")["items"]
        self.assertIn("annual", {t["kind"] for t in templates})
        annual = next(t for t in templates if t["kind"] == "annual")
        made = self.ask("POST", "/api/reports", {"template": annual["id"], "year": 2026, "unit": "zf", "contributors": ["scj"]}, 201)
        self.state["report"] = made.json()["record_id"]
        self.assertTrue(made.headers["ETag"])
        same = self.ask("GET", f"/api/reports/{self.state['report']}", status=304, headers={
            "If-None-Match": self.ask("GET", f"/api/reports/{self.state['report']}").headers["ETag"]})
        self.assertEqual(same.body, b"")
        report = self.report()
        self.assertEqual([part["unit"] for part in report["parts"]], ["scj"])
        self.assertFalse(report["signed"])
        chapter = report["chapters"][0]["chapter"]
        text = f"全县到期分任务按期完成率{{{{{SHARE}}}}}，司法局{{{{{SHARE}|unit=sfj}}}}。"
        preview = self.ask("POST", f"/api/reports/{self.state['report']}/preview", {"text": text}).json()
        self.assertIn("66.67%", json.dumps(preview, ensure_ascii=False))
        broken = self.ask("POST", f"/api/reports/{self.state['report']}/preview", {"text": "{{no_such_figure}} 和 {{未关上"}).json()
        self.assertTrue(broken["faults"] or any(f["value"]["standing"] != "value" for f in broken["figures"]))
        self.revise({chapter: text})
        self.assertEqual(self.figure(SHARE)["text"], "66.67%")
        self.assertEqual(self.figure(f"{SHARE}|unit=sfj")["text"], "100%")
        self.ask("GET", f"/api/reports/{self.state['report']}", status=404, by="scj_clerk")

    def test_41_parts_of_units_are_merged(self):
        part = self.report()["parts"][0]["record_id"]
        chapter = self.report()["chapters"][0]["chapter"]
        self.step(part, "submit", {"chapters": [{"chapter": chapter, "text": "市场监管领域开展了专项检查。"}]}, by="scj_clerk")
        self.step(part, "accept")
        merged = self.ask("POST", f"/api/reports/{self.state['report']}/parts", {"revision": self.report()["revision"]}).json()
        self.assertIn("市场监管领域开展了专项检查。", merged["chapters"][0]["text"])
        self.assertTrue(merged["parts"][0]["merged"])
        self.ask("POST", f"/api/reports/{self.state['report']}/parts", {"revision": self.report()["revision"]})
        self.assertEqual(self.report()["chapters"][0]["text"].count("专项检查"), 1)

    def test_42_checks_stand_before_the_signature(self):
        path = f"/api/reports/{self.state['report']}/signature"
        report = self.report()
        self.revise({c["chapter"]: "" for c in report["chapters"][1:]})
        refused = self.ask("POST", path, {"revision": self.report()["revision"]}, 409).json()
        self.assertEqual(refused["id"], "report.not_ready")
        self.assertTrue([f for f in self.report()["findings"] if f["blocks"]])
        self.revise({c["chapter"]: f"{c['title']}：" + "这一章写明本年的情况和差距，逐项对照，说明原因和打算。" * 20 for c in report["chapters"][1:]})
        blocking = [f for f in self.report()["findings"] if f["blocks"]]
        self.assertEqual(blocking, [])

    def papers(self):
        return {form: self.ask("GET", f"/api/reports/{self.state['report']}/paper", format=form).body for form in ("docx", "html", "xlsx")}

    def test_43_signing_freezes(self):
        path = f"/api/reports/{self.state['report']}/signature"
        over = sorted({f["id"] for f in self.report()["findings"] if not f["blocks"]})
        body = {"revision": self.report()["revision"], "over": over, "signed_by": "砚湖县人民政府", "signed_on": "2026-03-12"}
        tried = self.ask("POST", path, body, dry_run="true").json()
        self.assertFalse(self.report()["signed"], tried["state"])
        signed = self.ask("POST", path, body, by="head").json()
        self.assertTrue(signed["signed"])
        self.state["papers"] = self.papers()
        with zipfile.ZipFile(io.BytesIO(self.state["papers"]["docx"])) as parts:
            self.assertIn("66.67%", parts.read("word/document.xml").decode())
        self.assertIn("66.67%", self.state["papers"]["html"].decode())
        filed = {file["format"]: file["sm3"] for file in self.report()["files"]}
        self.assertEqual(set(filed), {"docx", "html", "xlsx"})
        for form, sm3 in filed.items():
            self.assertEqual(self.ask("GET", f"/api/files/{sm3}").body, self.state["papers"][form])
        check = self.read(f"/api/reports/{self.state['report']}/check")
        self.assertTrue(check["same"])
        for file in check["files"]:
            self.assertEqual(file["filed"], file["made"])

    def test_44_a_record_changes_the_figure_moves_the_signed_paper_stays(self):
        revision = self.read(f"/api/records/{self.state['b']}")["revision"]
        self.ask("POST", f"/api/records/{self.state['b']}/annulments", {"revision": revision, "reason": "查实并未办完"})
        self.assertEqual(self.number(SHARE, period="2026"), ("1", "3", "33.33"))
        figure = self.figure(SHARE)
        self.assertEqual((figure["text"], figure["now"]), ("66.67%", "33.33%"))
        self.assertEqual(self.papers(), self.state["papers"])
        self.assertTrue(self.read(f"/api/reports/{self.state['report']}/check")["same"])
        self.step(self.state["report"], "revise", {"chapters": []}, status=409)
        # The figure as it was can still be opened.
        was = self.number(SHARE, period="2026", on=figure["as_of"], known_on="2026-03-11")
        self.assertEqual(was[1], "3")

    def test_45_a_unit_s_own_report(self):
        annual = next(t["id"] for t in self.read("/api/report_templates")["items"] if t["kind"] == "self_inspection")
        self.ask("POST", "/api/reports", {"template": annual, "year": 2026, "unit": "sfj"}, 403, "scj_clerk")
        mine = self.ask("POST", "/api/reports", {"template": annual, "year": 2026}, 201, "scj_clerk").json()
        self.assertEqual(mine["unit"], "scj")
        body = {"revision": mine["revision"], "chapters": [{"chapter": mine["chapters"][0]["chapter"], "text": f"按期完成率{{{{{SHARE}}}}}。"}]}
        revised = self.ask("PUT", f"/api/reports/{mine['record_id']}/chapters", body, by="scj_clerk").json()
        share = next(f for f in revised["figures"] if f["key"] == SHARE)
        self.assertEqual(share["value"]["denominator"], "1")
        # Numbers of units that a person does not see are not told through a text either.
        peek = self.ask("POST", f"/api/reports/{mine['record_id']}/preview", {"text": f"{{{{{SHARE}|unit=sfj}}}}"}, by="scj_clerk").json()
        self.assertNotIn("100%", json.dumps(peek, ensure_ascii=False))
        self.ask("POST", f"/api/reports/{mine['record_id']}/signature", {"revision": revised["revision"]}, 409, "scj_clerk")

    def test_46_figures_of_last_year_stand_beside_this_year_s(self):
        text = "砚湖县2025年法治政府建设情况报告\n2025年，全县任务按期完成率91.5%，出台重大行政决策7件。\n"
        read = self.ask("POST", "/api/baselines", text, 201, name="2025年报告.txt", year=2025).json()
        by_name = {figure["text"]: figure for figure in read["figures"]}
        self.assertTrue(by_name)
        figure = next(f for f in read["figures"] if f["value"] == "91.5")
        self.assertIn(SHARE, [c["indicator"] for c in figure["candidates"]])
        detail = self.read(f"/api/records/{read['record_id']}")
        rows = [{**row, "indicator": SHARE, "confirmed": True} if str(row.get("value")) == "91.5" else row for row in detail["fields"]["figures"]]
        self.step(read["record_id"], "match", {"figures": rows})
        row = next(item for item in self.read("/api/indicators", period="2026")["items"] if item["id"] == SHARE)
        self.assertEqual((row["reported"]["year"], float(row["reported"]["value"])), (2025, 91.5))

    # --- what stays ---

    def everything(self):
        """All that is told about numbers, sheets and the report."""
        out = {"board": self.ask("GET", "/api/indicators", period="2026").body,
               "report": self.ask("GET", f"/api/reports/{self.state['report']}").body,
               "sheet": self.ask("GET", f"/api/assessment_sheets/{self.state['sheet']}").body,
               "round": self.ask("GET", f"/api/assessments/{self.edition()}/round").body}
        for item in json.loads(out["board"])["items"]:
            for query in ({"period": "2026"}, {"period": "2026", "known_on": "2026-03-10"}):
                out[item["id"], str(query)] = self.ask("GET", f"/api/indicators/{item['id']}", **query).body
        return out

    def test_90_a_restart_and_a_rebuild_change_nothing(self):
        before = self.everything()
        self.begin("2026-03-12")
        self.assertEqual(self.everything(), before)
        self.server.stop()
        built = harness.run("rebuild", "--database", self.server.database)
        self.assertEqual(built.returncode, 0, built.stderr.decode())
        told = json.loads(built.stdout)
        self.assertGreaterEqual(told["records"], 10)
        self.assertGreater(told["events"], told["records"])
        self.begin("2026-03-12")
        self.assertEqual(self.everything(), before)
        self.assertEqual(self.papers(), self.state["papers"])
        self.assertTrue(self.read(f"/api/reports/{self.state['report']}/check")["same"])

    def test_91_counters(self):
        text = self.ask("GET", "/metrics").body.decode()
        self.assertRegex(text, r"(?m)^plumbline_measures [1-9]\d+$")

    def test_92_the_command_line_says_the_same(self):
        value = self.value(SHARE, period="2026")["text"]
        database = ["--database", self.server.database]
        asked = [*database, "--on", "2026-03-12", "--period", "2026"]
        table = harness.run("indicators", *asked)
        self.assertEqual(table.returncode, 0, table.stderr.decode())
        self.assertIn("任务按期完成率", table.stdout.decode())
        self.assertIn(value, table.stdout.decode())
        board = json.loads(harness.run("indicators", *asked, "--json").stdout)
        self.assertEqual(next(i for i in board["items"] if i["id"] == SHARE)["value"]["text"], value)
        rows = list(csv.reader(io.StringIO(harness.run("indicators", *asked, "--csv").stdout.decode("utf-8-sig"))))
        self.assertEqual(len(rows) - 1, len(board["items"]))
        receipt = json.loads(harness.run("indicator", SHARE, *asked, "--receipt", "--side", "denominator").stdout)
        self.assertEqual(receipt["total"], 3)
        one = json.loads(harness.run("indicator", SHARE, *asked, "--unit", "sfj").stdout)
        self.assertEqual(one["indicator"]["value"]["denominator"], "2")
        unknown = harness.run("indicator", "none", *database)
        self.assertEqual((unknown.returncode, b"indicators.unknown_indicator" in unknown.stderr), (1, True))
        paper = self.folder / "report.docx"
        made = harness.run("report", self.state["report"], *database, "--format", "docx", "-o", paper)
        self.assertEqual(made.returncode, 0, made.stderr.decode())
        self.assertEqual(paper.read_bytes(), self.state["papers"]["docx"])
        self.assertEqual(json.loads(made.stdout)["bytes"], paper.stat().st_size)

    def test_99_no_operation_was_left_out(self):
        ours = {operation.id for operation in harness.operations() if operation.path.startswith(harness.OF_NUMBERS)}
        self.assertGreaterEqual(len(ours), 25)
        self.assertEqual(ours - harness.Server.called, set(), "operations of the contract that no test above asks for")


if __name__ == "__main__":
    unittest.main()
