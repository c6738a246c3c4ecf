# SPDX-License-Identifier: Apache-2.0
"""Backups while the server writes, read into either engine; tables that spread; schemas of older programs."""

import json
import pathlib
import shutil
import sqlite3
import tempfile
import threading
import unittest

import harness

COMPAT = harness.ROOT / "tests/compat"


def done(*arguments):
    answer = harness.run(*arguments)
    assert answer.returncode == 0, (arguments, answer.stderr.decode())
    return answer.stdout


def fault(*arguments):
    answer = harness.run(*arguments)
    assert answer.returncode != 0, arguments
    return answer.stderr.decode()


def ledger(database):
    return done("export", "--database", database, "--format", "json")


class Databases(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="plumbline-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def fresh(self, name):
        return harness.fresh_database(self.folder, name)

    def sqlite(self, name):
        return f"sqlite:{self.folder}/{name}.sqlite"

    def filled(self, name):
        database = self.fresh(name)
        plan = self.folder / "plan.txt"
        plan.write_text(harness.PLAN, encoding="utf-8")
        done("import", "--database", database, "--approve", plan)
        return database

    def test_backup_while_the_server_writes(self):
        server = harness.Server(self.folder, database=self.fresh("busy"))
        self.addCleanup(server.stop)
        kept = []
        going = threading.Event()

        def write():
            for n in range(60):
                answer = server.post("/api/documents", harness.PLAN + f"附注{n}\n", name=f"plan{n}.txt")
                kept.append((answer.status, answer.json()["document_id"]))
                if n == 5:
                    going.set()
            going.set()

        writer = threading.Thread(target=write)
        writer.start()
        going.wait()
        backups = []
        for n in range(3):
            before = len(kept)
            file = self.folder / f"backup{n}.backup"
            rows = json.loads(done("backup", file, "--database", server.database))["rows"]
            backups.append((before, file, rows))
        writer.join()
        self.assertEqual({status for status, _ in kept}, {201})
        for before, file, rows in backups:
            for database in (self.fresh(file.stem), self.sqlite(file.stem)):
                restored = json.loads(done("restore", file, "--database", database))
                self.assertTrue(restored["intact"])
                self.assertEqual(restored["events"], rows["event"])
            copy = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
            streams = {stream for stream, in copy.execute("select stream from event")}
            copy.close()
            for _, document in kept[:before]:
                self.assertTrue(any(document in stream for stream in streams), document)
        self.assertFalse(list(self.folder.glob("*.part*")))

    def test_the_ledger_is_the_same_after_every_way(self):
        database = self.filled("origin")
        want = ledger(database)
        self.assertEqual(len(json.loads(want)), 4)
        done("backup", self.folder / "a.db", "--database", database)
        # There and back again: this engine → SQLite → this engine.
        done("restore", self.folder / "a.db", "--database", self.sqlite("there"))
        self.assertEqual(ledger(self.sqlite("there")), want)
        done("backup", self.folder / "b.db", "--database", self.sqlite("there"))
        done("restore", self.folder / "b.db", "--database", self.fresh("back"))
        self.assertEqual(ledger(self.fresh("back")), want)
        done("rebuild", "--database", self.fresh("back"))
        self.assertEqual(ledger(self.fresh("back")), want)

    def test_refusals(self):
        database = self.filled("full")
        file = self.folder / "a.db"
        done("backup", file, "--database", database)
        self.assertIn("storage.file_exists", fault("backup", file, "--database", database))
        self.assertIn("storage.not_empty", fault("restore", file, "--database", database))
        self.assertIn("storage.no_schema", fault("backup", self.folder / "b.db", "--database", self.sqlite("absent")))
        self.assertFalse((self.folder / "absent.sqlite").exists())
        cut = self.folder / "cut.db"
        cut.write_bytes(file.read_bytes()[:10_000])
        self.assertIn("storage.no_backup", fault("restore", cut, "--database", self.fresh("empty")))
        newer = self.folder / "newer.db"
        shutil.copy(file, newer)
        changed = sqlite3.connect(newer)
        changed.execute("update schema_version set number = 999 where module = 'journal'")
        changed.commit()
        changed.close()
        self.assertIn("storage.newer_schema", fault("restore", newer, "--database", self.fresh("empty")))
        # A content that was changed in the backup is found out.
        forged = self.folder / "forged.db"
        shutil.copy(file, forged)
        changed = sqlite3.connect(forged)
        changed.execute("update event set actor = 'nobody' where sequence = 1")
        changed.commit()
        changed.close()
        answer = harness.run("restore", forged, "--database", self.fresh("empty"))
        self.assertEqual(answer.returncode, 1)
        self.assertFalse(json.loads(answer.stdout)["intact"])

    def test_every_key_begins_with_the_authority(self):
        database = self.filled("keys")
        versions = json.loads(done("db", "migrate", "--database", database))
        self.assertIn("journal", versions)
        tables = [json.loads(line) for line in done("db", "tables", "--database", database).splitlines()]
        self.assertGreater(len(tables), 15)
        for table in tables:
            if table["table"] != "schema_version":
                self.assertEqual(table["key"][:1], ["authority_id"], table)

    def test_distribution_needs_citus(self):
        database = self.filled("spread")
        if database.startswith("sqlite:"):
            self.assertIn("storage.not_distributable", fault("db", "distribute", "--database", database))
            return
        statements = done("db", "distribute", "--dry-run", "--database", database).decode().splitlines()
        self.assertIn("select create_distributed_table('event', 'authority_id');", statements)
        self.assertIn("select create_reference_table('schema_version');", statements)
        tables = done("db", "tables", "--database", database).splitlines()
        self.assertEqual(len(statements), len(tables))
        self.assertIn("storage.no_citus", fault("db", "distribute", "--database", database))

    def test_databases_of_older_programs(self):
        """Each fixture was written by the program that first had its schema; its ledger is beside it."""
        fixtures = sorted(COMPAT.glob("schema_*.db"))
        self.assertTrue(fixtures)
        for fixture in fixtures:
            want = json.loads(fixture.with_suffix(".ledger.json").read_text(encoding="utf-8"))
            # Its backup is of its own version and comes forward when it is read into either engine.
            opened = self.folder / f"{fixture.stem}.sqlite"
            shutil.copy(fixture, opened)
            file = self.folder / f"{fixture.stem}.backup"
            done("backup", file, "--database", f"sqlite:{opened}")
            done("restore", file, "--database", self.fresh(fixture.stem))
            for database in (f"sqlite:{opened}", self.fresh(fixture.stem)):
                self.assertTrue(json.loads(done("verify", "--json", "--database", database))["intact"])
                self.assertEqual(json.loads(ledger(database)), want)
                done("rebuild", "--database", database)
                self.assertEqual(json.loads(ledger(database)), want)


if __name__ == "__main__":
    unittest.main()
