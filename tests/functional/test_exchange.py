# SPDX-License-Identifier: Apache-2.0
"""A register as a spreadsheet, through the server: template, import, mending, export, sight, and speed."""

import csv
import io
import pathlib
import shutil
import tempfile
import time
import unittest
import zipfile

import harness

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

REGISTER = """register: boat
title: 船只许可
gist: 从申请到决定
title_field: name
key: [name]
list: [name, kind]
fields:
  - { id: name, title: 船名, type: text, indexed: true }
  - { id: kind, title: 类别, type: choice, choices: [{ id: ferry, title: 渡船 }, { id: fishing, title: 渔船 }] }
  - { id: seats, title: 座位, type: integer, minimum: 0, maximum: 500 }
  - { id: built_on, title: 建造日期, type: date }
  - { id: owner, title: 船主, type: text, personal: true, mask: name }
states:
  - { id: applied, title: 已申请 }
steps:
  - { id: apply, title: 申请, opens: true, to: applied, required: [name, kind], optional: [seats, built_on, owner] }
clocks: []
"""


class Exchange(harness.Case):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="plumbline-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        for name in ("roles", "registers"):
            (cls.folder / "packs/national" / name).mkdir(parents=True)
        (cls.folder / "packs/national/pack.yaml").write_text(harness.PACK, encoding="utf-8")
        (cls.folder / "packs/national/roles/roles.yaml").write_text(
            harness.ROLES + "  - { id: plain_clerk, title: 一般经办, gist: 只看本单位, reach: unit }\n", encoding="utf-8")
        (cls.folder / "packs/national/registers/boat.yaml").write_text(REGISTER, encoding="utf-8")
        cls.server = harness.Server(cls.folder)
        cls.addClassCleanup(cls.server.stop)
        answer = cls.server.post("/api/organisation/imports", harness.UNITS, name="units.csv", apply="true")
        assert answer.status == 200, answer.body.decode()

    def take(self, sheet, name="a.csv", headers=None, apply="true", **query):
        answer = self.server.ask("POST", "/api/registers/boat/imports", sheet, headers,
                                 {"name": name, "apply": apply, **query})
        self.assertEqual(answer.status, 200, answer.body.decode())
        return answer.json()

    def outcomes(self, result):
        return [row["outcome"] for row in result["rows"]]

    def test_template_has_drop_downs(self):
        answer = self.server.get("/api/registers/boat/template")
        self.assertEqual((answer.status, answer.headers["Content-Type"]), (200, XLSX))
        with zipfile.ZipFile(io.BytesIO(answer.body)) as book:
            sheet = book.read("xl/worksheets/sheet1.xml").decode()
        self.assertIn("渡船,渔船", sheet)
        answer = self.server.get("/api/registers/boat/template", step="nothing")
        self.assertEqual((answer.status, answer.id), (400, "exchange.unknown_step"))

    def test_import_mend_and_import_again(self):
        sheet = "船名,类别,座位,建造日期,船主\n白鹭,渡船,10,2020年5月1日,某甲\n灰鹤,飞艇,十,2020/5/1,\n"
        tried = self.take(sheet, apply="false")
        self.assertEqual((tried["applied"], self.outcomes(tried)), (False, ["opened", "failed"]))
        done = self.take(sheet)
        self.assertEqual(done["counts"], {"opened": 1, "changed": 0, "unchanged": 0, "failed": 1})
        self.assertEqual([(one["column"], one["fault"]) for one in done["rows"][1]["faults"]],
                         [("类别", "choice"), ("座位", "number")])
        errors = self.server.post("/api/registers/boat/import_errors", sheet, name="a.csv")
        self.assertEqual((errors.status, errors.headers["Content-Type"]), (200, XLSX))
        # Given back as it is: the same rows fail, and nothing is there twice.
        again = self.take(errors.body, name="b.xlsx")
        self.assertEqual(self.outcomes(again), ["failed"])
        self.assertEqual(self.outcomes(self.take(sheet.replace("飞艇,十", "渔船,10"))), ["unchanged", "opened"])

        exported = self.server.get("/api/registers/boat/export", format="csv")
        self.assertEqual(exported.status, 200)
        rows = list(csv.DictReader(io.StringIO(exported.body.decode("utf-8-sig"))))
        self.assertEqual({row["船名"]: row["座位"] for row in rows}["白鹭"], "10")
        self.assertNotIn("某甲", exported.body.decode())
        self.assertEqual(set(self.outcomes(self.take(exported.body))), {"unchanged"})
        exported = self.server.get("/api/registers/boat/export")
        self.assertEqual(set(self.outcomes(self.take(exported.body, name="a.xlsx"))), {"unchanged"})

        changed = self.take("船名,座位\n白鹭,11\n", reason="数错了")
        self.assertEqual(self.outcomes(changed), ["changed"])
        record = self.server.get(f"/api/records/{changed['rows'][0]['record_id']}").json()
        self.assertEqual(record["fields"]["seats"], 11)

    def test_a_repeated_request_does_not_open_twice(self):
        sheet = "船名\t类别\n黑鸢\t渔船\n"
        headers = {"Idempotency-Key": "once"}
        self.assertEqual(self.outcomes(self.take(sheet, "pasted.tsv", headers)), ["opened"])
        self.assertEqual(self.outcomes(self.take(sheet, "pasted.tsv", headers)), ["unchanged"])

    def test_others_do_not_see_and_may_not_correct(self):
        opened = self.take("船名,类别,座位\n苍鹭,渡船,10\n")["rows"][0]["record_id"]
        clerk = {"Cookie": self.server.sign_up("sfj_clerk", ["plain_clerk"], "sfj")}
        by_number = self.take(f"记录编号,座位\n{opened},11\n", headers=clerk)
        self.assertEqual([one["fault"] for one in by_number["rows"][0]["faults"]], ["unknown_record"])
        mine = self.take("船名,类别,座位\n苍鹭,渡船,10\n", headers=clerk)
        self.assertEqual(self.outcomes(mine), ["opened"])
        other = self.take("船名,类别,座位\n苍鹭,渡船,12\n", headers=clerk)
        self.assertEqual([one["fault"] for one in other["rows"][0]["faults"]], ["not_permitted"])
        exported = self.server.ask("GET", "/api/registers/boat/export", headers=clerk, query={"format": "csv"})
        self.assertEqual(len(list(csv.reader(io.StringIO(exported.body.decode("utf-8-sig"))))), 2)
        self.assertEqual(self.server.ask("GET", "/api/registers/boat/export", headers={"Cookie": ""}).status, 401)

    def test_what_is_no_sheet_is_told(self):
        answer = self.server.post("/api/registers/boat/imports", "甲,乙\n1,2\n", name="a.csv")
        self.assertEqual(answer.id, "exchange.no_columns")
        answer = self.server.post("/api/registers/boat/imports", "<html><body><p>船名</p></body></html>", name="a.html")
        self.assertEqual(answer.id, "document.unknown_format")
        answer = self.server.post("/api/registers/nothing/imports", "船名\n甲\n", name="a.csv")
        self.assertEqual((answer.status, answer.id), (404, "records.unknown_register"))

    def test_many_rows(self):
        count = 2_000
        rows = "".join(f"船{number},渔船,{number % 500}\n" for number in range(count))
        began = time.monotonic()
        result = self.take("船名,类别,座位\n" + rows)
        seconds = time.monotonic() - began
        self.assertEqual(result["counts"]["opened"], count)
        began = time.monotonic()
        self.assertEqual(self.take("船名,类别,座位\n" + rows)["counts"]["unchanged"], count)
        print(f"{count / seconds:.0f} rows/s opened, {count / (time.monotonic() - began):.0f} rows/s unchanged")


if __name__ == "__main__":
    unittest.main()
