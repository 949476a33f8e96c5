"""The lock files: every package by hash, no host, and what pyproject.toml asks for is in them."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.contracts.house import ROOT

RUNTIME, DEVELOPMENT = "requirements.lock", "requirements-dev.lock"
PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)(?:\[[a-z,]+\])?==(\S+)", re.IGNORECASE)


def packages(text: str) -> dict[str, str]:
    """Locked name → version."""
    pins = [match for line in text.splitlines() if (match := PINNED.match(line))]
    return {match.group(1).lower().replace("_", "-"): match.group(2).rstrip(";\\") for match in pins}


def faults(text: str) -> list[str]:
    """Lines that name a host, an index or a file, packages without a hash or without an exact version."""
    problems = []
    for block in re.split(r"\n(?=\S)", text):
        first = block.strip().splitlines()[0] if block.strip() else "#"
        if re.search(r"https?://|--(extra-)?index|--find-links|--trusted|file:|git\+", block):
            problems.append(f"{first} names a place")
        elif not first.startswith("#") and not PINNED.match(first):
            problems.append(f"{first} is not pinned")
        elif not first.startswith("#") and "--hash=sha256:" not in block:
            problems.append(f"{first} has no hash")
    return problems


def asked_for() -> dict[str, set[str]]:
    """Names that pyproject.toml asks for, by lock file."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = [text for group in project["dependency-groups"].values() for text in group]
    wanted = {RUNTIME: project["project"]["dependencies"], DEVELOPMENT: groups}
    return {lock: {re.match(r"[\w.-]+", text).group().lower() for text in texts} for lock, texts in wanted.items()}


def read(name: str) -> str:
    return Path(ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [RUNTIME, DEVELOPMENT])
def test_every_package_is_pinned_by_hash_and_no_host_is_named(name):
    assert faults(read(name)) == []


@pytest.mark.parametrize("name", [RUNTIME, DEVELOPMENT])
def test_what_is_asked_for_is_locked(name):
    assert sorted(asked_for()[name] - set(packages(read(name)))) == []


def test_development_runs_on_the_locked_runtime():
    runtime, development = packages(read(RUNTIME)), packages(read(DEVELOPMENT))
    assert {name: development.get(name) for name in runtime} == runtime


@pytest.mark.parametrize(
    ("text", "report"),
    [
        ("django==5.2.19\n", ["django==5.2.19 has no hash"]),
        ("django>=5.2 \\\n    --hash=sha256:00\n", ["django>=5.2 \\ is not pinned"]),
        ("--index-url https://pypi.example/simple\n", ["--index-url https://pypi.example/simple names a place"]),
        ("a==1 \\\n    --hash=sha256:00\n    # via b\n", []),
    ],
)
def test_control_a_loose_line_is_reported(text, report):
    assert faults(text) == report
