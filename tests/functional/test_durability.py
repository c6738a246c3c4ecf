# SPDX-License-Identifier: Apache-2.0
"""What was acknowledged is there after the server was killed, and the journal is intact."""

import json
import pathlib
import tempfile
import unittest

import harness


class Durability(unittest.TestCase):
    rounds = 20

    def test_acknowledged_writes_survive_a_kill(self):
        with tempfile.TemporaryDirectory(prefix="plumbline-") as folder:
            server = harness.Server(folder)
            draft = server.post("/api/documents", harness.PLAN, name="plan.txt").json()
            path = "/api/documents/" + draft["document_id"]
            task = draft["tasks"][0]["task_id"]
            revision = draft["revision"]
            for n in range(self.rounds):
                answer = server.post(path + "/changes", {"revision": revision, "op": "set_task", "task_id": task,
                                                          "fields": {"title": f"第{n}次修改"}})
                self.assertEqual(answer.status, 200, answer.body.decode())
                revision = answer.json()["revision"]
                server.kill()
                server = harness.Server(folder)
                kept = server.get(path).json()
                self.assertEqual((kept["revision"], kept["tasks"][0]["title"]), (revision, f"第{n}次修改"))
            answer = server.post(path + "/approvals", {"revision": revision, "all": True})
            self.assertEqual(answer.status, 200)
            server.kill()
            database = harness.fresh_database(folder)
            verified = harness.run("verify", "--database", database)
            self.assertEqual(verified.returncode, 0, verified.stderr)
            self.assertTrue(json.loads(verified.stdout)["intact"])
            before = harness.run("export", "--database", database, "--format", "json")
            rebuilt = harness.run("rebuild", "--database", database)
            self.assertEqual(rebuilt.returncode, 0, rebuilt.stderr)
            after = harness.run("export", "--database", database, "--format", "json")
            self.assertEqual(len(json.loads(before.stdout)), 4)
            self.assertEqual(before.stdout, after.stdout)


if __name__ == "__main__":
    unittest.main()
