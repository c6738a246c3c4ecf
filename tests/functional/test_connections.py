# SPDX-License-Identifier: Apache-2.0
"""Many, slow and silent clients, and a server that is asked to stop."""

import http.client
import threading
import unittest

import harness


class Connections(harness.Case):
    config = "[timeouts]\nheader_seconds = 1\nbody_seconds = 1\nidle_seconds = 60\n"

    def test_idle_connections_do_not_keep_others_out(self):
        idle = [http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30) for _ in range(200)]
        for client in idle:
            self.assertEqual(self.server.ask("GET", "/healthz", connection=client).status, 200)
        self.assertEqual(self.server.get("/healthz").status, 200)
        self.assertRegex(self.server.get("/metrics").body.decode(), r"plumbline_http_connections 2\d\d\n")
        for client in idle:
            client.close()

    def test_slow_clients_are_closed(self):
        clients = [self.server.raw() for _ in range(3)]
        clients[1].sendall(b"GET / HTTP/1.1\r\nHos")
        clients[2].sendall(b"POST /api/parse?name=a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nabc")
        for client in clients:
            with client:
                self.assertEqual(client.recv(1), b"")

    def test_large_uploads_at_once(self):
        body = (harness.PLAN * 400).encode()
        answers = []
        threads = [threading.Thread(target=lambda: answers.append(self.server.post("/api/parse", body, name="a.txt").status))
                   for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(answers, [200] * 6)


class Stop(harness.Case):
    def test_requests_in_flight_are_finished(self):
        body = (harness.PLAN * 2000).encode()
        idle = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        self.server.ask("GET", "/healthz", connection=idle)
        answers = []
        working = threading.Thread(target=lambda: answers.append(self.server.post("/api/parse", body, name="a.txt")))
        working.start()
        while "plumbline_http_in_flight 2" not in self.server.get("/metrics").body.decode() and working.is_alive():
            pass
        self.assertEqual(self.server.stop(), 0)
        working.join()
        idle.close()
        self.assertEqual([answer.status for answer in answers], [200])
        self.assertGreater(len(answers[0].json()["tasks"]), 1)


if __name__ == "__main__":
    unittest.main()
