"""The root of the repository, names of files, and words that must not appear in them."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.contracts.house import PACKAGES, ROOT, modules, plant

#: DESIGN §2: fixed top level, plus what convention puts at a root.
TOP = frozenset({
    "manage.py", *PACKAGES, "templates", "static", "tests", "pyproject.toml", "docker-compose.yml", "README.md",
    "Makefile", "Dockerfile", ".dockerignore", ".ci", ".gitignore", "LICENSE", "CHANGELOG.md", "requirements.lock",
    "requirements-dev.lock", "docs", "deploy",
})  # fmt: skip
VAGUE = frozenset({"utils", "util", "helpers", "helper", "misc", "tools", "stuff", "lib"})
#: Written so that this file does not find itself.
UNFINISHED = re.compile(
    "|".join(("TO" + "DO\\b", "FIX" + "ME\\b", "XX" + "X\\b", "pragma: no " + "cover", "敬请" + "期待"))
)
SHIRKED = re.compile(
    "|".join(("mark\\.sk" + "ip", "mark\\.xf" + "ail", "pytest\\.sk" + "ip\\(", "pytest\\.xf" + "ail\\("))
)
WRITTEN = ("*.py", "*.html", "*.js", "*.css", "*.md", "*.yml", "*.conf", "Makefile", "Dockerfile")


def tracked(root: Path) -> list[Path]:
    """Every file of ours: what git knows, vendored files and data left out."""
    listed = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True, check=True).stdout
    return [root / line for line in listed.splitlines() if "/vendor/" not in line and (root / line).is_file()]


def strange_entries(root: Path, files: list[Path]) -> list[str]:
    """Top-level entries that DESIGN does not name."""
    entries = {file.relative_to(root).parts[0] for file in files}
    return [f"{entry} stands at the root" for entry in sorted(entries - TOP)]


def vague_names(root: Path, files: list[Path]) -> list[str]:
    """Modules named after nothing they know."""
    return [
        f"{file.relative_to(root)} has a vague name" for file in files if file.suffix == ".py" and file.stem in VAGUE
    ]


def unfinished(root: Path, files: list[Path]) -> list[str]:
    """Notes of unfinished work, and tests that are not run."""
    found = []
    for file in (file for file in files if any(file.match(pattern) for pattern in WRITTEN)):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            words = UNFINISHED.findall(line) + SHIRKED.findall(line)
            found += [f"{file.relative_to(root)}:{number} says {word}" for word in words]
    return found


CHECKS = (strange_entries, vague_names, unfinished)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_layout_holds(check):
    faults = check(ROOT, tracked(ROOT))
    assert faults == [], "\n".join(faults)


def test_the_image_takes_the_application_and_nothing_else():
    """`COPY . ./` obeys .dockerignore, which leaves everything out and then names what is wanted."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    taken = {line[1:] for line in rules if line.startswith("!")}
    assert rules[0] == "*"
    assert taken == {*PACKAGES, "manage.py", "pyproject.toml", "LICENSE", "requirements.lock", "templates", "static",
                     "deploy", "deploy/healthcheck.py"}  # fmt: skip


def test_tests_mirror_the_code():
    """tests/<app>/…: a folder of tests belongs to a part of the house or is one of the four common ones."""
    parts = {
        module.name.split(".")[0 if module.name.split(".")[0] != "longting" else 1] for module in modules(ROOT)[1:]
    }
    common = {"contracts", "services", "browser", "journeys", "data", "bench"}
    folders = {path.relative_to(ROOT / "tests").parts[0] for path in (ROOT / "tests").glob("*/*.py")}
    assert folders - parts - common == set()


#: One fault each: (check, file, its text, what must be reported).
FAULTS = [
    (strange_entries, "notes/a.md", "", "notes stands at the root"),
    (vague_names, "projects/utils.py", "", "projects/utils.py has a vague name"),
    (unfinished, "projects/a.py", "x = 1  # TO" + "DO later\n", "projects/a.py:1 says TO" + "DO"),
    (unfinished, "tests/a/test_b.py", "\n@pytest.mark.sk" + "ip\n", "tests/a/test_b.py:2 says mark.sk" + "ip"),
]


@pytest.mark.parametrize(("check", "name", "text", "report"), FAULTS)
def test_control_a_planted_fault_is_reported(tmp_path, check, name, text, report):
    plant(tmp_path, {name: text})
    assert check(tmp_path, [tmp_path / name]) == [report]
