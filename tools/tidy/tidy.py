# SPDX-License-Identifier: Apache-2.0
"""House rules that a machine can check: python3 tools/tidy/tidy.py

Reports every fault at once as file:line: what, and what to do instead. The rules are told in STYLE.md.
"""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
LINES_MAX = 1000
LINE_WIDTH_MAX = 120
BLOB_BYTES_MAX = 512 * 1024
OUR_CODE = {".cpp", ".hpp", ".ts", ".vue", ".py", ".cmake"}

# Modules that compute without touching the world; time, files and chance are passed in.
PURE = {"text", "plan", "organisation", "event", "calendar", "expression", "registers"}
IMPURE = {
    r"\bsystem_clock::now\b|\bsteady_clock::now\b": "take the day or the instant as an argument (base::Clock)",
    r"\bstd::thread\b|\bstd::jthread\b": "leave threads to the server",
    r"\b(?:std::)?[io]?fstream\b": "take bytes, return bytes",
    r"\bgetenv\b|\brand\(|\brandom_device\b": "take the value as an argument",
}
BANNED = {
    r"\bstd::regex\b": "RE2: std::regex overflows the stack on long lines",
    r"\bthrow\s+(?!;)": "return base::Result; exceptions stay inside the adapter of a library",
    r"\b(?:float|double)\b": "base::Decimal or integers of the smallest unit",
    r"\bFIXME\b|\bXXX\b": "mend it, or TODO(#issue)",
    r"using namespace std\s*;": "name what you use",
}
# Which module may name a library; everything else goes through that module.
LIBRARY_OWNERS = {
    r"<sqlite3\.h>": {"storage"},
    r"<libpq-fe\.h>": {"storage"},
    r"<libxml/": {"document"},
    r"<zip\.h>": {"document", "dossier"},
    r"<pugixml\.hpp>": {"document"},
    r"<unicode/": {"document", "text"},
    r"<opencc": {"text"},
    r"<re2/": {"plan"},
    r"<xlsxwriter\.h>": {"sheet"},
    r"<boost/": {"server"},
    r"<toml\+\+": {"server"},
    r"<yaml-cpp/": {"pack"},
}
MACHINE = re.compile(r"(?<![\w.])/(?:work|root|farm|home)/[a-z.]")

faults = []


def fault(path, line, what):
    faults.append(f"{path.relative_to(ROOT)}:{line}: {what}")


def tracked():
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                            cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def layers():
    """Who may include whom, from the plumb_module calls themselves."""
    allowed = {}
    for path in (ROOT / "src").glob("*/CMakeLists.txt"):
        call = re.search(r"plumb_module\((.*?)\)", path.read_text(), re.S)
        words = call.group(1).split()
        name = words[words.index("NAME") + 1]
        allowed[name] = {name}
        taking = False
        for word in words:
            if word.isupper() and "::" not in word:
                taking = word in ("DEPENDS", "PRIVATE_DEPENDS")
            elif taking:
                allowed[name].add(word)
    return allowed


def test_support(files):
    """Private headers that only tests include: they may do what tests may do."""
    includers = {}
    for path in files:
        if path.suffix in {".cpp", ".hpp"}:
            for name in re.findall(r'#include "([\w.]+)"', path.read_text("utf-8", "replace")):
                includers.setdefault(path.parent / name, set()).add(path)
    return {header for header, users in includers.items()
            if all(user.stem.endswith(("_test", "_fuzz")) for user in users)}


def check_code(path, text, allowed, support):
    parts = path.relative_to(ROOT).parts
    module = parts[1] if parts[0] == "src" and len(parts) > 2 else None
    lines = text.splitlines()
    if "SPDX-License-Identifier: Apache-2.0" not in "\n".join(lines[:3]):
        fault(path, 1, "no SPDX line; the first line names the licence")
    if len(lines) > LINES_MAX:
        fault(path, len(lines), f"{len(lines)} lines: split by idea (at most {LINES_MAX})")
    is_cpp = path.suffix in {".cpp", ".hpp"}
    is_test = path.stem.endswith(("_test", "_fuzz")) or parts[0] in ("tests", "bench") or path in support
    for number, line in enumerate(lines, 1):
        if is_cpp and len(line) > LINE_WIDTH_MAX and not is_test:
            fault(path, number, f"{len(line)} characters wide: break the line")
        if MACHINE.search(line):
            fault(path, number, "a path of one machine; use a path relative to the repository")
        code = line.split("//")[0] if is_cpp else line
        if not is_cpp:
            continue
        for pattern, instead in BANNED.items():
            found = re.search(pattern, code)
            if not found or is_test:
                continue
            # The command line library reports wrong usage by exceptions.
            if ("double" in pattern or "throw" in pattern) and parts[0] != "src":
                continue
            fault(path, number, f"'{found.group(0).strip()}': {instead}")
        if module in PURE and not is_test:
            for pattern, instead in IMPURE.items():
                found = re.search(pattern, code)
                if found:
                    fault(path, number, f"'{found.group(0)}' in the pure module {module}: {instead}")
        if module:
            include = re.match(r"\s*#include <plumb/(\w+)/", line)
            if include and include.group(1) not in allowed.get(module, set()):
                fault(path, number, f"'{module}' includes '{include.group(1)}' without listing it in DEPENDS")
            for pattern, owners in LIBRARY_OWNERS.items():
                if re.search(r"#include " + pattern, line) and module not in owners and not is_test:
                    fault(path, number, f"{pattern} belongs to {', '.join(sorted(owners))}")


def check_docs(files):
    """Paths in backquotes in the READMEs and guides must exist: a guide that names nothing real misleads."""
    for path in files:
        if path.suffix != ".md" or "adr" in path.parts:
            continue
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            for name in re.findall(r"`((?:src|apps|web|tools|tests|schema|samples|docs|bench|cmake)/[\w./-]+)`", line):
                found = (ROOT / name).exists() or (path.parent / name).exists()
                if not found and not name.startswith(("web/dist", "web/node_modules")):
                    fault(path, number, f"names {name}, which does not exist")
    for module in (ROOT / "src").iterdir():
        if module.is_dir() and not (module / "README.md").is_file():
            fault(module, 1, "a module without README.md")


def check_text(path, text):
    for number, line in enumerate(text.splitlines(), 1):
        if MACHINE.search(line):
            fault(path, number, "a path of one machine")
    if path.name == "package-lock.json" and '"resolved"' in text:
        fault(path, 1, "names a registry; set omit-lockfile-registry-resolved in web/.npmrc")


def main():
    files = tracked()
    allowed = layers()
    support = test_support(files)
    for path in files:
        if path.stat().st_size > BLOB_BYTES_MAX:
            fault(path, 1, f"larger than {BLOB_BYTES_MAX // 1024} KiB")
        if path.suffix in OUR_CODE and path.name != "schema.d.ts":
            check_code(path, path.read_text("utf-8", "replace"), allowed, support)
        elif path.suffix in {".md", ".json", ".yaml", ".toml", ".sh", ""} and "samples" not in path.parts:
            try:
                check_text(path, path.read_text("utf-8"))
            except UnicodeDecodeError:
                pass
    check_docs(files)
    for line in faults:
        print(line)
    bad = len({line.split(":")[0] for line in faults})
    print(f"{len(files) - bad} passed, {bad} failed")
    return 1 if faults else 0


sys.exit(main())
