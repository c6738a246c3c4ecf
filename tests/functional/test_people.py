# SPDX-License-Identifier: Apache-2.0
"""Who may what: set-up, sign-in, accounts, what two units see of each other, personal data, secret addresses."""

import json
import pathlib
import shutil
import tempfile
import unittest

import harness

REGISTER = "information_request"
MONDAY = "2026-11-23T09:30:00+08:00"


class People(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="plumbline-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.state = {}
        cls.start(MONDAY, signs_in=False)
        cls.addClassCleanup(lambda: cls.server.stop())

    @classmethod
    def start(cls, clock, **options):
        database = getattr(cls, "server", None) and cls.server.database
        cls.server = harness.Server(cls.folder, database=database, arguments=(
            "--packs", str(harness.ROOT / "packs"), "--jurisdiction", "sample_county", "--clock", clock), **options)

    def problem(self, answer, status, name):
        self.assertEqual((answer.status, answer.id), (status, name), answer.body.decode())
        return answer.json()

    def by(self, cookie, method, path, body=None, **query):
        return self.server.ask(method, path, body, {"Cookie": cookie}, query)

    def test_01_set_up(self):
        session = self.server.get("/api/session").json()
        self.assertEqual((session["signed_in"], session["setup_needed"], session["roles"]), (False, True, []))
        self.problem(self.server.get("/api/ledger"), 401, "accounts.no_setup")
        wrong = {"code": "AAAA-BBBB-CCCC", "user_name": "lin", "name": "林样例", "password": harness.PASSWORD}
        self.problem(self.server.post("/api/setup", wrong), 403, "accounts.bad_code")
        weak = {**wrong, "code": self.server.setup_code, "password": "password"}
        problem = self.problem(self.server.post("/api/setup", weak), 400, "accounts.weak_password")
        self.assertEqual(problem["args"], {"reason": "too_short"})
        self.server.set_up()
        self.problem(self.server.post("/api/setup", {**weak, "password": harness.PASSWORD}), 409, "accounts.setup_done")
        session = self.server.get("/api/session").json()
        self.assertEqual((session["account"]["user_name"], session["reach"]), (harness.USER, "all"))
        self.assertIn("accounts", session["rights"])

    def test_02_cookie(self):
        answer = self.server.ask("POST", "/api/session", {"user_name": harness.USER, "password": harness.PASSWORD},
                                 {"Cookie": ""})
        self.assertRegex(answer.headers["Set-Cookie"], r"^plumbline_session=[\w-]{43}; Path=/; HttpOnly; SameSite=Strict$")
        secure = self.server.ask("POST", "/api/session", {"user_name": harness.USER, "password": harness.PASSWORD},
                                 {"X-Forwarded-Proto": "https"})
        self.assertTrue(secure.headers["Set-Cookie"].endswith("; Secure"))
        cookie = harness.cookie_of(answer)
        self.assertEqual(self.by(cookie, "DELETE", "/api/session").status, 204)
        self.problem(self.by(cookie, "GET", "/api/ledger"), 401, "accounts.signed_out")
        self.problem(self.by("", "GET", "/api/ledger"), 401, "accounts.signed_out")

    def test_03_accounts_and_codes(self):
        self.server.post("/api/organisation/imports", harness.UNITS, name="u.csv", apply="true")
        new = {"user_name": "zhou", "name": "周样例", "unit": "qx", "roles": ["unit_clerk"]}
        self.problem(self.server.post("/api/accounts", {**new, "unit": "nowhere"}), 400, "api.bad_field")
        self.problem(self.server.post("/api/accounts", {**new, "roles": ["emperor"]}), 400, "api.bad_field")
        opened = self.server.post("/api/accounts", new).json()
        self.assertRegex(opened["code"], f"^{harness.CODE}$")
        self.problem(self.server.post("/api/accounts", new), 409, "accounts.user_name_taken")
        by_code = {"user_name": "zhou", "code": opened["code"], "password": harness.PASSWORD}
        again = self.server.post(f"/api/accounts/{opened['account']['account_id']}/codes", None)
        self.assertEqual(again.status, 201, again.body.decode())
        self.problem(self.server.post("/api/session/code", by_code), 403, "accounts.bad_code")
        done = self.server.post("/api/session/code", {**by_code, "code": again.json()["code"]})
        self.assertEqual(done.status, 200, done.body.decode())
        self.state["qx"] = harness.cookie_of(done)
        self.state["sfj"] = self.server.sign_up("wu", ["unit_clerk"], "sfj")
        self.state["watch"] = self.server.sign_up("du", ["inspector"], "")
        people = self.by(self.state["qx"], "GET", "/api/people").json()["items"]
        self.assertIn("周样例", [one["name"] for one in people])
        problem = self.problem(self.by(self.state["qx"], "GET", "/api/accounts"), 403, "api.no_right")
        self.assertEqual(problem["args"]["right"], "accounts")
        accounts = self.server.get("/api/accounts").json()["items"]
        self.assertEqual(len(accounts), 4)
        changed = self.by(self.state["qx"], "POST", "/api/session/password",
                          {"old_password": "wrong", "new_password": "Zheng-2026-1"})
        self.problem(changed, 403, "accounts.bad_sign_in")

    def test_04_wrong_tries(self):
        self.server.sign_up("locked", ["unit_clerk"], "qx")
        for name in ("locked", "nobody"):
            for _ in range(5):
                self.problem(self.server.post("/api/session", {"user_name": name, "password": "x"}), 403, "accounts.bad_sign_in")
            answer = self.server.post("/api/session", {"user_name": name, "password": harness.PASSWORD})
            self.problem(answer, 429, "accounts.locked")
            self.assertTrue(answer.headers["Retry-After"])
        # A quarter of an hour later; sessions go on.
        self.server.stop()
        self.start("2026-11-23T09:50:00+08:00")
        self.server.cookie = harness.Server.cookies[self.server.database]
        self.assertEqual(self.server.post("/api/session", {"user_name": "locked", "password": harness.PASSWORD}).status, 200)

    def receive(self, cookie, subject, **more):
        body = {"step": "receive", "on": "2026-11-20", "fields": {
            "subject": subject, "content": "概算批复文件", "applicant": "陈样例", "channel": "in_person"}, **more}
        return self.by(cookie, "POST", f"/api/registers/{REGISTER}/records", body)

    def test_05_two_units(self):
        qx, sfj = self.state["qx"], self.state["sfj"]
        mine = self.receive(qx, "清溪镇的事")
        self.assertEqual(mine.status, 201, mine.body.decode())
        record = mine.json()
        self.assertEqual(record["unit"], "qx")
        self.problem(self.receive(qx, "别的单位的事", unit="sfj"), 403, "api.other_unit")
        path = f"/api/records/{record['record_id']}"
        self.assertEqual(self.by(qx, "GET", path).status, 200)
        self.assertEqual(self.by(self.state["watch"], "GET", path).status, 200)
        step = {"revision": record["revision"], "step": "find_clear", "on": "2026-11-20", "fields": {}}
        for method, what, body in (("GET", path, None), ("GET", path + "/events", None), ("POST", path + "/steps", step),
                                   ("GET", path + "/dossier", None)):
            self.problem(self.by(sfj, method, what, body), 404, "records.unknown_record")
        listed = f"/api/registers/{REGISTER}/records"
        self.assertEqual(self.by(sfj, "GET", listed).json()["total"], 0)
        self.assertEqual(self.by(qx, "GET", listed).json()["total"], 1)
        kept = self.by(qx, "PUT", "/api/files", "答复".encode(), name="a.txt").json()
        for cookie in (qx, sfj):  # it belongs to no record yet
            self.problem(self.by(cookie, "GET", f"/api/files/{kept['sm3']}"), 404, "records.unknown_file")
        self.state["record"] = record["record_id"]

    def test_06_the_ledger_of_a_unit(self):
        draft = self.server.post("/api/documents", harness.PLAN, name="plan.txt").json()
        self.server.post(f"/api/documents/{draft['document_id']}/approvals", {"revision": draft["revision"], "all": True})
        everything = self.server.get("/api/ledger").json()
        self.assertEqual(everything["total"], 4)
        sfj = self.by(self.state["sfj"], "GET", "/api/ledger")
        seen = [item["task_id"] for item in sfj.json()["items"]]
        self.assertEqual(len(seen), 3)
        hidden = next(item["task_id"] for item in everything["items"] if item["task_id"] not in seen)
        self.problem(self.by(self.state["sfj"], "GET", f"/api/tasks/{hidden}"), 404, "intake.unknown_task")
        self.assertEqual(self.by(self.state["sfj"], "GET", f"/api/tasks/{seen[0]}").status, 200)
        self.assertEqual(self.by(self.state["sfj"], "GET", "/api/ledger/facets").json()["total"], 3)
        exported = self.by(self.state["sfj"], "GET", "/api/ledger/export", format="json").json()
        self.assertEqual([item["task_id"] for item in exported], seen)
        # What one browser was told is not current for the next person in it.
        other = self.server.ask("GET", "/api/ledger", headers={"If-None-Match": sfj.headers["ETag"]})
        self.assertEqual(other.status, 200)
        self.problem(self.by(self.state["sfj"], "GET", "/api/documents"), 403, "api.no_right")

    def test_07_personal_data(self):
        path = f"/api/records/{self.state['record']}"
        shown = self.server.get(path)
        self.assertNotIn("陈样例", shown.body.decode())
        self.assertIn("applicant", shown.json()["masked"])
        self.problem(self.by(self.state["qx"], "POST", path + "/looks", {"reason": "核对"}), 403, "api.no_right")
        looked = self.server.post(path + "/looks", {"reason": "核对身份"})
        self.assertEqual(looked.status, 200, looked.body.decode())
        self.assertEqual(looked.json()["fields"]["applicant"], "陈样例")
        events = self.server.get("/api/journal", limit=500).json()["events"]
        look = [event for event in events if event["type"] == "personal_seen"]
        self.assertEqual([event["actor"] for event in look], [self.server.get("/api/session").json()["account"]["account_id"]])
        self.assertIn("核对身份", json.dumps(look, ensure_ascii=False))

    def test_08_secret_calendar(self):
        self.assertIsNone(self.by(self.state["qx"], "GET", "/api/calendar_address").json()["made_at"])
        path = self.by(self.state["qx"], "PUT", "/api/calendar_address").json()["path"]
        self.assertRegex(path, r"^/ics/[\w.-]{20,}$")
        calendar = self.by("", "GET", path)
        self.assertEqual(calendar.status, 200, calendar.body.decode())
        text = calendar.body.decode()
        self.assertTrue(text.startswith("BEGIN:VCALENDAR"))
        for word in ("清溪镇", "概算", "陈样例"):
            self.assertNotIn(word, text)
        self.assertEqual(self.by(self.state["qx"], "DELETE", "/api/calendar_address").status, 204)
        self.assertNotEqual(self.by("", "GET", path).status, 200)

    def test_09_views_and_work(self):
        view = {"register": REGISTER, "title": "临期", "query": "due=near", "shared": True}
        saved = self.by(self.state["qx"], "POST", "/api/views", view).json()
        seen = self.by(self.state["sfj"], "GET", "/api/views", register=REGISTER).json()["items"]
        self.assertEqual([(one["title"], one["own"]) for one in seen], [("临期", False)])
        gone = self.by(self.state["sfj"], "DELETE", f"/api/views/{saved['view_id']}")
        self.problem(gone, 404, "accounts.unknown_view")
        self.assertEqual(self.by(self.state["qx"], "DELETE", f"/api/views/{saved['view_id']}").status, 204)
        work = self.by(self.state["qx"], "GET", "/api/work").json()
        self.assertIn(self.state["record"], [item["record_id"] for item in work["items"]])
        other = self.by(self.state["sfj"], "GET", "/api/work").json()
        self.assertNotIn(self.state["record"], [item["record_id"] for item in other["items"]])
        self.assertEqual(self.by(self.state["qx"], "GET", "/api/work/days", **{"from": "2026-11-01", "until": "2027-01-31"}).status, 200)
        self.assertEqual(self.by(self.state["qx"], "GET", "/api/digests").status, 200)

    def test_10_changes_end_sessions(self):
        accounts = {one["user_name"]: one for one in self.server.get("/api/accounts").json()["items"]}
        path = f"/api/accounts/{accounts['wu']['account_id']}/changes"
        self.assertEqual(self.server.post(path, {"roles": ["inspector"]}).json()["roles"], ["inspector"])
        self.problem(self.by(self.state["sfj"], "GET", "/api/session/password"), 405, "api.method_not_allowed")
        self.problem(self.by(self.state["sfj"], "GET", "/api/ledger"), 401, "accounts.signed_out")
        keeper = f"/api/accounts/{accounts[harness.USER]['account_id']}/changes"
        self.problem(self.server.post(keeper, {"closed": True}), 409, "accounts.last_manager")
        self.assertEqual(self.server.post(path, {"closed": True}).json()["closed"], True)
        answer = self.server.post("/api/session", {"user_name": "wu", "password": harness.PASSWORD})
        self.problem(answer, 403, "accounts.bad_sign_in")

    def test_20_the_console_helps_who_is_locked_out(self):
        listed = harness.run("account", "list", "--database", self.server.database)
        names = [json.loads(line)["user_name"] for line in listed.stdout.decode().splitlines()]
        self.assertIn("zhou", names)
        made = json.loads(harness.run("account", "code", "zhou", "--database", self.server.database).stdout)
        answer = self.server.post("/api/session/code", {"user_name": "zhou", "code": made["code"], "password": "Zheng-2026-1"})
        self.assertEqual(answer.status, 200, answer.body.decode())
        opened = harness.run("account", "open", "xin", "--name", "辛样例", "--unit", "qx", "--role", "unit_clerk",
                             "--database", self.server.database)
        self.assertRegex(json.loads(opened.stdout)["code"], f"^{harness.CODE}$")
        self.assertEqual(harness.run("account", "code", "none", "--database", self.server.database).returncode, 1)

    def test_30_nothing_secret_is_told(self):
        secrets = [harness.PASSWORD, "Zheng-2026-1", self.server.cookie.split("=")[1]]
        events = self.server.get("/api/journal", limit=500).body.decode()
        for secret in secrets:
            self.assertNotIn(secret, events)
            self.assertNotIn(secret, self.server.log())
        self.assertEqual(harness.run("rebuild", "--database", self.server.database).returncode, 0)
        self.assertEqual(self.server.get("/api/session").json()["signed_in"], True)
        verified = harness.run("verify", "--database", self.server.database)
        self.assertEqual(verified.returncode, 0, verified.stdout.decode())

    def test_99_no_operation_was_left_out(self):
        ours = {operation.id for operation in harness.operations() if operation.path.startswith(harness.OF_PEOPLE)}
        self.assertEqual(ours - harness.Server.called, set(), "operations that no test above asks for")


if __name__ == "__main__":
    unittest.main()
