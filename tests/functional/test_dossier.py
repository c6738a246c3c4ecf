# SPDX-License-Identifier: Apache-2.0
"""The file of a record, through the server and the command line."""

import io
import json
import pathlib
import shutil
import tempfile
import unittest
import zipfile

import harness

REGISTER = """register: bridge
title: 桥梁决定
gist: 从启动到归档
title_field: name
list: [name]
fields:
  - { id: name, title: 名称, type: text }
  - { id: proposal, title: 启动报告, type: file }
  - { id: contact, title: 联系人, type: text, personal: true, mask: name }
  - { id: hearing, title: 听证笔录, type: files }
states:
  - { id: begun, title: 已启动 }
steps:
  - { id: begin, title: 启动, opens: true, to: begun, required: [name], optional: [proposal, contact] }
  - { id: hear, title: 听证, optional: [hearing] }
clocks: []
dossier:
  - { title: 启动, fields: [proposal], steps: [begin] }
  - { title: 听证, fields: [hearing] }
"""


class DossierCase(harness.Case):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="plumbline-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        for name in ("roles", "registers"):
            (cls.folder / "packs/national" / name).mkdir(parents=True)
        (cls.folder / "packs/national/pack.yaml").write_text(harness.PACK, encoding="utf-8")
        (cls.folder / "packs/national/roles/roles.yaml").write_text(
            harness.ROLES + "  - { id: plain_clerk, title: 一般经办, gist: 只看本单位, reach: unit }\n", encoding="utf-8")
        (cls.folder / "packs/national/registers/bridge.yaml").write_text(REGISTER, encoding="utf-8")
        cls.server = harness.Server(cls.folder)
        cls.addClassCleanup(cls.server.stop)
        answer = cls.server.post("/api/organisation/imports", harness.UNITS, name="units.csv", apply="true")
        assert answer.status == 200, answer.body.decode()
        paper = cls.server.ask("PUT", "/api/files", "为什么要建", query={"name": "报告.txt"}).json()
        body = {"step": "begin", "fields": {"name": "清溪大桥", "contact": "某甲", "proposal": paper}}
        opened = cls.server.post("/api/registers/bridge/records", body)
        assert opened.status == 201, opened.body.decode()
        cls.record = opened.json()["record_id"]
        key = cls.server.get("/api/proof/key").json()
        cls.key = cls.folder / "key.pem"
        cls.key.write_text(key["pem"])

    def download(self):
        answer = self.server.get(f"/api/records/{self.record}/dossier")
        self.assertEqual((answer.status, answer.headers["Content-Type"]), (200, "application/zip"))
        return answer.body

    def check(self, data, *arguments):
        file = self.folder / "file.zip"
        file.write_bytes(data)
        ran = harness.run("dossier", "check", file, *arguments)
        return ran.returncode, json.loads(ran.stdout or b"{}")

    def test_downloaded_and_verified(self):
        data = self.download()
        with zipfile.ZipFile(io.BytesIO(data)) as zipped:
            names = zipped.namelist()
            self.assertIsNone(zipped.testzip())
            self.assertEqual(zipped.read("01-启动/01-报告.txt").decode(), "为什么要建")
            self.assertFalse(any("某甲" in zipped.read(name).decode() for name in names))
        self.assertEqual(names, ["目录.html", "目录.csv", "record.json", "events.jsonl", "checkpoint.txt", "key.txt",
                                 "01-启动/01-报告.txt", "校验.sm3"])
        code, found = self.check(data, "--key", self.key)
        self.assertEqual((code, found["intact"], found["faults"]), (0, True, []))
        index = self.server.get(f"/api/records/{self.record}/dossier/index").json()
        self.assertEqual([(one["title"], one["missing"]) for one in index["items"]][-1], ("听证笔录", True))
        self.assertFalse(index["complete"])

    def test_a_changed_paper_is_told(self):
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(self.download())) as old, zipfile.ZipFile(out, "w") as new:
            for name in old.namelist():
                data = old.read(name)
                new.writestr(name, "不建".encode() if name.startswith("01-") else data)
        code, found = self.check(out.getvalue(), "--key", self.key)
        self.assertEqual(code, 1)
        self.assertIn("01-启动/01-报告.txt: changed", found["faults"])
        self.assertIn("01-启动/01-报告.txt: no entry names it", found["faults"])
        self.assertNotEqual(self.check(b"PK nothing")[0], 0)

    def test_made_on_the_command_line(self):
        file = self.folder / "made.zip"
        # Beside a PostgreSQL the key lies in the folder that the program works in.
        ran = harness.run("dossier", "make", self.record, "--database", self.server.database, "-o", file, cwd=self.folder)
        self.assertEqual(ran.returncode, 0, ran.stderr.decode())
        self.assertEqual(json.loads(ran.stdout)["papers"], 1)
        self.assertEqual(self.check(file.read_bytes(), "--key", self.key)[0], 0)
        ran = harness.run("dossier", "make", "nobody", "--database", self.server.database, "-o", file,
                          cwd=self.folder)
        self.assertNotEqual(ran.returncode, 0)

    def test_only_for_those_who_see_the_record(self):
        clerk = {"Cookie": self.server.sign_up("sfj_clerk", ["plain_clerk"], "sfj")}
        for path in ("dossier", "dossier/index"):
            answer = self.server.ask("GET", f"/api/records/{self.record}/{path}", headers=clerk)
            self.assertEqual((answer.status, answer.id), (404, "records.unknown_record"))
            answer = self.server.ask("GET", f"/api/records/{self.record}/{path}", headers={"Cookie": ""})
            self.assertEqual(answer.status, 401)


if __name__ == "__main__":
    unittest.main()
