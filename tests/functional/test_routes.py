# SPDX-License-Identifier: Apache-2.0
"""Every operation of the contract, in the order in which a person meets them."""

import csv
import io
import json
import unittest
import urllib.parse
import zipfile

import harness


class Routes(harness.Case):
    """Tests run by name: each step builds on the ones before."""

    state = {}

    def test_00_operation(self):
        health = self.server.get("/healthz")
        self.assertEqual((health.status, health.json()["status"]), (200, "ok"))
        contract = self.server.get("/api/openapi.yaml")
        self.assertEqual(contract.body, (harness.ROOT / "schema/openapi.yaml").read_bytes())
        self.assertTrue(contract.headers["Content-Type"].startswith("application/yaml"))

    def test_01_reading_keeps_nothing(self):
        plan = self.server.post("/api/parse", harness.PLAN, name="a.txt").json()
        self.assertEqual(plan["kind"], "plan")
        self.assertEqual([task["number"] for task in plan["tasks"]], ["1", "2", "3", "4"])
        pasted = self.server.post("/api/parse", harness.PLAN, name="-", pasted="true").json()
        self.assertEqual(len(pasted["tasks"]), 4)
        figures = self.server.post("/api/figures", harness.REPORT, name="r.txt").json()
        self.assertIn((350000, "元"), [(figure["value"], figure["unit"]) for figure in figures])
        self.assertEqual(self.server.get("/api/documents").json()["items"], [])

    def test_02_organisation(self):
        preview = self.server.post("/api/organisation/imports", harness.UNITS, name="u.csv").json()
        self.assertEqual((preview["added"], preview["applied"]), (5, False))
        self.assertEqual(self.server.get("/api/organisation").json()["units"], [])
        done = self.server.post("/api/organisation/imports", harness.UNITS, name="u.csv", apply="true").json()
        self.assertEqual((done["added"], done["applied"]), (5, True))
        units = self.server.get("/api/organisation", on="2026-01-01").json()["units"]
        self.assertEqual(len(units), 5)
        unit = next(unit for unit in units if unit["id"] == "sfj")
        unit["aliases"].append("法治办")
        saved = self.server.ask("PUT", "/api/organisation/units/sfj", unit)
        self.assertEqual((saved.status, saved.json()["aliases"]), (200, ["司法局", "法治办"]))
        mismatch = self.server.ask("PUT", "/api/organisation/units/other", unit)
        self.assert_problem(mismatch, 400, "api.bad_field")
        found = self.server.post("/api/organisation/resolutions", {"names": ["法治办", "各镇", "某某局"], "on": "2026-01-01"})
        self.assertEqual([r["reason"] for r in found.json()], ["alias", "collective", "unresolved"])
        new = {"id": "tmp", "parent": "zf", "kind": "other", "names": [{"name": "临时机构"}],
               "aliases": [], "successors": [], "enforcement": False}
        self.assertEqual(self.server.ask("PUT", "/api/organisation/units/tmp", new).status, 200)
        self.assertEqual(self.server.ask("DELETE", "/api/organisation/units/tmp").status, 204)
        self.assert_problem(self.server.ask("DELETE", "/api/organisation/units/zf"), 409, "organisation.in_use")

    def test_03_organisation_comes_back_as_it_went(self):
        for form in ("csv", "xlsx"):
            answer = self.server.get("/api/organisation/export", format=form)
            self.assertEqual(answer.status, 200)
            again = self.server.post("/api/organisation/imports", answer.body, name="u." + form).json()
            self.assertEqual((again["added"], again["changed"], again["unchanged"]), (0, 0, 5), form)
        units = self.server.get("/api/organisation/export", format="json").json()
        self.assertEqual(len(units), 5)

    def test_10_import(self):
        answer = self.server.post("/api/documents", harness.PLAN, name="重点任务.txt")
        self.assertEqual(answer.status, 201)
        draft = answer.json()
        self.assertEqual(answer.headers["Location"], "/api/documents/" + draft["document_id"])
        self.assertEqual(draft["task_count"], 4)
        self.assertEqual(draft["approved_count"], 0)
        self.state["id"] = draft["document_id"]
        again = self.server.post("/api/documents", harness.PLAN, name="another.txt")
        self.assert_problem(again, 409, "intake.already_imported")
        self.assertEqual(again.json()["args"]["document_id"], draft["document_id"])
        listed = self.server.get("/api/documents").json()["items"]
        self.assertEqual([item["name"] for item in listed], ["重点任务.txt"])

    def path(self, tail=""):
        return f"/api/documents/{self.state['id']}{tail}"

    def test_11_draft_and_file(self):
        draft = self.server.get(self.path())
        tag = draft.headers["ETag"]
        self.assertTrue(tag)
        same = self.server.ask("GET", self.path(), headers={"If-None-Match": tag})
        self.assertEqual((same.status, same.body), (304, b""))
        file = self.server.get(self.path("/file"))
        self.assertEqual(file.body.decode(), harness.PLAN)
        self.assertIn("filename*=UTF-8''" + urllib.parse.quote("重点任务.txt"), file.headers["Content-Disposition"])
        self.assert_problem(self.server.get("/api/documents/nothing"), 404, "intake.unknown_document")

    def change(self, **change):
        draft = self.server.get(self.path()).json()
        return self.server.post(self.path("/changes"), {"revision": draft["revision"], **change})

    def test_12_change(self):
        draft = self.server.get(self.path()).json()
        task = draft["tasks"][3]["task_id"]
        changed = self.change(op="set_task", task_id=task, fields={"title": "建立档案"})
        self.assertEqual(changed.status, 200, changed.body.decode())
        self.assertEqual(changed.json()["put"][0]["title"], "建立档案")
        old = self.server.post(self.path("/changes"), {"revision": draft["revision"], "op": "undo"})
        self.assert_problem(old, 409, "intake.revision_conflict")
        undone = self.change(op="undo")
        self.assertEqual(undone.status, 200)
        self.assertNotEqual(self.server.get(self.path()).json()["tasks"][3]["title"], "建立档案")
        self.assert_problem(self.change(op="set_task", task_id=task, fields={"titel": "x"}), 400, "intake.bad_field")
        self.assert_problem(self.change(op="undo", tsk="x"), 400, "api.unknown_field")
        self.assert_problem(self.change(op="set_task", task_id="gone", fields={"title": "x"}), 404, "intake.unknown_task")

    def approve(self, **selection):
        draft = self.server.get(self.path()).json()
        return self.server.post(self.path("/approvals"), {"revision": draft["revision"], **selection})

    def test_13_approve_and_withdraw(self):
        approved = self.approve(area="规范行政执法")
        self.assertEqual(approved.status, 200, approved.body.decode())
        self.assertEqual(approved.json()["summary"]["approved_count"], 2)
        self.assert_problem(self.approve(), 400, "intake.nothing_selected")
        self.assertEqual(self.approve(all=True).json()["summary"]["approved_count"], 4)
        draft = self.server.get(self.path()).json()
        first = draft["tasks"][0]["task_id"]
        self.assert_problem(self.change(op="set_task", task_id=first, fields={"title": "x"}), 409, "intake.task_approved")
        self.assert_problem(self.server.ask("DELETE", self.path()), 409, "intake.has_approved_tasks")
        withdrawn = self.server.post(self.path("/withdrawals"), {"revision": draft["revision"], "task_ids": [first]})
        self.assertEqual(withdrawn.json()["summary"]["approved_count"], 3)
        self.assertEqual(self.approve(task_ids=[first]).json()["summary"]["approved_count"], 4)

    def test_20_ledger(self):
        page = self.server.get("/api/ledger", limit="3")
        self.assertEqual(page.status, 200, page.body.decode())
        body = page.json()
        self.assertEqual((body["total"], len(body["items"])), (4, 3))
        rest = self.server.get("/api/ledger", limit="3", cursor=body["next_cursor"]).json()
        self.assertEqual((len(rest["items"]), rest["next_cursor"]), (1, None))
        same = self.server.ask("GET", "/api/ledger?limit=3", headers={"If-None-Match": page.headers["ETag"]})
        self.assertEqual(same.status, 304)
        counts = {
            "q": ("案卷", 1), "unit": ("sfj", 3), "area": ("规范行政执法", 2),
            "due_until": ("2026-06-30", 1), "deadline_kind": ("standing", 1), "document": (self.state["id"], 4),
        }
        for name, (value, total) in counts.items():
            self.assertEqual(self.server.get("/api/ledger", **{name: value}).json()["total"], total, name)
        self.assertEqual(self.server.get("/api/ledger", unit="sfj", role="lead").json()["total"], 2)
        self.assertEqual(self.server.get("/api/ledger", unit="qx").json()["total"], 1)
        due = self.server.get("/api/ledger", sort="due").json()["items"]
        self.assertEqual([task["due_on"] for task in due][:2], ["2026-06-30", "2026-09-30"])
        facets = self.server.get("/api/ledger/facets").json()
        self.assertEqual(facets["total"], 4)
        self.assertEqual({area["title"] for area in facets["areas"]}, {"健全依法行政制度体系", "规范行政执法"})
        self.assert_problem(self.server.get("/api/ledger", cursor="???"), 400, "projection.bad_cursor")

    def test_21_task(self):
        task = self.server.get("/api/ledger", q="梳理").json()["items"][0]
        self.state["task"] = task["task_id"]
        path = "/api/tasks/" + task["task_id"]
        detail = self.server.get(path).json()
        self.assertIn("梳理现行规范性文件", detail["source"]["text"])
        done = self.server.post(path + "/corrections", {"fields": {"title": "公布目录"}, "reason": "名称过长"})
        self.assertEqual(done.status, 200, done.body.decode())
        self.assertEqual(done.json()["title"], "公布目录")
        self.assertIn("名称过长", [entry.get("reason") for entry in done.json()["history"]])
        self.assert_problem(self.server.post(path + "/corrections", {"fields": {"title": "x"}, "reason": ""}), 400, "intake.bad_field")
        self.assert_problem(self.server.get("/api/tasks/nothing"), 404, "intake.unknown_task")

    def test_22_export(self):
        rows = list(csv.DictReader(io.StringIO(self.server.get("/api/ledger/export", format="csv").body.decode("utf-8-sig"))))
        self.assertEqual(len(rows), 4)
        tasks = self.server.get("/api/ledger/export", format="json").json()
        self.assertEqual([task["number"] for task in tasks], ["1", "2", "3", "4"])
        for layout in ("issuing", "progress", "inspection"):
            book = self.server.get("/api/ledger/export", format="xlsx", layout=layout)
            with zipfile.ZipFile(io.BytesIO(book.body)) as parts:
                self.assertIn("xl/workbook.xml", parts.namelist())
        self.assertEqual(len(self.server.get("/api/ledger/export", format="json", q="案卷").json()), 1)
        self.assert_problem(self.server.get("/api/ledger/export", format="pdf"), 400, "api.bad_parameter")
        self.assert_problem(self.server.get("/api/ledger/export", layout="wide"), 400, "api.bad_parameter")

    def test_23_exported_ledger_comes_back(self):
        for form in ("csv", "xlsx"):
            sheet = self.server.get("/api/ledger/export", format=form, layout="inspection").body
            same = self.server.post("/api/ledger/imports", sheet, name="l." + form, apply="true").json()
            self.assertEqual((same["changed"], same["unchanged"], same["failed"]), (0, 4, 0), form)
        text = self.server.get("/api/ledger/export", format="csv", layout="progress").body.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text)))
        header = rows[0]
        rows[1][header.index("完成时限")] = "2026年7月底前"
        rows[2][header.index("牵头单位")] = "县司法局、县政府办公室"
        progress = next(i for i, name in enumerate(header) if "进展" in name)
        rows[3][progress] = "已完成一季度评查"
        out = io.StringIO()
        csv.writer(out, lineterminator="\r\n").writerows(rows)
        preview = self.server.post("/api/ledger/imports", out.getvalue(), name="l.csv").json()
        self.assertEqual((preview["applied"], preview["changed"], preview["failed"]), (False, 3, 0), preview)
        done = self.server.post("/api/ledger/imports", out.getvalue(), name="l.csv", apply="true").json()
        self.assertEqual((done["applied"], done["changed"]), (True, 3))
        fields = {field["field"]: field["after"] for row in done["rows"] for field in row["fields"]}
        self.assertEqual(fields, {"deadlines": "2026年7月底前", "lead": "县司法局、县政府办公室", "progress": "已完成一季度评查"})
        task = self.server.get("/api/tasks/" + self.state["task"]).json()
        self.assertEqual(task["due_on"], "2026-07-31")

    def test_24_a_returned_ledger_is_taken_whole_or_not_at_all(self):
        text = self.server.get("/api/ledger/export", format="csv", layout="progress").body.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text)))
        rows[1][rows[0].index("完成时限")] = "2026年12月底前"
        rows[2][-1] = rows[2][-1].replace(rows[2][-1], "no-such-task")
        out = io.StringIO()
        csv.writer(out).writerows(rows)
        done = self.server.post("/api/ledger/imports", out.getvalue(), name="l.csv", apply="true").json()
        self.assertEqual((done["applied"], done["changed"], done["failed"]), (False, 1, 1), done)
        failed = next(row for row in done["rows"] if row["result"] == "failed")
        self.assertEqual(failed["problem"]["id"], "intake.unknown_task")
        self.assertEqual(self.server.get("/api/tasks/" + self.state["task"]).json()["due_on"], "2026-07-31")

    def test_30_versions(self):
        later = harness.PLAN.replace("建立执法人员档案", "建立执法人员和辅助人员档案") + "5.开展年度考核。\n牵头单位:县司法局\n完成时限:2026年底前\n"
        draft = self.import_plan(later, "修订.txt", supersedes=self.state["id"])
        self.state["later"] = draft["document_id"]
        self.assertEqual(draft["task_count"], 5)
        self.assertGreaterEqual(draft["approved_count"], 2)
        rows = self.server.get(f"/api/documents/{draft['document_id']}/comparison").json()["rows"]
        self.assertIn("added", [row["change"] for row in rows])
        named = self.server.get(f"/api/documents/{draft['document_id']}/comparison", **{"with": self.state["id"]})
        self.assertEqual(named.status, 200)
        self.assert_problem(self.server.get(self.path("/comparison")), 409, "projection.nothing_to_compare")

    def test_31_links(self):
        higher = self.import_plan("云泽市2026年法治建设工作要点\n\n一、制度建设\n1.清理规范性文件,梳理并公布规范性文件目录。\n"
                                  "牵头单位:市司法局\n完成时限:2026年5月底前\n2.推进数字档案馆建设。\n牵头单位:市档案局\n完成时限:2026年底前\n", "市.txt")
        later = self.state["later"]
        links = self.server.get(f"/api/documents/{later}/links", higher=higher["document_id"]).json()
        self.assertEqual(links["higher"], higher["document_id"])
        task = next(t for t in self.server.get(f"/api/documents/{later}").json()["tasks"] if "规范性文件" in t["text"])
        path = f"/api/links/{task['task_id']}/{higher['tasks'][0]['task_id']}"
        self.assertEqual(self.server.ask("PUT", path).status, 204)
        links = self.server.get(f"/api/documents/{later}/links", higher=higher["document_id"]).json()
        self.assertEqual([link["confirmed"] for link in links["links"]], [True])
        self.assertEqual([end["task_id"] for end in links["without_counterpart"]], [higher["tasks"][1]["task_id"]])
        self.assertEqual(self.server.ask("DELETE", path).status, 204)
        self.assert_problem(self.server.ask("DELETE", path), 404, "intake.not_linked")

    def test_32_discard(self):
        draft = self.import_plan("砚湖县通知\n请各单位参加会议。\n", "通知.txt")
        path = "/api/documents/" + draft["document_id"]
        self.assertEqual(self.server.ask("DELETE", path).status, 204)
        self.assertNotIn(draft["document_id"], [d["document_id"] for d in self.server.get("/api/documents").json()["items"]])

    def test_40_journal_and_metrics(self):
        first = self.server.get("/api/journal", limit="2").json()
        self.assertEqual([event["sequence"] for event in first["events"]], [1, 2])
        rest = self.server.get("/api/journal", after=first["next_after"], limit="500").json()
        self.assertEqual(rest["events"][0]["sequence"], 3)
        self.assertIsNone(rest["next_after"])
        of_one = self.server.get("/api/journal", stream=self.state["id"]).json()["events"]
        self.assertEqual(of_one[0]["type"], "document_imported")
        text = self.server.get("/metrics").body.decode()
        self.assertIn('plumbline_http_requests_total{route="list_ledger",status="200"}', text)
        self.assertIn('plumbline_http_request_seconds_sum{route="get_draft"}', text)
        self.assertRegex(text, r"plumbline_resident_bytes [1-9]\d+")
        last = (rest["events"] or first["events"])[-1]["sequence"]
        self.assertRegex(text, rf"(?m)^plumbline_\w*(sequence|events)\w* {last}$")

    def test_99_no_operation_was_left_out(self):
        # Records, rules and the calendar have test_records.py, people test_people.py, proofs test_proof.py, numbers
        # test_indicators.py.
        ours = {operation.id for operation in harness.operations()
                if not operation.path.startswith((*harness.OF_RECORDS, *harness.OF_PEOPLE, *harness.OF_NUMBERS, "/api/proof"))}
        missing = ours - harness.Server.called
        self.assertEqual(missing, set(), "operations of the contract that no test above asks for")
        self.assertGreaterEqual(len(harness.operations()), 30)


if __name__ == "__main__":
    unittest.main()
