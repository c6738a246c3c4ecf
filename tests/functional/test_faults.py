# SPDX-License-Identifier: Apache-2.0
"""What the server answers to requests that are wrong, hostile or repeated."""

import gzip
import json
import unittest

import harness


class Faults(harness.Case):
    config = "[limits]\nfile_bytes = 2000000\n"

    def test_routes(self):
        self.assert_problem(self.server.get("/api/nothing"), 404, "api.not_found")
        self.assert_problem(self.server.get("/api/documents/"), 404, "api.not_found")
        wrong = self.server.ask("DELETE", "/api/ledger")
        self.assert_problem(wrong, 405, "api.method_not_allowed")
        self.assertEqual(wrong.headers["Allow"], "GET, HEAD")
        self.assertEqual(self.server.ask("PATCH", "/api/documents").headers["Allow"], "GET, HEAD, POST")
        self.assert_problem(self.server.get("/api//ledger"), 400, "api.bad_target")
        self.assert_problem(self.server.get("/api/%zz"), 400, "api.bad_target")

    def test_parameters(self):
        for query, name in (
            ("limit=0", "api.bad_parameter"), ("limit=501", "api.bad_parameter"), ("limit=x", "api.bad_parameter"),
            ("limt=5", "api.unknown_parameter"), ("q=a&q=b", "api.duplicate_parameter"),
            ("due_from=2026-02-30", "api.bad_parameter"), ("role=boss", "api.bad_parameter"),
            ("sort=name", "api.bad_parameter"), ("deadline_kind=never", "projection.bad_filter"),
        ):
            self.assert_problem(self.server.get("/api/ledger?" + query), 400, name)
        self.assert_problem(self.server.post("/api/documents", "x"), 400, "api.missing_parameter")
        self.assert_problem(self.server.post("/api/documents", "x", name="a.txt", pasted="yes"), 400, "api.bad_parameter")

    def test_json(self):
        path = "/api/organisation/resolutions"
        as_json = {"Content-Type": "application/json"}
        for body, name in ((b"", "api.body_required"), (b"{", "api.bad_json"), (b'{"names":[],"names":[]}', "api.bad_json"),
                           (b"[]", "api.bad_field"), (b'{"names":"x"}', "api.bad_field"), (b"{}", "api.bad_field"),
                           (b'{"names":[],"x":1}', "api.unknown_field"), (b'{"names":["\xff"]}', "api.bad_json"),
                           (b'{"names":[],"on":"2026-13-01"}', "api.bad_field")):
            self.assert_problem(self.server.ask("POST", path, body, as_json), 400, name)
        offset = self.server.ask("POST", path, b'{"names":[1,]}', as_json).json()["args"]["offset"]
        self.assertEqual(offset, "12")
        self.assert_problem(self.server.ask("POST", path, b"{}", {"Content-Type": "text/plain"}), 415, "api.unsupported_media_type")
        form = {"Content-Type": "multipart/form-data; boundary=x"}
        self.assert_problem(self.server.ask("POST", "/api/parse?name=a", b"x", form), 415, "api.unsupported_media_type")

    def test_sizes(self):
        large = b"x" * 2_000_001
        self.assert_problem(self.server.post("/api/parse", large, name="a.txt"), 413, "api.body_too_large")
        self.assertEqual(self.server.post("/api/parse", ("好" * 30 + "。\n") * 15_000, name="a.txt").status, 200)
        body = json.dumps({"names": ["x" * (1 << 20)]}).encode()
        self.assert_problem(self.server.ask("POST", "/api/organisation/resolutions", body, {"Content-Type": "application/json"}),
                            413, "api.body_too_large")
        self.assert_problem(self.server.ask("GET", "/api/ledger", headers={"X-Long": "x" * 9000}), 431, "api.header_too_large")

    def test_smuggling(self):
        for head in (b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", b"Content-Length: 4\r\nContent-Length: 5\r\n",
                     b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n"):
            with self.server.raw() as client:
                client.sendall(b"POST /api/parse?name=a HTTP/1.1\r\nHost: localhost\r\n" + head + b"\r\n0\r\n\r\n")
                self.assertTrue(client.recv(65536).startswith(b"HTTP/1.1 400 "), head)

    def test_documents_that_cannot_be_read(self):
        for body, name, status, fault in (
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, "a.doc", 422, "document.legacy_format"),
            (b"PK\x03\x04broken", "a.docx", 422, "document.damaged"),
            (b"%PDF-1.4\nbroken", "a.pdf", 422, "document.damaged"),
            (b" \n ", "a.txt", 422, "document.empty"),
        ):
            answer = self.server.post("/api/documents", body, name=name)
            self.assert_problem(answer, status, fault)
        self.assertEqual(self.server.get("/api/documents").json()["items"], [])

    def test_language(self):
        english = self.server.ask("GET", "/api/nothing", headers={"Accept-Language": "en-GB,en;q=0.8"})
        self.assertEqual(english.json()["title"], "No such page")
        self.assertEqual(english.headers["Content-Language"], "en")
        self.assertEqual(self.server.get("/api/nothing").json()["title"], "没有这个页面")

    def test_other_sites(self):
        self.assert_problem(self.server.ask("GET", "/api/ledger", headers={"Host": "evil.example"}), 403, "api.forbidden_host")
        for headers in ({"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
            self.assert_problem(self.server.ask("POST", "/api/parse?name=a", b"x", headers), 403, "api.cross_site")
        own = {"Origin": f"http://127.0.0.1:{self.server.port}", "Sec-Fetch-Site": "same-origin"}
        self.assertEqual(self.server.ask("POST", "/api/parse?name=a", harness.PLAN, own).status, 200)

    def test_headers(self):
        for path in ("/", "/api/ledger", "/api/nothing"):
            headers = self.server.ask("GET", path, headers={"Accept": "text/html"}).headers
            self.assertEqual(headers["Content-Security-Policy"],
                             "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                             "object-src 'none'; base-uri 'none'; frame-ancestors 'none'")
            self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
            self.assertEqual(headers["Referrer-Policy"], "no-referrer")
            self.assertNotIn("Access-Control-Allow-Origin", headers)
        self.assertEqual(self.server.get("/healthz").headers["Cache-Control"], "no-store")

    def test_head(self):
        answer = self.server.ask("HEAD", "/api/openapi.yaml")
        size = (harness.ROOT / "schema/openapi.yaml").stat().st_size
        self.assertEqual((answer.status, answer.body, answer.headers["Content-Length"]), (200, b"", str(size)))

    def test_compression(self):
        answer = self.server.ask("GET", "/api/openapi.yaml", headers={"Accept-Encoding": "gzip"})
        self.assertEqual(answer.headers["Content-Encoding"], "gzip")
        self.assertEqual(gzip.decompress(answer.body), (harness.ROOT / "schema/openapi.yaml").read_bytes())

    def test_page_that_was_not_built(self):
        page = self.server.ask("GET", "/ledger", headers={"Accept": "text/html"})
        self.assertEqual(page.status, 200)
        self.assertIn("tools/build-web", page.body.decode())
        self.assertEqual(self.server.get("/favicon.ico").status, 404)

    def test_repetition(self):
        key = {"Idempotency-Key": "import-1"}
        path = "/api/documents?name=once.txt"
        text = harness.PLAN.replace("砚湖县", "砚山县")
        first = self.server.ask("POST", path, text, key)
        again = self.server.ask("POST", path, text, key)
        self.assertEqual((first.status, again.status), (201, 201), again.body.decode())
        self.assertEqual(first.json()["document_id"], again.json()["document_id"])
        self.assertEqual(first.headers["Location"], again.headers["Location"])
        self.assert_problem(self.server.ask("POST", path, text + "\n附注\n", key), 409, "journal.key_reused")
        self.assert_problem(self.server.ask("POST", path, text, {"Idempotency-Key": "x" * 129}), 400, "api.bad_parameter")


if __name__ == "__main__":
    unittest.main()
