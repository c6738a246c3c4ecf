#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""sign_in.py ADDRESS CODE: sets a fresh program up and prints the cookie of the first person."""

import json
import sys
import urllib.request

address, code = sys.argv[1:3]
person = {"code": code, "user_name": "bench", "name": "测", "password": "Willow-Lake-2026"}
request = urllib.request.Request(f"{address}/api/setup", json.dumps(person).encode(), {"Content-Type": "application/json"})
with urllib.request.urlopen(request) as answer:
    print(answer.headers["Set-Cookie"].split(";")[0])
