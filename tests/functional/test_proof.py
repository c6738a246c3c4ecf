# SPDX-License-Identifier: Apache-2.0
"""Checkpoints, and what verify says after somebody wrote into the database."""

import json
import os
import pathlib
import shutil
import sqlite3
import stat
import subprocess
import tempfile
import unittest

import harness

# The rules, and the three facts of the first account, come before what is done here.
BEFORE = 4
ONE, TWO = BEFORE + 1, BEFORE + 2


class Proof(unittest.TestCase):
    def setUp(self):
        if os.environ.get("PLUMBLINE_TEST_DATABASE"):
            self.skipTest("writes into an SQLite file; the journal's own tests do it on both engines")
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="plumbline-"))
        self.addCleanup(shutil.rmtree, self.folder)
        server = harness.Server(str(self.folder))
        server.post("/api/documents", harness.PLAN, name="plan.txt")
        self.seen = server.get("/api/proof/checkpoint").json()
        server.post("/api/documents", harness.PLAN.replace("2026年", "2027年"), name="next.txt")
        server.stop()
        self.file = self.folder / "test.db"
        self.database = f"sqlite:{self.file}"
        self.published = self.folder / "published.txt"
        self.published.write_text(self.seen["note"])

    def verify(self, *options, code):
        done = harness.run("verify", "--database", self.database, *options)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return json.loads(done.stdout)

    def tamper(self, *statements):
        with sqlite3.connect(self.file) as connection:
            for statement in statements:
                connection.execute(statement)
        connection.close()

    def test_an_untouched_journal_is_intact(self):
        found = self.verify("--checkpoint", str(self.published), code=0)
        self.assertTrue(found["intact"])
        self.assertEqual(found["events"], TWO)
        self.assertEqual(found["keys"], 1)
        # The one that was published and the copy beside the database.
        self.assertEqual(found["authorities"][0]["published"], 2)
        self.assertGreaterEqual(found["authorities"][0]["checkpoints"], 2)

    def test_the_key_is_for_its_owner_only(self):
        key = self.folder / "checkpoint.key"
        self.assertEqual(stat.S_IMODE(key.stat().st_mode), 0o600)
        public = harness.run("checkpoint", "--database", self.database, "--public-key").stdout.decode()
        self.assertIn("BEGIN PUBLIC KEY", public)
        note = harness.run("checkpoint", "--database", self.database).stdout.decode()
        self.assertTrue(note.startswith(f"plumbline/default\n{TWO}\n"), note)
        os.chmod(key, 0o644)
        self.assertIn("proof.key_exposed", harness.run("checkpoint", "--database", self.database).stderr.decode())

    def test_an_edit_is_found(self):
        self.tamper(f"update event set payload = replace(payload, '司法局', '财政局') where sequence = {TWO}")
        fault = self.verify(code=1)["fault"]
        self.assertEqual((fault["sequence"], fault["what"]), (TWO, "hash"))

    def test_a_cut_is_found_by_the_copy_beside_the_database(self):
        self.tamper(f"delete from event where sequence = {TWO}", "delete from checkpoint")
        fault = self.verify(code=1)["fault"]
        self.assertEqual((fault["what"], fault["sequence"]), ("cut_off", ONE))
        self.assertEqual(fault["file"], f"{self.file}.checkpoint")

    def test_an_emptied_journal_is_found_by_what_was_published(self):
        for table in ("event", "checkpoint", "file"):
            self.tamper(f"delete from {table}")
        os.unlink(f"{self.file}.checkpoint")
        self.assertEqual(self.verify(code=0)["events"], 0)
        fault = self.verify("--checkpoint", str(self.published), code=1)["fault"]
        self.assertEqual((fault["what"], fault["file"]), ("cut_off", str(self.published)))

    def test_another_key_does_not_count(self):
        other = self.folder / "other"
        other.mkdir()
        subprocess.run(["openssl", "genpkey", "-algorithm", "SM2", "-out", other / "key.pem"], check=True,
                       capture_output=True)
        public = subprocess.run(["openssl", "pkey", "-in", other / "key.pem", "-pubout"], check=True,
                                capture_output=True).stdout
        (other / "public.pem").write_bytes(public)
        os.unlink(self.folder / "checkpoint.key")
        fault = self.verify("--key", str(other / "public.pem"), code=1)["fault"]
        self.assertEqual(fault["what"], "checkpoint_signature")

    def test_what_cannot_be_read_is_said(self):
        bad = self.folder / "bad.txt"
        bad.write_text("plumbline/default\n")
        for options, words in ((["--checkpoint", str(bad)], "proof.bad_note"), (["--key", str(bad)], "proof.bad_key"),
                               (["--database", "sqlite:/no/such.db"], "cli.cannot_read")):
            done = harness.run("verify", *(["--database", self.database] if "--database" not in options else []), *options)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(words, done.stderr.decode())


if __name__ == "__main__":
    unittest.main()
