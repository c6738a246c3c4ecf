# SPDX-License-Identifier: Apache-2.0
"""A writer is killed again and again; whatever it acknowledged is there, and nothing is half there.

PLUMBLINE_KILLS sets how often (100). With PLUMBLINE_TEST_DATABASE the database is PostgreSQL's.
"""

import os
import pathlib
import random
import signal
import subprocess
import tempfile
import time
import unittest

import harness

WRITER = os.environ.get("KILL_WRITER", str(harness.ROOT / "build/release/kill_writer"))
KILLS = int(os.environ.get("PLUMBLINE_KILLS", "100"))
PER_DATABASE = 25  # so that checking stays short
CHANCE = random.Random(20260101)


def write_until_killed(url, seed):
    """The whole lines that it wrote."""
    process = subprocess.Popen([WRITER, "write", url, seed], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    first = process.stdout.readline()
    time.sleep(CHANCE.uniform(0, 0.12))
    process.send_signal(signal.SIGKILL)
    rest = process.stdout.read()
    failed = process.stderr.read().decode()
    process.wait()
    process.stdout.close()
    process.stderr.close()
    if first != b"ready\n" or failed:
        raise AssertionError(f"the writer ended by itself: {first} {failed}")
    return rest[:rest.rfind(b"\n") + 1]


class Kill(unittest.TestCase):
    def test_nothing_acknowledged_is_lost(self):
        killed = acknowledged = 0
        with tempfile.TemporaryDirectory(prefix="plumbline-") as folder:
            while killed < KILLS:
                url = harness.fresh_database(pathlib.Path(folder), f"kill{killed}")
                lines = b""
                for n in range(min(PER_DATABASE, KILLS - killed)):
                    lines += write_until_killed(url, str(n))
                    killed += 1
                    last = killed % PER_DATABASE == 0 or killed == KILLS
                    if n % 5 == 4 or last:
                        checked = subprocess.run([WRITER, "check", url, *(["--rebuild"] if last else [])], input=lines,
                                                 capture_output=True)
                        self.assertEqual(checked.returncode, 0, checked.stderr.decode())
                acknowledged += lines.count(b"\n")
        print(f"{killed} kills, {acknowledged} acknowledged")
        self.assertGreater(acknowledged, killed)


if __name__ == "__main__":
    unittest.main()
