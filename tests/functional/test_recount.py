# SPDX-License-Identifier: Apache-2.0
"""Every cell counted twice: the program's numbers by unit and month against those that recount.py makes out of the records
themselves, as the API tells them, for an invented county with late entries, corrections, steps taken back and mergers."""

import collections
import datetime
import decimal
import json
import pathlib
import shutil
import tempfile
import unittest

import harness
import recount

FROM, UNTIL = "2024-07-01", "2026-02-28"
REGISTERS = ("task_part", "normative_document", "major_decision")
AT_LEAST = 12  # indicators that must be compared


def months(first, last):
    day = datetime.date.fromisoformat(first).replace(day=1)
    while day.isoformat() <= last:
        after = (day + datetime.timedelta(days=31)).replace(day=1)
        yield day.isoformat()[:7], day.isoformat(), (after - datetime.timedelta(days=1)).isoformat()
        day = after


def divided(numerator, denominator, percent, scale):
    """Rounded half up, as a person would with paper; None where there is nothing to divide by."""
    if denominator == 0:
        return None
    with decimal.localcontext() as context:
        context.prec = 50
        exact = decimal.Decimal(numerator) * (100 if percent else 1) / decimal.Decimal(denominator)
        return exact.quantize(decimal.Decimal(1).scaleb(-scale), decimal.ROUND_HALF_UP)


class Recount(harness.Case):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="plumbline-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        database = harness.fresh_database(cls.folder)
        made = harness.run("demo", "--database", database, "--packs", harness.ROOT / "packs", "--jurisdiction", "sample_county",
                           "--records", "400", "--seed", "7", "--units", "24", "--from", FROM, "--until", UNTIL, timeout=250)
        assert made.returncode == 0, made.stderr.decode()
        cls.server = harness.Server(cls.folder, database=database, arguments=[
            "--packs", str(harness.ROOT / "packs"), "--jurisdiction", "sample_county", "--clock", "2026-03-01T09:00:00+08:00"])
        cls.addClassCleanup(cls.server.stop)

    def read(self, path, **query):
        answer = self.server.get(path, **query)
        self.assertEqual(answer.status, 200, f"{path} {query} {answer.body.decode()}")
        return answer.json()

    def ids(self, register):
        out, cursor = [], ""
        while cursor is not None:
            page = self.read(f"/api/registers/{register}/records", limit=500, cursor=cursor)
            out += [item["record_id"] for item in page["items"]]
            cursor = page["next_cursor"]
        return out

    def records(self, known_on=None):
        """All records, or as they were known at the end of a day."""
        query = {"known_at": known_on + "T23:59:59.999+08:00"} if known_on else {}
        out = []
        for register in REGISTERS:
            for record_id in self.ids(register):
                answer = self.server.get(f"/api/records/{record_id}", **query)
                if answer.status == 404 and known_on:
                    continue  # nobody had heard of it
                self.assertEqual(answer.status, 200, answer.body.decode())
                out.append(recount.Record(answer.json()))
        return out

    def comparable(self):
        """Indicators whose measures are counted here too."""
        out = []
        for row in self.read("/api/indicators")["items"]:
            if row["kind"] in ("entered", "coverage"):
                continue
            formula = self.read(f"/api/indicators/{row['id']}", periods=1)["formula"]
            top = formula["numerator"]["id"]
            bottom = formula["denominator"]["id"] if formula["denominator"] else None
            if top in recount.MEASURES and (bottom is None or bottom in recount.MEASURES):
                out.append((row["id"], top, bottom, row["unit"] == "percent", formula["scale"]))
        return out

    def compare(self, records, spans, on, known_on=None):
        """Cells compared, and those of them that are not zero."""
        counted = {}
        compared, filled = 0, collections.Counter()
        for name, top, bottom, percent, scale in self.comparable():
            for measure in filter(None, (top, bottom)):
                counted.setdefault(measure, recount.contributions(measure, records))
            for period, first, last in spans:
                until = min(last, on)
                numerators = recount.by_unit(counted[top], first, until)
                denominators = recount.by_unit(counted[bottom], first, until) if bottom else {}
                query = {"period": period, "on": on, **({"known_on": known_on} if known_on else {})}
                detail = self.read(f"/api/indicators/{name}", periods=1, **query)
                told = {row["unit"]: row["value"] for row in detail["units"]}
                total = detail["indicator"]["value"]
                for unit in set(numerators) | set(denominators) | set(told):
                    value = told.get(unit)
                    cell = (name, period, unit, known_on)
                    wanted = (numerators.get(unit, 0), denominators.get(unit, 0) if bottom else None)
                    if unit == "":
                        continue  # nobody's: in the total alone
                    got = (int(value["numerator"] or 0), int(value["denominator"] or 0) if bottom else None) if value else (0, 0 if bottom else None)
                    self.assertEqual(got, wanted, cell)
                    if value and bottom:
                        expected = divided(*wanted, percent, scale)
                        self.assertEqual(value["standing"], "value" if expected is not None else "not_applicable", cell)
                        if expected is not None:
                            self.assertEqual(decimal.Decimal(value["value"]), expected, cell)
                    compared += 1
                    filled[name] += any(wanted)
                sums = (sum(numerators.values()), sum(denominators.values()) if bottom else None)
                self.assertEqual((int(total["numerator"] or 0), int(total["denominator"] or 0) if bottom else None), sums, (name, period, known_on))
        return compared, filled

    def test_1_every_unit_and_month(self):
        records = self.records()
        self.assertGreater(len(records), 200)
        compared, filled = self.compare(records, list(months(FROM, UNTIL)), "2026-03-01")
        self.assertGreaterEqual(sum(1 for count in filled.values() if count), AT_LEAST, filled)
        self.assertGreater(compared, 1000)
        print(f"\n{compared} cells of {len(filled)} indicators compared, {sum(filled.values())} not zero")

    def test_2_as_known_on_days_that_have_passed(self):
        changed = 0
        for known_on in ("2025-03-31", "2025-11-15"):
            records = self.records(known_on)
            spans = [span for span in months(FROM, known_on)][-6:]
            compared, filled = self.compare(records, spans, known_on, known_on)
            self.assertGreater(sum(filled.values()), 20)
            # Late entries: what is known today of those days is not what was known then.
            for name, top, bottom, _, _ in self.comparable():
                for period, _, _ in spans:
                    then = self.read(f"/api/indicators/{name}", periods=1, period=period, on=known_on, known_on=known_on)["indicator"]["value"]
                    now = self.read(f"/api/indicators/{name}", periods=1, period=period, on=known_on)["indicator"]["value"]
                    changed += then != now
        self.assertGreater(changed, 0)

    def test_3_years_and_quarters_are_sums_of_their_months(self):
        spans = [("2025", "2025-01-01", "2025-12-31"), ("2025-Q1", "2025-01-01", "2025-03-31"),
                 ("2025-H2", "2025-07-01", "2025-12-31"), ("2022/2026", "2022-01-01", "2026-12-31")]
        compared, filled = self.compare(self.records(), spans, "2026-03-01")
        self.assertGreater(sum(filled.values()), 50)

    def test_4_a_rebuild_counts_the_same(self):
        def all_cells():
            return [self.server.get(f"/api/indicators/{name}", periods=24, on="2026-03-01").body for name, *_ in self.comparable()]
        before = all_cells()
        database, folder = self.server.database, self.folder
        self.server.stop()
        built = harness.run("rebuild", "--database", database)
        self.assertEqual(built.returncode, 0, built.stderr.decode())
        self.assertGreater(json.loads(built.stdout)["records"], 350)
        type(self).server = harness.Server(folder, database=database, arguments=[
            "--packs", str(harness.ROOT / "packs"), "--jurisdiction", "sample_county", "--clock", "2026-03-01T09:00:00+08:00"])
        self.addClassCleanup(self.server.stop)
        self.assertEqual(all_cells(), before)

    def test_5_the_last_day_of_validity_and_the_next(self):
        database, folder = self.server.database, self.folder
        self.server.stop()
        # Two years later documents have lapsed, each when its last day was over.
        type(self).server = harness.Server(folder, database=database, arguments=[
            "--packs", str(harness.ROOT / "packs"), "--jurisdiction", "sample_county", "--clock", "2027-06-01T09:00:00+08:00"])
        self.addClassCleanup(self.server.stop)
        self.server.cookie = self.server.sign_in(harness.USER)  # the session is over too
        records = self.records()
        lapsed = sorted({record.day("lapse") for record in records if record.register == "normative_document" and record.did("lapse")})
        self.assertGreaterEqual(len(lapsed), 3)

        def in_force(day):
            detail = self.read("/api/indicators/normdoc_in_force_stock", periods=1, period=day[:4], on=day)
            return int(detail["indicator"]["value"]["numerator"] or 0)
        for last in lapsed:
            counted = recount.contributions("normdoc_in_force", records)
            for day in (last, recount.next_day(last)):
                self.assertEqual(in_force(day), sum(recount.by_unit(counted, day, day).values()), day)
        last = lapsed[0]
        self.assertTrue(all(record.get("valid_until") == last for record in records if record.day("lapse") == last))
        for day in (last, recount.next_day(last)):
            span = next(months(day, day))
            _, filled = self.compare(records, [span], day)
            self.assertGreater(filled["normdoc_in_force_stock"], 0)


if __name__ == "__main__":
    unittest.main()
