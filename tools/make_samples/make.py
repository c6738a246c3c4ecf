#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes samples/ again from content/: `make.py` for all, `make.py NAME…` for those whose function name holds NAME.

Needs Python 3.11, OpenCC's library for the traditional samples, uconv for the damaged one and LibreOffice for the pdf.
"""
import sys

import binaries
import damaged
import manifest
import organisations
import reports
import texts

MAKERS = [organisations.organisations, *texts.FIRST, *damaged.FIRST, *reports.FIRST, *binaries.FIRST, manifest.manifest]

for maker in MAKERS:
    if len(sys.argv) == 1 or any(word in maker.__name__ for word in sys.argv[1:]):
        maker()
        print(maker.__name__)
