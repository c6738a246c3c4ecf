# SPDX-License-Identifier: Apache-2.0
"""samples/manifest.json: what is imported, in which order, and what must come of it."""
import json

from model import SAMPLES

LEDGERS = {"03", "04", "05", "06"}
ROLES = {"13": "none", "14": "report"}
KINDS = {"13": "other", "14": "report"}
# When it came in, where the sample tells of the years before; what waits for a person comes in today.
DAYS = {"16": "2026-02-02", "01": "2026-03-02", "02": "2026-04-07", "03": "2026-03-24", "04": "2026-03-09", "05": "2026-03-20",
        "06": "2026-03-13", "07": "2025-09-08", "08": "2026-03-12", "09": "2025-06-23", "10": "2025-08-20", "11": "2026-02-12",
        "13": "2026-07-06", "14": "2026-03-03"}
# The city's plan comes first, since the county's carries it out.
ORDER = ["16", "01", "15", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13", "14"]


def manifest():
    golds = {path.name[:2]: json.loads(path.read_text("utf-8")) for path in (SAMPLES / "gold").glob("*.json")}
    files = {no: "plans/" + g["file"] for no, g in golds.items()}
    rows = [{"file": "organisations.csv", "role": "organisation"}]
    for no in ORDER:
        row = {"file": files[no], "role": ROLES.get(no, "plan")}
        if no == "15":
            row["predecessor"] = files["01"]
        if no in {"01", "15"}:
            row["higher_plan"] = files["16"]
        if no in DAYS:
            row["on"] = DAYS[no]
        row["title"] = golds[no]["title"]
        row["expect"] = {"tasks": len(golds[no]["tasks"]), "kind": "ledger" if no in LEDGERS else KINDS.get(no, "plan")}
        rows.append(row)
    (SAMPLES / "manifest.json").write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", "utf-8")
