# SPDX-License-Identifier: Apache-2.0
"""Many people at once, each writing and reading; nothing is lost, nothing fails, the journal stays whole.

The stage `tsan` of ./test runs this again with a program that stops at the first data race.
"""

import http.client
import itertools
import pathlib
import shutil
import tempfile
import threading
import unittest

import harness

PEOPLE = 8
ROUNDS = 6


class Concurrency(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="plumbline-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.server = harness.Server(self.folder, arguments=("--packs", str(harness.ROOT / "packs"),
                                                            "--jurisdiction", "sample_county"))
        self.faults = []

    def person(self, number):
        client = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=120)

        keys = itertools.count()

        def ask(method, path, body=None, expected=(200, 201), **query):
            headers = {"Idempotency-Key": f"{number}-{next(keys)}"} if body else {}
            answer = self.server.ask(method, path, body, query=query, connection=client, headers=headers)
            if answer.status not in expected:
                self.faults.append((method, path, answer.status, answer.body[:300]))
            return answer

        try:
            for turn in range(ROUNDS):
                plan = harness.PLAN.replace("2026年", f"{2026 + turn}年").replace("砚依法办", f"砚{number}办")
                draft = ask("POST", "/api/documents", plan.encode(), name=f"{number}-{turn}.txt").json()
                done = ask("POST", f"/api/documents/{draft['document_id']}/approvals",
                           {"revision": draft["revision"], "all": True})
                self.open_record(ask, number, turn)
                ask("GET", "/api/ledger", q="案卷")
                ask("GET", "/api/ledger/facets")
                ask("GET", "/api/organisation")
                ask("GET", "/api/proof/checkpoint")
                ask("GET", "/api/calendar", year=2026)
                ask("GET", "/metrics")
                assert done.status == 200
        except Exception as error:  # A thread's failure must reach the test.
            self.faults.append(repr(error))
        finally:
            client.close()

    def open_record(self, ask, number, turn):
        registers = ask("GET", "/api/rules").json()["registers"]
        if not any(one["id"] == "information_request" for one in registers):
            self.faults.append("the sample rules have no information_request")
            return
        declared = ask("GET", "/api/rules/registers/information_request").json()
        step = next(one for one in declared["steps"] if one["opens"])
        fields = {name: f"{number}-{turn}" for name in step["required"]
                  if next(one for one in declared["fields"] if one["id"] == name)["type"] in ("text", "long_text")}
        for name in step["required"]:
            field = next(one for one in declared["fields"] if one["id"] == name)
            if field["type"] == "choice":
                fields[name] = field["choices"][0]["id"]
            elif field["type"] == "flag":
                fields[name] = False
            elif field["type"] == "date":
                fields[name] = "2026-03-02"
        ask("POST", "/api/registers/information_request/records", {"step": step["id"], "fields": fields})
        ask("GET", "/api/registers/information_request/records", sort="due")

    def test_everybody_at_once(self):
        threads = [threading.Thread(target=self.person, args=(number,)) for number in range(PEOPLE)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(self.faults[:3], [])
        ledger = self.server.get("/api/ledger", limit=1).json()
        self.assertEqual(ledger["total"], PEOPLE * ROUNDS * 4)
        listed = self.server.get("/api/registers/information_request/records").json()
        self.assertEqual(listed["total"], PEOPLE * ROUNDS)
        # A program built to find data races ends with another code when it has met one.
        self.assertEqual(self.server.stop(), 0, self.server.log()[-4000:])
        verified = harness.run("verify", "--database", self.server.database)
        self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)


if __name__ == "__main__":
    unittest.main()
