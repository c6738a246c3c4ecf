# SPDX-License-Identifier: Apache-2.0
"""The program without a server: exit codes, what goes to which stream, and the sample."""

import csv
import datetime
import io
import json
import pathlib
import shutil
import subprocess
import tempfile
import unittest

import harness


class CommandLine(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="plumbline-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.database = harness.fresh_database(self.folder)

    def file(self, name, text):
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def test_parse(self):
        path = self.file("plan.txt", harness.PLAN)
        plain = harness.run("parse", path)
        self.assertEqual((plain.returncode, plain.stderr), (0, b""))
        plan = json.loads(plain.stdout)
        self.assertEqual(len(plan["tasks"]), 4)
        pretty = harness.run("parse", path, "--pretty")
        self.assertEqual(json.loads(pretty.stdout), plan)
        self.assertGreater(pretty.stdout.count(b"\n"), 50)
        piped = harness.run("parse", "-", input=harness.PLAN.encode())
        self.assertEqual(json.loads(piped.stdout), plan)
        wide = harness.run("parse", "-", input=harness.PLAN.encode("gb18030"))
        self.assertEqual(json.loads(wide.stdout)["tasks"], plan["tasks"])

    def test_figures(self):
        out = harness.run("figures", self.file("report.txt", harness.REPORT))
        self.assertIn(128, [figure["value"] for figure in json.loads(out.stdout)])

    def test_faults(self):
        empty = self.file("empty.txt", "")
        out = harness.run("parse", empty)
        self.assertEqual((out.returncode, out.stdout), (3, b""))
        self.assertIn("document.empty", out.stderr.decode())
        problem = json.loads(harness.run("parse", empty, "--json-errors").stderr)
        self.assertEqual(problem["id"], "document.empty")
        self.assertEqual(harness.run("parse", self.folder / "none.txt").returncode, 3)
        self.assertEqual(harness.run("parse").returncode, 2)
        self.assertEqual(harness.run("parse", empty, "--no-such-option").returncode, 2)
        self.assertEqual(harness.run("nothing").returncode, 2)
        self.assertEqual(harness.run("--help").returncode, 0)
        limits = self.file("c.toml", "[limits]\nfile_bytes = 1024\n")
        out = harness.run("parse", self.file("large.txt", "字" * 1000), "--config", limits)
        self.assertEqual(out.returncode, 3)
        self.assertIn("document.too_large", out.stderr.decode())
        self.assertEqual(harness.run("ledger", "--database", "oracle:x").returncode, 1)

    def test_configuration(self):
        out = harness.run("serve", "--config", self.file("c.toml", "port = 0\nprot = 1\n"))
        self.assertEqual(out.returncode, 2)
        self.assertIn("c.toml:2", out.stderr.decode())

    def test_version(self):
        self.assertRegex(harness.run("version").stdout.decode(), r"^plumbline \d+\.\d+\.\d+\n$")

    def test_import_export_ledger(self):
        units = self.file("units.csv", harness.UNITS)
        plan = self.file("plan.txt", harness.PLAN)
        broken = self.file("broken.docx", b"PK\x03\x04")
        out = harness.run("import", "--database", self.database, "--organisation", units, "--approve", plan, broken)
        self.assertEqual(out.returncode, 3)
        imported = json.loads(out.stdout)
        self.assertEqual((imported["task_count"], imported["approved_count"]), (4, 4))
        self.assertIn("document.damaged", out.stderr.decode())
        again = harness.run("import", "--database", self.database, plan)
        self.assertEqual(again.returncode, 0)
        self.assertTrue(json.loads(again.stdout)["already_imported"])
        self.assertEqual(json.loads(again.stdout)["document_id"], imported["document_id"])
        table = harness.run("ledger", "--database", self.database).stdout.decode()
        self.assertIn("砚湖县2026年法治建设重点任务安排", table)
        self.assertIn("县市场监督管理局", table)
        sheet = self.folder / "ledger.csv"
        out = harness.run("export", "--database", self.database, "--format", "csv", "-o", sheet)
        self.assertEqual(out.returncode, 0, out.stderr)
        self.assertEqual(len(list(csv.DictReader(io.StringIO(sheet.read_text("utf-8-sig"))))), 4)
        book = self.folder / "ledger.xlsx"
        self.assertEqual(harness.run("export", "--database", self.database, "--layout", "progress", "-o", book).returncode, 0)
        self.assertTrue(book.read_bytes().startswith(b"PK"))
        self.assertEqual([path.name for path in self.folder.glob("*.part")], [])

    def test_ledger_columns_line_up(self):
        harness.run("import", "--database", self.database, "--approve", self.file("plan.txt", harness.PLAN))
        def width(text):
            return sum(2 if ord(c) > 0x2E7F else 1 for c in text)
        lines = harness.run("ledger", "--database", self.database).stdout.decode().splitlines()
        header = next(line for line in lines if line.startswith("序号"))
        rows = [line for line in lines if line[:1].isdigit()]
        self.assertEqual(len(rows), 4)
        column = width(header[:header.index("完成时限")])
        self.assertEqual([width(row[:row.index(text)]) for row, text in zip(rows[:2], ("2026年6月底前", "长期坚持"))], [column] * 2)

    def test_sample(self):
        samples = harness.ROOT / "samples"
        entries = [entry for entry in json.loads((samples / "manifest.json").read_text("utf-8")) if entry["role"] != "organisation"]
        first = harness.run("sample", "--database", self.database, "--samples", samples)
        self.assertEqual(first.returncode, 0, first.stderr.decode())
        ledger = harness.run("export", "--database", self.database, "--format", "json").stdout
        self.assertGreater(len(json.loads(ledger)), 100)
        again = harness.run("sample", "--database", self.database, "--samples", samples)
        self.assertEqual(again.returncode, 0, again.stderr.decode())
        self.assertEqual(harness.run("export", "--database", self.database, "--format", "json").stdout, ledger)
        server = harness.Server(self.folder, database=self.database)
        try:
            documents = server.get("/api/documents", limit="100").json()["items"]
        finally:
            server.stop()
        self.assertEqual(len(documents), len(entries))
        open_for_review = [d for d in documents if d["task_count"] > d["approved_count"] and not d["superseded_by"]]
        self.assertTrue(1 <= len(open_for_review) <= 4, [d["title"] for d in open_for_review])

    def few_samples(self, *files):
        folder = self.folder / "few"
        manifest = json.loads((harness.ROOT / "samples/manifest.json").read_text("utf-8"))
        few = [entry for entry in manifest if entry["file"] in files]
        for entry in few:
            (folder / entry["file"]).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(harness.ROOT / "samples" / entry["file"], folder / entry["file"])
        (folder / "manifest.json").write_text(json.dumps(few), "utf-8")
        return folder

    def test_sample_with_years_behind_it(self):
        samples = self.few_samples("organisations.csv", "plans/06-pipe-table.txt", "plans/11-one-line.txt", "plans/12-inspection-plan.pdf")
        command = ("sample", "--database", self.database, "--samples", samples, "--packs", harness.ROOT / "packs", "--records", "60")
        first = harness.run(*command)
        self.assertEqual(first.returncode, 0, first.stderr.decode())
        def numbers(year=str(datetime.date.today().year - 1)):
            answer = harness.run("indicators", "--database", self.database, "--period", year, "--csv")
            self.assertEqual(answer.returncode, 0, answer.stderr.decode())
            return {row[1]: row[3] for row in csv.reader(io.StringIO(answer.stdout.decode("utf-8-sig")))}
        before = numbers()
        self.assertGreater(int(before["公布规范性文件数"]), 0)
        # Plans came in on their days and their tasks were carried since; the last one waits for a person.
        if datetime.date.today().year <= 2028:  # they are of 2026; what is told begins two years ago
            now = numbers("2026")
            self.assertEqual(now["下达任务数"], str(17 + 15))
            self.assertGreater(int(now["销号任务数"]), 2)
            self.assertGreater(float(now["任务签收率"]), 90)
        self.assertEqual(harness.run(*command).returncode, 0)
        self.assertEqual(numbers(), before)
        verified = harness.run("verify", "--database", self.database)
        self.assertEqual(verified.returncode, 0, verified.stderr.decode())


if __name__ == "__main__":
    unittest.main()
