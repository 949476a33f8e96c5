"""Files stay small enough to be read at once, functions small enough to be held in mind."""

from pathlib import Path

import pytest

from tests.contracts.house import ROOT, Module, functions, length, modules, plant, template_files

MODULE, MODELS, FUNCTION, VIEW, TEMPLATE, TEST_FUNCTION, TEST_FILE = 250, 300, 30, 25, 120, 25, 300
#: What is over its budget, and why that is right. An entry that is no longer needed is a fault too.
ALLOWED: dict[str, str] = {}


def long_modules(root: Path) -> dict[str, int]:
    """Modules over their budget; migrations are written by Django and never edited."""
    own = [module for module in modules(root) if not module.is_migration]
    lines = {module.place: len(module.text.splitlines()) for module in own}
    return {place: count for place, count in lines.items() if count > (MODELS if "/models" in place else MODULE)}


def long_functions(root: Path) -> dict[str, int]:
    """Functions over their budget, views counted more strictly."""
    return {
        f"{module.place}:{node.name}": length(node)
        for module in modules(root)
        if not module.is_migration
        for node in functions(module.tree)
        if length(node) > (VIEW if _is_view(module, node.name) else FUNCTION)
    }


def _is_view(module: Module, name: str) -> bool:
    return "/views" in module.place and not name.startswith("_")


def long_templates(root: Path) -> dict[str, int]:
    """Templates over their budget."""
    lines = {name: len(path.read_text("utf-8").splitlines()) for name, path in template_files(root).items()}
    return {place: count for place, count in lines.items() if count > TEMPLATE}


def long_tests(root: Path) -> dict[str, int]:
    """Test files and test functions over their budget."""
    files = [Module(path.stem, path, root) for path in sorted((root / "tests").rglob("*.py"))]
    found = {file.place: len(file.text.splitlines()) for file in files}
    found = {place: count for place, count in found.items() if count > TEST_FILE}
    tests = [(file, node) for file in files for node in functions(file.tree) if node.name.startswith("test_")]
    return found | {f"{f.place}:{node.name}": length(node) for f, node in tests if length(node) > TEST_FUNCTION}


CHECKS = (long_modules, long_functions, long_templates, long_tests)


def faults(check, root: Path) -> list[str]:
    """What is over budget without leave."""
    return [f"{place} has {count} lines" for place, count in check(root).items() if place not in ALLOWED]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_budgets_hold(check):
    found = faults(check, ROOT)
    assert found == [], "\n".join(found)


def test_every_leave_is_still_needed():
    over = {place for check in CHECKS for place in check(ROOT)}
    assert set(ALLOWED) - over == set()


def body(lines: int) -> str:
    """A function of `lines` lines."""
    return "def act(request):\n" + "    x = 1\n" * (lines - 1)


#: One file each: (check, file, text at the budget, text one line over it).
FAULTS = [
    (long_modules, "projects/a.py", "x = 1\n" * MODULE, "projects/a.py has 251 lines"),
    (long_modules, "projects/models/a.py", "x = 1\n" * MODELS, "projects/models/a.py has 301 lines"),
    (long_functions, "projects/a.py", body(FUNCTION), "projects/a.py:act has 31 lines"),
    (long_functions, "projects/views/a.py", body(VIEW), "projects/views/a.py:act has 26 lines"),
    (long_templates, "templates/a/b.html", "<p>\n" * TEMPLATE, "a/b.html has 121 lines"),
    (long_tests, "tests/a/test_b.py", "x = 1\n" * TEST_FILE, "tests/a/test_b.py has 301 lines"),
    (long_tests, "tests/a/test_b.py", body(TEST_FUNCTION).replace("act", "test_act"),
     "tests/a/test_b.py:test_act has 26 lines"),
]  # fmt: skip


@pytest.mark.parametrize(("check", "name", "text", "report"), FAULTS)
def test_control_one_line_more_is_reported(tmp_path, check, name, text, report):
    assert faults(check, plant(tmp_path / "at", {name: text})) == []
    assert faults(check, plant(tmp_path / "over", {name: text + text.splitlines(keepends=True)[-1]})) == [report]
