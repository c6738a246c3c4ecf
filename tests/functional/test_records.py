# SPDX-License-Identifier: Apache-2.0
"""Registers from packs, driven from outside: steps, refusals, clocks, files, the past, new rules."""

import datetime
import json
import pathlib
import re
import shutil
import tempfile
import threading
import unittest

import harness

TODAY = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date()
REGISTER = "information_request"


def day(offset):
    return (TODAY + datetime.timedelta(days=offset)).isoformat()


class RecordsCase(harness.Case):
    packs = harness.ROOT / "packs"

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="plumbline-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.server = None
        cls.start(cls.packs)
        cls.addClassCleanup(lambda: cls.server.stop())

    @classmethod
    def start(cls, packs, jurisdiction="sample_county"):
        """Stops the server and starts one on the same database with these packs."""
        database = cls.server.database if cls.server else None
        if cls.server:
            cls.server.stop()
        chosen = ["--jurisdiction", jurisdiction] if jurisdiction else []
        arguments = ["--packs", str(packs), *chosen]
        cls.server = harness.Server(cls.folder, arguments=arguments, database=database)

    def receive(self, on=-5, status=201, headers=None, dry_run="false", outside_reason=None, **fields):
        body = {"step": "receive", "on": day(on), "fields": {
            "subject": "云泽湖清淤工程概算", "content": "概算批复文件", "applicant": "陈样例",
            "channel": "in_person", **fields}}
        if outside_reason:
            body["outside_reason"] = outside_reason
        answer = self.server.ask("POST", f"/api/registers/{REGISTER}/records", body, headers, {"dry_run": dry_run})
        self.assertEqual(answer.status, status, answer.body.decode())
        return answer.json()

    def record(self, record_id, **query):
        answer = self.server.get(f"/api/records/{record_id}", **query)
        self.assertEqual(answer.status, 200, answer.body.decode())
        return answer.json()

    def act(self, record, what, body, status=200, headers=None, **query):
        newest = self.record(record["record_id"])
        body = {"revision": newest["revision"], **body}
        answer = self.server.ask("POST", f"/api/records/{record['record_id']}/{what}", body, headers, query)
        self.assertEqual(answer.status, status, answer.body.decode())
        return answer.json()

    def step(self, record, step, on=0, status=200, **fields):
        return self.act(record, "steps", {"step": step, "on": day(on), "fields": fields}, status)

    def upload(self, name="答复书.txt", content="关于云泽湖清淤工程概算的答复"):
        answer = self.server.ask("PUT", "/api/files", content, query={"name": name})
        self.assertEqual(answer.status, 201, answer.body.decode())
        kept = answer.json()
        return {key: kept[key] for key in ("sm3", "name", "size")}

    def due(self, record, clock):
        return next(c["due"]["on"] for c in record["clocks"] if c["clock"] == clock)


class Records(RecordsCase):
    def test_01_rules(self):
        rules = self.server.get("/api/rules")
        self.assertEqual(rules.status, 200)
        self.assertEqual([pack["id"] for pack in rules.json()["packs"]],
                         ["national", "sample_province", "sample_city", "sample_county"])
        same = self.server.ask("GET", "/api/rules", headers={"If-None-Match": rules.headers["ETag"]})
        self.assertEqual(same.status, 304)
        declared = self.server.get(f"/api/rules/registers/{REGISTER}").json()
        clock = next(clock for clock in declared["clocks"] if clock["id"] == "reply")
        self.assertEqual((clock["maximum"]["value"], clock["maximum"]["unit"]), (20, "working_day"))
        self.assertIn("第33条", clock["maximum"]["cite"]["words"])
        old = self.server.get(f"/api/rules/registers/{REGISTER}", on="2019-05-14").json()
        clock = next(clock for clock in old["clocks"] if clock["id"] == "reply")
        self.assertEqual(clock["maximum"]["value"], 15)
        self.assertIn("答复", declared["explained"])
        parameters = self.server.get("/api/rules/parameters", register=REGISTER).json()["items"]
        self.assertIn("disclosure.reply.max_working_days", [item["id"] for item in parameters])
        self.assert_problem(self.server.get("/api/rules/registers/none"), 404, "records.unknown_register")
        self.assert_problem(self.server.get("/api/rules/parameters", rules="x@9"), 404, "records.unknown_rules")

    def test_02_a_life(self):
        opened = self.receive()
        self.assertEqual(opened["state"], "received")
        self.assertEqual((opened["fields"]["applicant"], opened["masked"]), ("陈＊", ["applicant"]))
        start = day(-5)
        receipt = self.server.get("/api/calendar/due", count=20, unit="working_day", start=start).json()
        self.assertEqual(self.due(opened, "reply"), receipt["last_day"])
        self.step(opened, "find_clear", third_party_interest=False)
        unknown = {"sm3": "a" * 64, "name": "x.txt", "size": 1}
        refused = self.step(opened, "answer", status=409, answer_kind="disclosed", answer=unknown)
        self.assertEqual([r["code"] for r in refused["refusals"]], ["bad_field"])
        answered = self.step(opened, "answer", answer_kind="disclosed", answer=self.upload())
        self.assertEqual((answered["state"], answered["breaches"]), ("answered", []))
        self.assertIn("close", [step["step"] for step in answered["possible"] if step["allowed"]])
        events = self.server.get(f"/api/records/{opened['record_id']}/events").json()["events"]
        self.assertEqual([event["type"] for event in events], ["step_taken"] * 3)
        self.assertNotIn("陈样例", json.dumps(events, ensure_ascii=False))
        page = self.server.get(f"/api/records/{opened['record_id']}/events", limit=2).json()
        self.assertEqual(len(page["events"]), 2)
        rest = self.server.get(f"/api/records/{opened['record_id']}/events", after=page["next_after"]).json()
        self.assertEqual(len(rest["events"]), 1)

    def test_03_refusals_carry_the_article(self):
        refused = self.receive(status=409, channel="online")
        self.assertEqual(refused["id"], "registers.refused")
        first = refused["refusals"][0]
        self.assertEqual((first["code"], first["about"]), ("gate_closed", "receipt_confirmed"))
        self.assertIn("政府信息公开条例", first["cite"]["words"])
        self.assertTrue(first["advice"] and first["message"])
        english = self.server.ask("POST", f"/api/registers/{REGISTER}/records",
                                  {"step": "receive", "fields": {}}, {"Accept-Language": "en"})
        self.assertEqual({r["code"] for r in english.json()["refusals"]}, {"missing_field"})
        self.assertIn("Fill in", english.json()["refusals"][0]["message"])
        outside = self.receive(channel="online", outside_reason="窗口已经登记")
        self.assertEqual([(b["kind"], b["reason"]) for b in outside["breaches"]], [("gate", "窗口已经登记")])
        listed = self.server.get(f"/api/registers/{REGISTER}/records", breaches="true").json()
        self.assertIn(outside["record_id"], [item["record_id"] for item in listed["items"]])

    def test_04_dry_runs_keep_nothing(self):
        before = self.server.get(f"/api/registers/{REGISTER}/records").json()["total"]
        tried = self.receive(status=200, dry_run="true")
        self.assertEqual(tried["fields"]["applicant"], "陈＊")
        self.assertEqual(self.server.get(f"/api/records/{tried['record_id']}").status, 404)
        self.assertEqual(self.server.get(f"/api/registers/{REGISTER}/records").json()["total"], before)

    def test_05_corrections_annulments_and_the_past(self):
        opened = self.receive(on=-8)
        due = self.due(opened, "reply")
        self.step(opened, "find_clear", on=-6)
        corrected = self.act(opened, "corrections", {
            "fields": {"subject": "云泽湖清淤二期概算"}, "steps": [{"index": 0, "on": day(-7)}], "reason": "日期登记错了"})
        self.assertEqual((corrected["title"], corrected["opened_on"]), ("云泽湖清淤二期概算", day(-7)))
        self.assertGreaterEqual(self.due(corrected, "reply"), due)
        nothing = self.act(opened, "corrections", {"reason": "没有变化"}, 409)
        self.assertEqual(nothing["refusals"][0]["code"], "nothing_changed")
        self.assertEqual(self.record(opened["record_id"], as_of=day(-7))["state"], "received")
        self.assertEqual(self.record(opened["record_id"], as_of=day(-6))["state"], "processing")
        annulled = self.act(opened, "annulments", {"reason": "还没有看清楚"})
        self.assertEqual(annulled["state"], "received")
        missing = self.server.get(f"/api/records/{opened['record_id']}", as_of=day(-30))
        self.assert_problem(missing, 404, "records.unknown_record")
        known = self.record(opened["record_id"], known_at=datetime.datetime.now(datetime.timezone.utc).isoformat())
        self.assertEqual(known["revision"], 4)
        early = self.server.get(f"/api/records/{opened['record_id']}", known_at="2020-01-01T00:00:00+08:00")
        self.assert_problem(early, 404, "records.unknown_record")
        self.assert_problem(self.server.get(f"/api/records/{opened['record_id']}", known_at="yesterday"), 400, "api.bad_parameter")

    def test_06_lists(self):
        marked = self.receive(number="云信公开样例1号", channel="signed_post")
        for query, found in (({"q": "清淤 概算"}, True), ({"q": "没有的词"}, False),
                             ({"state": "received"}, True), ({"state": "closed"}, False),
                             ({"fields": '{"number":"云信公开样例1号"}'}, True),
                             ({"where": "channel == 'signed_post' and opened_on < today"}, True),
                             ({"where": "channel == 'plain_post'"}, False),
                             ({"due": "overdue"}, False), ({"opened_from": day(-5), "opened_until": day(-5)}, True)):
            page = self.server.get(f"/api/registers/{REGISTER}/records", **query)
            self.assertEqual(page.status, 200, page.body.decode())
            ids = [item["record_id"] for item in page.json()["items"]]
            self.assertEqual(marked["record_id"] in ids, found, query)
            self.assertEqual(sum(page.json()["counts"].values()), page.json()["total"])
        bad = self.server.get(f"/api/registers/{REGISTER}/records", where="channel ==")
        self.assert_problem(bad, 400, "records.bad_where")
        bad = self.server.get(f"/api/registers/{REGISTER}/records", fields='{"applicant":"x"}')
        self.assert_problem(bad, 400, "records.bad_filter")
        seen, cursor = [], ""
        while cursor is not None:
            page = self.server.get(f"/api/registers/{REGISTER}/records", limit=2, cursor=cursor).json()
            seen += [item["record_id"] for item in page["items"]]
            cursor = page["next_cursor"]
        self.assertEqual(len(seen), len(set(seen)))
        self.assertEqual(len(seen), page["total"])

    def test_07_the_same_command_twice(self):
        headers = {"Idempotency-Key": "one-request"}
        first = self.receive(headers=headers)
        again = self.receive(headers=headers)
        self.assertEqual(first["record_id"], again["record_id"])
        other = self.receive(headers=headers, status=409, subject="别的事项")
        self.assertEqual(other["id"], "journal.key_reused")
        path = f"/api/records/{first['record_id']}/steps"
        stale = self.server.post(path, {"revision": 0, "step": "find_clear"})
        self.assert_problem(stale, 409, "records.revision_conflict")

    def test_08_many_at_once(self):
        record = self.receive()
        results, opened = [], []
        barrier = threading.Barrier(8)

        def race():
            barrier.wait()
            body = {"revision": 1, "step": "find_clear", "fields": {}}
            results.append(self.server.post(f"/api/records/{record['record_id']}/steps", body).status)
            for _ in range(3):
                opened.append(self.receive()["record_id"])

        threads = [threading.Thread(target=race) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(sorted(results), [200] + [409] * 7)
        self.assertEqual(len(set(opened)), 24)

    def test_09_calendar(self):
        year = self.server.get("/api/calendar", year=2026).json()
        self.assertIn("2026-10-01", [entry["on"] for entry in year["days"] if not entry["working"]])
        read = self.server.post("/api/calendar/read", {"text": "湖节：2027年3月9日放假，共1天。", "kind": "text", "year": 2027})
        self.assertEqual(read.status, 200, read.body.decode())
        self.assertEqual([entry["on"] for entry in read.json()["notice"]["days"]], ["2027-03-09"])
        self.assert_problem(self.server.post("/api/calendar/read", {"text": "没有日期"}), 422, "calendar.no_days_found")
        bad = self.server.get("/api/calendar/due", count=20, unit="fortnight", start="2026-01-01")
        self.assert_problem(bad, 400, "api.bad_parameter")

    def test_10_a_notice_moves_open_clocks(self):
        record = self.receive(on=0)
        due = self.due(record, "reply")
        holiday = next(day(i) for i in range(3, 12) if (TODAY + datetime.timedelta(days=i)).weekday() < 5)
        notice = {"id": "砚湖办发样例1号", "title": "湖节放假", "jurisdiction": "CN-XX-YZ-YH", "notice_on": day(0),
                  "days": [{"on": holiday, "kind": "holiday", "name": "湖节"}]}
        tried = self.server.post("/api/calendar/notices", {"notice": notice}, dry_run="true")
        self.assertEqual(tried.status, 200, tried.body.decode())
        self.assertFalse(tried.json()["recorded"])
        self.assertEqual(self.due(self.record(record["record_id"]), "reply"), due)
        done = self.server.post("/api/calendar/notices", {"notice": notice}).json()
        self.assertEqual(done["changes"], tried.json()["changes"])
        mine = [c for c in done["changes"]
                if (c["record_id"], c["clock"], c["which"]) == (record["record_id"], "reply", "due_on")]
        self.assertEqual([c["before"] for c in mine], [due])
        self.assertEqual(self.due(self.record(record["record_id"]), "reply"), mine[0]["after"])
        self.assertGreater(mine[0]["after"], due)
        again = self.server.post("/api/calendar/notices", {"notice": notice})
        self.assert_problem(again, 409, "calendar.duplicate_notice")
        self.assert_problem(self.server.post("/api/calendar/notices", {"notice": {}}), 400, "records.bad_field")

    def test_11_what_if(self):
        record = self.receive(on=-20)
        self.step(record, "find_clear", on=-19, third_party_interest=False)
        self.step(record, "answer", on=-1, answer_kind="disclosed", answer=self.upload())
        question = {"register": REGISTER, "parameter": "disclosure.reply.max_working_days", "value": 3}
        answer = self.server.post("/api/what_if", question)
        self.assertEqual(answer.status, 200, answer.body.decode())
        found = {item["record_id"]: item for item in answer.json()["items"]}
        self.assertEqual(found[record["record_id"]]["before"], [])
        self.assertEqual(found[record["record_id"]]["after"][0]["kind"], "overdue")
        unknown = self.server.post("/api/what_if", {**question, "parameter": "none"})
        self.assert_problem(unknown, 404, "records.unknown_parameter")

    def test_11_personal_data_is_erased(self):
        record = self.receive(applicant="秦可删")
        self.assertEqual(self.act(record, "erasures", {"reason": " "}, 422)["id"], "records.no_reason")
        erased = self.act(record, "erasures", {"reason": "申请人要求"})
        self.assertNotIn("秦可删", json.dumps(erased, ensure_ascii=False))
        self.assertIn("applicant", erased["erased"])
        self.assertEqual(erased["fields"]["subject"], "云泽湖清淤工程概算")
        self.assertNotIn("秦可删", self.server.get(f"/api/records/{record['record_id']}/events").body.decode())
        self.assertEqual(self.server.get("/api/proof/checkpoint").status, 200)

    def test_12_files(self):
        kept = self.upload("照片 一.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
        # A file is for those who see a record that has it.
        self.assert_problem(self.server.get(f"/api/files/{kept['sm3']}"), 404, "records.unknown_file")
        record = self.receive()
        self.step(record, "find_clear", third_party_interest=False)
        self.step(record, "answer", answer_kind="disclosed", answer=kept)
        answer = self.server.get(f"/api/files/{kept['sm3']}", name="照片 一.png")
        self.assertEqual(answer.body, b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
        self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        same = self.server.ask("GET", f"/api/files/{kept['sm3']}", headers={"If-None-Match": answer.headers["ETag"]})
        self.assertEqual(same.status, 304)
        wrong = self.server.ask("PUT", "/api/files", b"MZ\x90\x00" + b"\x00" * 60, query={"name": "a.pdf"})
        self.assert_problem(wrong, 415, "api.file_type_mismatch")
        refused = self.server.ask("PUT", "/api/files", b"#!/bin/sh\n", query={"name": "a.sh"})
        self.assert_problem(refused, 415, "api.file_type_refused")
        self.assert_problem(self.server.get("/api/files/" + "0" * 64), 404, "records.unknown_file")
        self.assert_problem(self.server.get("/api/files/none"), 404, "records.unknown_file")

    def test_13_tasks_of_the_ledger_are_records(self):
        self.server.post("/api/organisation/imports", harness.UNITS, name="u.csv", apply="true")
        draft = self.import_plan()
        path = f"/api/documents/{draft['document_id']}"
        self.server.post(path + "/approvals", {"revision": draft["revision"], "all": True})
        ledger = self.server.get("/api/ledger").json()["items"]
        listed = self.server.get("/api/registers/task/records").json()
        self.assertEqual(listed["total"], len(ledger))
        for task in ledger:
            fields = self.record(task["task_id"])["fields"]
            for name in ("number", "area", "text", "document_id"):
                self.assertEqual(fields.get(name), task[name], name)
            self.assertEqual(fields.get("due_on"), task["due_on"])
            self.assertEqual(fields.get("lead", []), [unit for name in task["lead"] for unit in name["unit_ids"]])
        task = ledger[0]["task_id"]
        self.server.post(f"/api/tasks/{task}/corrections", {"fields": {"progress": "已公布目录"}, "reason": "月报"})
        self.assertEqual(self.record(task)["fields"]["progress"], "已公布目录")
        signed = self.step({"record_id": task}, "sign_for")
        self.assertEqual(signed["state"], "signed_for")
        draft = self.server.get(path).json()
        self.server.post(path + "/withdrawals", {"revision": draft["revision"], "task_ids": [task]})
        self.assertEqual(self.server.get("/api/ledger").json()["total"], len(ledger) - 1)
        self.assertEqual(self.record(task)["state"], "withdrawn")
        draft = self.server.get(path).json()
        self.server.post(path + "/approvals", {"revision": draft["revision"], "task_ids": [task]})
        self.assertEqual(self.record(task)["state"], "signed_for")

    def test_14_restart(self):
        record = self.receive()
        self.start(self.packs, jurisdiction="")
        self.assertEqual(self.record(record["record_id"])["fields"], record["fields"])
        self.assertEqual(len(self.server.get("/api/rules").json()["versions"]), 1)

    def test_15_a_new_version_of_the_rules(self):
        running = self.receive()
        folder = self.folder / "packs"
        shutil.copytree(self.packs, folder)
        pack = folder / "national/pack.yaml"
        before = re.search(r"(?m)^version: (.*)$", pack.read_text())[1]
        pack.write_text(pack.read_text().replace(f"version: {before}", "version: 99.1.0"))
        for roles in (folder / "national/roles").glob("*.yaml"):
            text = roles.read_text()
            if " move" not in text:
                roles.write_text(text.replace("rights: [plans,", "rights: [plans, move,"))
        register = folder / "national/registers/information_request.yaml"
        register.write_text(register.read_text().replace("title: 归档\n", "title: 立卷归档\n"))
        self.start(folder, jurisdiction="")
        rules = self.server.get("/api/rules").json()
        self.assertIn("national@99.1.0", rules["version"])
        self.assertEqual(len(rules["versions"]), 2)
        kept = self.record(running["record_id"])
        self.assertIn(f"national@{before}", kept["rules"])
        self.assertEqual(kept["newest_rules"], rules["version"])
        self.assertIn("national@99.1.0", self.receive()["rules"])
        moved = self.act(running, "moves", {"reason": "按新规则办理"})
        self.assertEqual(moved["rules"], rules["version"])
        # The same version with another content is told and not taken.
        register.write_text(register.read_text().replace("title: 立卷归档\n", "title: 装订归档\n"))
        self.start(folder, jurisdiction="")
        self.assertEqual(len(self.server.get("/api/rules").json()["versions"]), 2)
        self.assertIn("national@99.1.0", self.server.log())

    def test_16_rebuild_and_tick(self):
        before = self.server.get(f"/api/registers/{REGISTER}/records", limit=500).json()
        self.server.stop()
        database = self.server.database
        done = harness.run("rebuild", "--database", database)
        self.assertEqual(done.returncode, 0, done.stderr)
        ticked = harness.run("tick", "--database", database)
        self.assertEqual((ticked.returncode, json.loads(ticked.stdout)["steps"]), (0, 0))
        self.start(self.folder / "none", jurisdiction="")
        self.assertEqual(self.server.get(f"/api/registers/{REGISTER}/records", limit=500).json(), before)

    def test_98_numbers(self):
        series = self.server.get("/api/registers/normative_document/numbers")
        self.assertEqual((series.status, series.json()["items"]), (200, []))

    def test_99_no_operation_was_left_out(self):
        # Sheets have test_exchange.py, files of records test_dossier.py, people and their looks test_people.py.
        others = ("/template", "/export", "/imports", "/import_errors", "/dossier", "/index", "/looks")
        ours = {operation.id for operation in harness.operations() if operation.path.startswith(harness.OF_RECORDS)
                and not operation.path.startswith(harness.OF_PEOPLE) and not operation.path.endswith(others)}
        self.assertEqual(ours - harness.Server.called, set(), "operations that no test above asks for")


class TasksOfBefore(RecordsCase):
    """A ledger made by a program without rules is taken over when rules arrive."""

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="plumbline-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.server = harness.Server(cls.folder)
        cls.addClassCleanup(lambda: cls.server.stop())

    def test_nothing_of_the_ledger_is_lost(self):
        self.server.post("/api/organisation/imports", harness.UNITS, name="u.csv", apply="true")
        draft = self.import_plan()
        path = f"/api/documents/{draft['document_id']}"
        self.server.post(path + "/approvals", {"revision": draft["revision"], "all": True})
        tasks = [item["task_id"] for item in self.server.get("/api/ledger").json()["items"]]
        self.server.post(f"/api/tasks/{tasks[1]}/corrections",
                         {"fields": {"title": "公众参与", "progress": "已布置"}, "reason": "补写"})
        draft = self.server.get(path).json()
        self.server.post(path + "/withdrawals", {"revision": draft["revision"], "task_ids": [tasks[0]]})
        ledger = self.server.get("/api/ledger").json()
        detail = self.server.get(f"/api/tasks/{tasks[1]}").json()
        for _ in range(2):
            self.start(self.packs)
            self.assertEqual(self.server.get("/api/ledger").json(), ledger)
            self.assertEqual(self.server.get(f"/api/tasks/{tasks[1]}").json(), detail)
            self.assertEqual(self.server.get("/api/registers/task/records").json()["total"], len(tasks) - 1)
        self.assert_problem(self.server.get(f"/api/records/{tasks[0]}"), 404, "records.unknown_record")
        for task in ledger["items"]:
            record = self.record(task["task_id"])
            self.assertEqual(record["opened_on"], task["approved_at"][:10])
            fields = record["fields"]
            for name in ("number", "area", "objective", "text", "document_id", "progress"):
                self.assertEqual(fields.get(name) or None, task.get(name) or None, name)
            self.assertEqual(fields["title"], task["title"] or task["text"].split("\n")[0][:60])
            self.assertEqual(fields.get("due_on"), task["due_on"])
            self.assertEqual([row["text"] for row in fields.get("deadlines", [])], [d["text"] for d in task["deadlines"]])
            self.assertEqual([row["text"] for row in fields.get("targets", [])], [t["text"] for t in task["targets"]])
            for role in ("lead", "responsible", "supporting"):
                ids = [unit for name in task[role] for unit in name.get("unit_ids", [])]
                self.assertEqual(fields.get(role, []), list(dict.fromkeys(ids)), role)


class WithoutRules(unittest.TestCase):
    def test_nobody_can_be_set_up_and_nothing_fails(self):
        with tempfile.TemporaryDirectory(prefix="plumbline-") as folder:
            server = harness.Server(folder, arguments=("--packs", folder + "/none"), signs_in=False)
            try:
                self.assertIn("pack.unreadable", server.log())
                self.assertEqual(server.get("/healthz").status, 200)
                answer = server.get("/api/rules")
                self.assertEqual((answer.status, answer.id), (401, "accounts.no_setup"))
                answer = server.ask("POST", "/api/setup", {"code": server.setup_code, "user_name": "a", "name": "a",
                                                           "password": harness.PASSWORD})
                self.assertEqual((answer.status, answer.id), (409, "accounts.no_roles"))
            finally:
                server.stop()


if __name__ == "__main__":
    unittest.main(verbosity=1)
