# SPDX-License-Identifier: Apache-2.0
"""Packs from outside: the commands, the schema that editors use, and a register added by a folder alone."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import harness
import jsonschema
import yaml

PACKS = harness.ROOT / "packs"
EXAMPLE = PACKS / "examples/government-contract"
BROKEN = harness.ROOT / "src/pack/testdata"
KINDS = {"law": "law_file", "parameters": "parameters_file", "registers": "register_file",
         "roles": "roles_file", "obligations": "obligations_file", "measures": "measures_file",
         "indicators": "indicators_file", "editions": "editions_file", "reports": "reports_file",
         "calendar": "calendar_file", "scenarios": "scenarios_file"}


class Loader(yaml.SafeLoader):
    """Scalars as packs mean them: true, false, null and plain numbers; all else is text, also `on`."""

    yaml_implicit_resolvers = {}


for tag, pattern, first in (("bool", "^(?:true|false)$", "tf"), ("null", "^(?:~|null|)$", ["~", "n", ""]),
                            ("int", "^-?(?:0|[1-9][0-9]*)$", "-0123456789"),
                            ("float", r"^-?(?:0|[1-9][0-9]*)\.[0-9]+$", "-0123456789")):
    Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(first))


def validator(kind):
    schema = json.loads((harness.ROOT / "schema/pack.schema.json").read_text("utf-8"))
    schema.pop("anyOf")
    return jsonschema.Draft202012Validator({**schema, "$ref": f"#/$defs/{kind}"})


def kind_of(path):
    return "pack_file" if path == "pack.yaml" else KINDS.get(path.split("/")[0])


def sections(text):
    """The files of a bundle, as src/pack/bundle.hpp reads it."""
    parts = re.split(r"^=== (.*)\n", text, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2]))


class Schema(unittest.TestCase):
    def test_every_file_of_every_pack(self):
        validators = {kind: validator(kind) for kind in ["pack_file", *KINDS.values()]}
        checked = 0
        for pack in sorted(PACKS.rglob("pack.yaml")):
            for path in sorted(pack.parent.rglob("*.yaml")):
                kind = kind_of(path.relative_to(pack.parent).as_posix())
                if kind is None:
                    continue
                content = yaml.load(path.read_text("utf-8"), Loader)
                faults = [f"{list(fault.absolute_path)}: {fault.message[:200]}"
                          for fault in validators[kind].iter_errors(content)]
                self.assertEqual(faults, [], path)
                checked += 1
        self.assertGreater(checked, 30)

    def test_broken_files(self):
        """What the schema can see, it sees: files whose faults are inside one file are refused by it."""
        seen_by_schema = ("pack.missing_key", "pack.unknown_key", "pack.unknown_kind", "pack.unknown_operator",
                          "pack.unknown_type", "pack.unknown_layer", "pack.unknown_unit", "pack.unknown_reach",
                          "pack.unknown_right")
        refused = 0
        for path in sorted((BROKEN / "bad").glob("*.txt")):
            files = sections(path.read_text("utf-8"))
            for name, text in files.items():
                kind = kind_of(name.removeprefix("lower:"))
                expected = [line for line in files["expected"].splitlines()
                            if line.startswith(name + ":") and any(f"error: {known}" in line for known in seen_by_schema)]
                if kind is None or not expected:
                    continue
                try:
                    content = yaml.load(text, Loader)
                except yaml.YAMLError:
                    continue
                self.assertFalse(validator(kind).is_valid(content), f"{path.name}: {name}")
                refused += 1
        self.assertGreater(refused, 5)
        for good in ("base.txt", "linked.txt", "counted.txt"):
            for name, text in sections((BROKEN / good).read_text("utf-8")).items():
                validator(kind_of(name)).validate(yaml.load(text, Loader))


class Commands(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="plumbline-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def pack(self, *arguments):
        return harness.run("pack", *arguments)

    def test_packs_are_good(self):
        checked = self.pack("check", PACKS, "--json")
        self.assertEqual(checked.returncode, 0, checked.stdout.decode())
        self.assertEqual(json.loads(checked.stdout)["errors"], 0)
        tested = self.pack("test", PACKS, "--json")
        result = json.loads(tested.stdout)
        self.assertEqual((tested.returncode, result["failures"]), (0, []))
        self.assertGreater(result["scenarios"], 10)

    def test_faults_have_places_and_suggestions(self):
        shutil.copytree(EXAMPLE, self.folder / "contract")
        shutil.copytree(PACKS / "national", self.folder / "national")
        path = self.folder / "contract/registers/government_contract.yaml"
        lines = path.read_text("utf-8").splitlines()
        number = next(i for i, line in enumerate(lines) if "require: opinion" in line)
        lines[number] = lines[number].replace("opinion in", "opnion in")
        path.write_text("\n".join(lines) + "\n", "utf-8")
        checked = self.pack("check", "--no-warnings", self.folder / "contract")
        self.assertEqual(checked.returncode, 1)
        out = checked.stdout.decode()
        self.assertRegex(out, rf"government_contract\.yaml:{number + 1}:18: error: .*opnion.* opinion.*\[expression\.unknown_name\]\n")
        self.assertNotIn("\x1b", out)
        english = subprocess.run([harness.PROGRAM, "pack", "check", str(self.folder / "contract")],
                                 env={**harness.ENVIRONMENT, "LC_ALL": "en_US.UTF-8"}, capture_output=True)
        self.assertIn(b"did you mean opinion?", english.stdout)
        fault = json.loads(self.pack("check", "--json", self.folder / "contract").stdout)["faults"]
        self.assertIn("expression.unknown_name", [each["id"] for each in fault])
        self.assertEqual(self.pack("test", self.folder / "contract").returncode, 1)

    def test_a_wrong_scenario_is_told(self):
        shutil.copytree(EXAMPLE, self.folder / "contract")
        shutil.copytree(PACKS / "national", self.folder / "national")
        path = self.folder / "contract/scenarios/contract.yaml"
        path.write_text(path.read_text("utf-8").replace("due_on: 2026-03-30", "due_on: 2026-03-28"), "utf-8")
        tested = self.pack("test", self.folder / "contract")
        self.assertEqual(tested.returncode, 1)
        self.assertRegex(tested.stdout.decode(), r"contract\.yaml:\d+: .*逾期备案\n +clocks\.filing\.due_on: wanted 2026-03-28, was 2026-03-30")

    def test_the_example_is_complete(self):
        tested = self.pack("test", "--coverage", "--json", EXAMPLE)
        result = json.loads(tested.stdout)
        self.assertEqual((tested.returncode, result["failed"], result["uncovered"]), (0, 0, []))
        self.assertEqual(result["scenarios"], 12)

    def test_explain_and_list(self):
        told = self.pack("explain", "government_contract", "--folder", EXAMPLE, "--on", "2026-03-01")
        self.assertEqual(told.returncode, 0, told.stderr)
        for part in ("# 政府合同", "不少于5个工作日", "《清溪县政府合同管理办法（虚构）》第6条", "按审查意见修改后再送审"):
            self.assertIn(part, told.stdout.decode())
        self.assertIn("不少于3个工作日", self.pack("explain", "government_contract", "--folder", EXAMPLE, "--on",
                                                "2025-03-01").stdout.decode())
        self.assertEqual(self.pack("explain", "nothing", "--folder", PACKS).returncode, 2)
        self.assertEqual(self.pack("explain", "nothing", "--folder", PACKS, "--on", "2026-02-30").returncode, 2)
        listed = json.loads(self.pack("list", "--folder", PACKS, "--json").stdout)
        by_id = {each["id"]: each for each in listed["parameters"]}
        self.assertEqual(by_id["reconsideration.reply.max"]["in_force"]["unit"], "working_day")
        self.assertIn("第", by_id["reconsideration.reply.max"]["in_force"]["article"])

    def test_every_fault_has_words(self):
        code = "".join(path.read_text("utf-8") for path in (harness.ROOT / "src/pack").glob("*.cpp"))
        words = (harness.ROOT / "apps/pack_words.cpp").read_text("utf-8")
        ids = set(re.findall(r'"(pack\.[a-z_]+[a-z])"', code))
        self.assertGreater(len(ids), 40)
        kinds = set(re.findall(r'^    \{"([a-z_]+)", ', words, re.M))
        self.assertEqual([each for each in sorted(ids - {"pack.yaml"}) if f'"{each}"' not in words and
                          each.removeprefix("pack.unknown_") not in kinds], [])

    def test_what_cannot_be_read(self):
        self.assertEqual(self.pack("check", self.folder / "nothing").returncode, 1)
        self.assertEqual(self.pack("check", self.folder).returncode, 1)
        self.assertEqual(self.pack("explain").returncode, 2)


class Register(unittest.TestCase):
    """The folder of the example is all that the server needs to keep the records of a new register."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="plumbline-"))
        self.addCleanup(shutil.rmtree, self.folder)
        packs = self.folder / "packs"
        shutil.copytree(PACKS / "national", packs / "national")
        shutil.copytree(EXAMPLE, packs / "government-contract")
        self.server = harness.Server(self.folder, arguments=("--packs", str(packs), "--jurisdiction", "CN-XX-YZ-QX"))
        self.addCleanup(self.server.stop)

    def test_a_record_lives_by_the_rules_of_the_folder(self):
        rules = self.server.get("/api/rules").json()
        self.assertIn("government_contract", [each["id"] for each in rules["registers"]])
        told = self.server.get("/api/rules/registers/government_contract").json()
        self.assertEqual(told["title"], "政府合同")
        records = "/api/registers/government_contract/records"
        fields = {"title": "污水处理厂运营合同", "counterparty": "某水务公司", "amount": 1200000.5}
        lacking = self.server.post(records, {"step": "draft", "on": "2026-03-02", "fields": {"title": "甲"}})
        self.assertEqual(lacking.status, 409, lacking.body)
        opened = self.server.post(records, {"step": "draft", "on": "2026-03-02", "fields": fields})
        self.assertEqual(opened.status, 201, opened.body)
        record = opened.json()
        steps = f"/api/records/{record['record_id']}/steps"
        kept = self.server.ask("PUT", "/api/files", "合同文本".encode(), query={"name": "合同.txt"})
        self.assertEqual(kept.status, 201, kept.body)
        revision = record["revision"]

        def take(step, on, fields):
            nonlocal revision
            answer = self.server.post(steps, {"step": step, "on": on, "fields": fields, "revision": revision})
            revision = answer.json().get("revision", revision)
            return answer

        taken = take("submit_review", "2026-03-03", {"draft_file": kept.json()})
        self.assertEqual(taken.status, 200, taken.body)
        self.assertEqual(take("give_opinion", "2026-03-06", {"opinion": "passed"}).status, 200)
        early = take("sign", "2026-03-10", {})
        self.assertEqual(early.status, 409, early.body)
        self.assertEqual([each["code"] for each in early.json()["refusals"]], ["too_early"])
        signed = take("sign", "2026-03-11", {})
        self.assertEqual(signed.status, 200, signed.body)
        self.assertEqual(signed.json()["state"], "signed")
        listed = self.server.get(records, state="signed").json()
        self.assertEqual(len(listed["items"]), 1)


if __name__ == "__main__":
    unittest.main()
