# SPDX-License-Identifier: Apache-2.0
"""A real server on a free loopback port with a database of its own, and what is asked of it."""

import hashlib
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import unittest
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.path.abspath(os.environ.get("PLUMBLINE", str(ROOT / "build/release/plumbline")))
ENVIRONMENT = {**os.environ, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}

PLAN = """砚湖县2026年法治建设重点任务安排
砚依法办发〔2026〕9号

一、健全依法行政制度体系
1.梳理现行规范性文件,公布目录。
牵头单位:县司法局
责任单位:县政府办公室、各镇
完成时限:2026年6月底前
2.重大决策公众参与率达到100%。
牵头单位:县政府办公室
配合单位:县司法局
完成时限:长期坚持
二、规范行政执法
3.每季度评查案卷,发现问题限期整改。
牵头单位:县司法局
责任单位:各行政执法部门
完成时限:每季度末
4.建立执法人员档案。
牵头单位:县市场监督管理局
完成时限:2026年9月30日前
"""

REPORT = """砚湖县2025年法治政府建设情况报告
2025年,全县办理行政复议案件128件,办结率98.5%,投入法律援助经费35万元。
"""

UNITS = """编号,上级编号,名称,类别,别名,启用日期,停用日期,承接单位,行政执法,曾用名
zf,,砚湖县人民政府,政府,县政府,,,,否,
zfb,zf,砚湖县人民政府办公室,政府部门,政府办;县政府办,,,,否,
sfj,zf,砚湖县司法局,政府部门,司法局,,,,否,
scj,zf,砚湖县市场监督管理局,政府部门,市场监管局,,,,是,
qx,zf,清溪镇,乡镇,,,,,否,
"""


# Rules with one role that may everything, for servers that are not given packs: nothing else may change by them.
PACK = """id: national
title: 样例
layer: national
jurisdiction: CN
extends: []
version: 0.0.1
in_force_from: 2019-01-01
in_force_until:
"""
ROLES = """roles:
  - id: coordinator
    title: 统筹人员
    gist: 样例
    reach: all
    rights: [plans, correct, move, personal, erase, organisation, accounts, calendar, what_if, journal, targets, assess, reports]
"""
USER, PASSWORD = "keeper", "Wuhe-2026-zhi"
CODE = "[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}"


def fresh_database(folder, name="test"):
    """A place for a database: a file, or, where PLUMBLINE_TEST_DATABASE names a PostgreSQL, a schema of its own."""
    url = os.environ.get("PLUMBLINE_TEST_DATABASE")
    if not url:
        return f"sqlite:{folder}/{name}.db"
    # The same folder and name lead to the same schema again.
    digest = hashlib.sha256(str(folder).encode()).hexdigest()[:16]
    return f"{url}{'&' if '?' in url else '?'}schema=f{digest}_{name}"


class Answer:
    def __init__(self, response, body):
        self.status = response.status
        self.headers = response.headers
        self.body = body

    def json(self):
        return json.loads(self.body)

    @property
    def id(self):
        """The id of a problem."""
        assert self.headers["Content-Type"] == "application/problem+json", (self.status, self.body)
        return self.json()["id"]


class Server:
    """Starts the program; `called` collects the operations of the contract that were asked for.

    Somebody with every role of the rules is signed in, unless `signs_in` says otherwise.
    """

    called = set()
    cookies = {}  # of the databases that have somebody signed in: sessions outlive the program

    def __init__(self, folder, config="", arguments=(), database=None, signs_in=True):
        self.folder = pathlib.Path(folder)
        if "--packs" not in arguments and not (self.folder / "packs").exists():
            (self.folder / "packs/national/roles").mkdir(parents=True)
            (self.folder / "packs/national/pack.yaml").write_text(PACK, encoding="utf-8")
            (self.folder / "packs/national/roles/roles.yaml").write_text(ROLES, encoding="utf-8")
        self.database = database or fresh_database(self.folder)
        file = self.folder / "plumbline.toml"
        file.write_text(config, encoding="utf-8")
        self.errors = open(self.folder / "stderr", "ab")
        self.process = subprocess.Popen(
            [PROGRAM, "serve", "--config", file, "--port", "0", "--database", self.database,
             "--web", str(self.folder / "web"), *arguments],
                cwd=self.folder, stdout=subprocess.PIPE, stderr=self.errors, env=ENVIRONMENT)
        line = self.process.stdout.readline().decode()
        match = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/\n", line)
        if not match:
            self.stop()
            raise RuntimeError(f"no address: {line!r} {self.log()}")
        self.port = int(match[1])
        self.cookie = ""
        self.setup_code = None
        if self.get("/api/session").json()["setup_needed"]:
            second = self.process.stdout.readline().decode()
            self.setup_code = re.fullmatch(f"setup code: ({CODE})\n", second)[1]
        self.cookie = Server.cookies.get(self.database, "")
        if signs_in and not self.cookie:
            # Roles of real packs are bound to units: without one of its own a person can do little by them.
            self.set_up("sfj" if "--packs" in arguments else "")

    def set_up(self, unit="sfj"):
        """The first account, with every role of the rules."""
        made = self.ask("POST", "/api/setup", {"code": self.setup_code, "user_name": USER, "name": "管理员", "unit": unit,
                                               "password": PASSWORD})
        if made.status != 201:
            self.stop()
            raise RuntimeError(f"not set up: {made.body.decode()} {self.log()}")
        self.cookie = cookie_of(made)
        roles = [role["id"] for role in made.json()["roles"]]
        if set(roles) != set(made.json()["account"]["roles"]):
            path = f"/api/accounts/{made.json()['account']['account_id']}/changes"
            changed = self.ask("POST", path, {"roles": roles})
            if changed.status != 200:
                raise RuntimeError(changed.body.decode())
            self.cookie = self.sign_in(USER)
        Server.cookies[self.database] = self.cookie

    def sign_in(self, user_name, password=PASSWORD):
        """The cookie of a new session."""
        answer = self.ask("POST", "/api/session", {"user_name": user_name, "password": password}, {"Cookie": ""})
        if answer.status != 200:
            raise RuntimeError(answer.body.decode())
        return cookie_of(answer)

    def sign_up(self, user_name, roles, unit=""):
        """A new account by whoever is signed in; the cookie of its first session."""
        opened = self.ask("POST", "/api/accounts", {"user_name": user_name, "name": f"{user_name}样例", "unit": unit,
                                                    "roles": list(roles)})
        if opened.status != 201:
            raise RuntimeError(opened.body.decode())
        answer = self.ask("POST", "/api/session/code", {"user_name": user_name, "code": opened.json()["code"],
                                                        "password": PASSWORD}, {"Cookie": ""})
        if answer.status != 200:
            raise RuntimeError(answer.body.decode())
        return cookie_of(answer)

    def log(self):
        return (self.folder / "stderr").read_text(encoding="utf-8")

    def ask(self, method, path, body=None, headers=None, query=None, connection=None):
        if query:
            path += "?" + urllib.parse.urlencode(query)
        headers = dict(headers or {})
        headers.setdefault("Cookie", self.cookie)
        if not headers["Cookie"]:
            del headers["Cookie"]
        if isinstance(body, (dict, list)):
            body = json.dumps(body, ensure_ascii=False).encode()
            headers.setdefault("Content-Type", "application/json")
        elif isinstance(body, str):
            body = body.encode()
        if body is not None:
            headers.setdefault("Content-Type", "application/octet-stream")
        client = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            client.request(method, path, body, headers)
            response = client.getresponse()
            answer = Answer(response, response.read())
        finally:
            if connection is None:
                client.close()
        for operation in operations():
            if operation.method == method and operation.pattern.fullmatch(path.split("?")[0]):
                Server.called.add(operation.id)
        return answer

    def get(self, path, **query):
        return self.ask("GET", path, query=query)

    def post(self, path, body, **query):
        return self.ask("POST", path, body, query=query)

    def raw(self):
        client = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        client.settimeout(30)
        return client

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self._gone()

    def stop(self):
        """Ends the server politely and gives its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self._gone()

    def _gone(self):
        try:
            code = self.process.wait(timeout=60)
        finally:
            if self.process.poll() is None:
                self.process.kill()
        self.process.stdout.close()
        self.errors.close()
        return code


def cookie_of(answer):
    return answer.headers["Set-Cookie"].split(";")[0]


class Operation:
    def __init__(self, method, path, name):
        self.method, self.path, self.id = method.upper(), path, name
        # A literal path wins over one with a parameter in the same place.
        self.pattern = re.compile(re.sub(r"\{[a-z_]+\}", "[^/]+", path))


_operations = []
# Where the operations of records, rules and the calendar are.
OF_RECORDS = ("/api/rules", "/api/registers", "/api/records", "/api/calendar", "/api/what_if", "/api/files")
# And those of people and their work.
OF_PEOPLE = ("/api/session", "/api/setup", "/api/accounts", "/api/people", "/api/views", "/api/work", "/api/digests",
             "/api/calendar_address", "/ics")
# And those of numbers, sheets and reports.
OF_NUMBERS = ("/api/indicators", "/api/leader_page", "/api/targets", "/api/baselines", "/api/assessments", "/api/assessment_sheets",
              "/api/report")


def operations():
    """The contract's operations; it is written in one regular style, which is all this reads."""
    if not _operations:
        path = method = ""
        for line in (ROOT / "schema/openapi.yaml").read_text(encoding="utf-8").splitlines():
            if line == "components:":
                break
            if match := re.fullmatch(r"  (/\S*):", line):
                path = match[1]
            elif match := re.fullmatch(r"    (get|post|put|delete):", line):
                method = match[1]
            elif match := re.fullmatch(r"      operationId: (\w+)", line):
                _operations.append(Operation(method, path, match[1]))
    return _operations


def run(*arguments, **options):
    """The program as a command."""
    options.setdefault("env", ENVIRONMENT)
    options.setdefault("timeout", 120)
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, **options)


class Case(unittest.TestCase):
    """One server and one folder for all tests of a class."""

    config = ""

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="plumbline-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.server = Server(cls.folder, cls.config)
        cls.addClassCleanup(cls.server.stop)

    def assert_problem(self, answer, status, name):
        self.assertEqual((answer.status, answer.id), (status, name), answer.body.decode())
        problem = answer.json()
        self.assertEqual(problem["type"], "urn:plumbline:problem:" + name)
        self.assertEqual(problem["status"], status)
        self.assertTrue(problem["title"] and problem["detail"])
        self.assertNotIn("{", problem["detail"])

    def import_plan(self, text=PLAN, name="重点任务.txt", **query):
        answer = self.server.post("/api/documents", text, name=name, **query)
        self.assertEqual(answer.status, 201, answer.body.decode())
        return answer.json()


if __name__ == "__main__":
    raise SystemExit("run the test_*.py beside this file")
