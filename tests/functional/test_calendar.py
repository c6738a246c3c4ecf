# SPDX-License-Identifier: Apache-2.0
"""The working calendar of the packs on the command line, and every day of it against a source of
others."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

import harness

PACKS = harness.ROOT / "packs"
NATIONAL = PACKS / "national" / "calendar"
FIRST, END = "2014-01-01", "2027-01-01"
ENGLISH = {**harness.ENVIRONMENT, "LC_ALL": "en_US.UTF-8"}


def run(*arguments, pack=PACKS, **options):
    return harness.run("calendar", *arguments, "--pack", pack, **options)


def statuses(text):
    return dict(line.split("\t")[:2] for line in text.splitlines())


def by_others():
    script = pathlib.Path(__file__).with_name("calendar_source.mjs")
    node = subprocess.run(["node", script, FIRST, END], capture_output=True, check=False, timeout=60,
                          env={**os.environ, "TZ": "Asia/Shanghai"})
    if node.returncode:
        raise RuntimeError("chinese-days cannot be asked; tools/build-web installs it: "
                           + node.stderr.decode())
    return statuses(node.stdout.decode())


class AgainstAnIndependentSource(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.source = by_others()

    def differences(self, pack):
        answer = run("days", "--from", FIRST, "--until", END, pack=pack)
        self.assertEqual((answer.returncode, answer.stderr), (0, b""))
        ours = statuses(answer.stdout.decode())
        self.assertEqual(ours.keys(), self.source.keys())
        return [day for day, status in ours.items() if status != self.source[day]]

    def test_every_day_is_the_same(self):
        self.assertEqual(len(self.source), 4748)
        self.assertEqual(self.differences(PACKS), [])

    def test_a_wrong_day_would_be_found(self):
        with tempfile.TemporaryDirectory(prefix="plumbline-") as folder:
            broken = pathlib.Path(folder) / "calendar"
            shutil.copytree(NATIONAL, broken)
            file = broken / "2026.yaml"
            right = "{ on: 2026-10-07, kind: holiday,"
            text = file.read_text(encoding="utf-8")
            self.assertIn(right, text)
            file.write_text(text.replace(right, right.replace("holiday", "ordinary")),
                            encoding="utf-8")
            self.assertEqual(self.differences(broken), ["2026-10-07"])


class Days(unittest.TestCase):
    def day(self, date, *arguments):
        until = date[:-2] + f"{int(date[-2:]) + 1:02d}"
        answer = run("days", "--from", date, "--until", until, *arguments)
        self.assertEqual((answer.returncode, answer.stderr), (0, b""))
        return answer.stdout.decode().rstrip("\n").split("\t")

    def test_as_known_on_a_day(self):
        off = ["2020-02-01", "off", "", "春节", "国办发明电〔2020〕1号"]
        self.assertEqual(self.day("2020-02-01"), off)
        self.assertEqual(self.day("2020-02-01", "--known-on", "2020-01-25"),
                         ["2020-02-01", "working", "", "春节", "国办发明电〔2019〕16号"])
        self.assertEqual(self.day("2026-10-01", "--known-on", "2025-01-01")[1:3], ["working", "estimate"])

    def test_of_a_region(self):
        self.assertEqual(self.day("2020-05-25")[1], "working")
        self.assertEqual(self.day("2020-05-25", "--jurisdiction", "CN-NX")[1:4], ["off", "", "开斋节"])

    def test_json(self):
        answer = run("days", "--from", "2026-10-10", "--until", "2026-10-12", "--json")
        lines = [json.loads(line) for line in answer.stdout.decode().splitlines()]
        self.assertEqual(lines, [
            {"on": "2026-10-10", "working": True, "estimate": False, "name": "国庆节",
             "notice_id": "国办发明电〔2025〕7号"},
            {"on": "2026-10-11", "working": False, "estimate": False, "name": "", "notice_id": ""}])


class Due(unittest.TestCase):
    def due(self, *arguments, **options):
        answer = run("due", *arguments, **options)
        self.assertEqual((answer.returncode, answer.stderr), (0, b""), answer.stderr.decode())
        return answer.stdout.decode()

    def test_receipt_in_words(self):
        arguments = ["--period", "20 working_day", "--start", "2026-09-18", "--known-on", "2026-11-22"]
        chinese = self.due(*arguments)
        for part in ("末日：2026-10-22（周四）", "20个工作日内", "2026-09-18（周五）", "国庆节",
                     "国办发明电〔2025〕7号", "调休上班，计入：2026-09-20（周日）、2026-10-10（周六）",
                     "2026-10-01（周四）至2026-10-07（周三）：节假日"):
            self.assertIn(part, chinese)
        self.assertNotIn("推算", chinese)
        english = self.due(*arguments, env=ENGLISH)
        for part in ("Last day: 2026-10-22 (Thu)", "within 20 working day(s)", "weekend", "holiday"):
            self.assertIn(part, english)

    def test_receipt_in_json(self):
        receipt = json.loads(self.due("--period", "60 calendar_day", "--start", "2026-08-03",
                                      "--known-on", "2026-11-22", "--json"))
        version = receipt.pop("calendar_version")
        self.assertTrue(version.startswith("国办发明电〔2025〕7号/"), version)
        self.assertEqual(receipt, {
            "last_day": "2026-10-08", "unmoved": "2026-10-02", "moved": True,
            "period": {"count": 60, "unit": "calendar_day", "bound": "max"},
            "start": "2026-08-03", "pauses": [], "days_counted": 60,
            "skipped": [{"from": "2026-10-02", "until": "2026-10-08", "reason": "rest_day",
                         "name": "国庆节", "notice_id": "国办发明电〔2025〕7号"}],
            "makeup_days": [], "estimate": False, "jurisdiction": "CN", "known_on": "2026-11-22"})

    def test_pauses_bounds_and_estimates(self):
        def last(*arguments):
            return json.loads(self.due("--json", "--known-on", "2026-11-22", *arguments))

        self.assertEqual(last("--period", "5 working_day", "--start", "2026-06-01",
                              "--pause", "2026-06-03..2026-06-09")["last_day"], "2026-06-12")
        both = last("--period", "5 working_day", "--start", "2026-11-02", "--pause",
                    "2026-11-03..2026-11-04", "--pause", "2026-11-17..")
        self.assertEqual([pause["until"] for pause in both["pauses"]], ["2026-11-04", None])
        self.assertEqual(last("--period", "7 working_day", "--bound", "before",
                              "--start", "2026-10-15")["last_day"], "2026-09-30")
        self.assertTrue(last("--period", "6 month", "--start", "2026-08-31")["estimate"])
        self.assertIn("推算", self.due("--period", "6 month", "--start", "2026-08-31",
                                       "--known-on", "2026-11-22"))
        self.assertEqual(last("--period", "20 working_day", "--start", "2020-05-20",
                              "--jurisdiction", "CN-NX")["last_day"], "2020-06-19")

    def test_faults(self):
        start = ["--start", "2026-01-05"]
        cases = [
            (["due", "--period", "20 working_day", "--start", "2026-02-30"], 2, "cli.bad_date"),
            (["due", "--period", "20 days", *start], 2, "cli.bad_period"),
            (["due", "--period", "20", *start], 2, "cli.bad_period"),
            (["due", "--period", "working_day", *start], 2, "cli.bad_period"),
            (["due", "--period", "5 working_day", "--bound", "most", *start], 2, "cli.bad_period"),
            (["due", "--period", "5 working_day", "--pause", "soon", *start], 2, "cli.bad_date"),
            (["due", "--period", "99999 working_day", *start], 1, "calendar.bad_period"),
            (["due", "--period", "5 working_day", "--pause", "2026-03-02..2026-03-01", *start], 1,
             "calendar.bad_pause"),
            (["days", "--from", "today", "--until", "2026-01-01"], 2, "cli.bad_date"),
            (["days", "--from", "2026-01-01"], 2, ""),
            ([], 2, ""),
        ]
        for arguments, code, name in cases:
            answer = run(*arguments) if arguments else harness.run("calendar")
            self.assertEqual((answer.returncode, answer.stdout), (code, b""), arguments)
            self.assertIn(name, answer.stderr.decode())
        answer = run("days", "--from", FIRST, "--until", END, pack=PACKS / "nowhere")
        self.assertNotEqual(answer.returncode, 0)
        self.assertEqual(answer.stdout, b"")


if __name__ == "__main__":
    unittest.main()
