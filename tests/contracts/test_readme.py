"""What README.md promises is there: settings, commands, accounts, files."""

import re

import pytest
from django.core.management import get_commands

from longting.desk.demo.cast import CAST, PASSWORD
from tests.contracts.deploy_files import environment_names
from tests.contracts.house import CHAIN, ROOT, is_ours

README = (ROOT / "README.md").read_text(encoding="utf-8")


def section(title: str, text: str = README) -> str:
    """The text under one heading of the second level."""
    return re.search(rf"(?ms)^## {title}\n(.*?)(?=^## |\Z)", text).group(1)


def first_cells(text: str) -> list[str]:
    """The words in backquotes of the first cell of each row of the tables."""
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    return [word for cell in rows for word in re.findall(r"`([^`]+)`", cell)]


def test_the_settings_table_names_what_settings_read():
    read = environment_names(ROOT / "longting" / "settings.py", ROOT / "longting" / "env.py")
    assert sorted(first_cells(section("Settings"))) == sorted(read)


def test_the_accounts_table_names_the_cast():
    text = section("Accounts of the demo")
    assert (sorted(first_cells(text)), PASSWORD in text) == (sorted(CAST), True)


def test_the_commands_table_names_the_commands_of_the_house():
    ours = {name for name, app in get_commands().items() if is_ours(app)}
    named = {cell.removeprefix("manage.py ") for cell in first_cells(section("Commands")) if "manage.py" in cell}
    assert named == ours


def test_the_make_targets_exist():
    targets = set(re.findall(r"(?m)^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8")))
    assert set(re.findall(r"(?m)(?:^|`)make ([a-z-]+)", README)) - targets == set()


def test_the_drawn_chain_is_the_real_one():
    drawn = re.search(r"(?s)```\nfloor:(.*?)roof", section("Map of the code")).group(1)
    assert re.findall(r"[a-z.]+", drawn) == [CHAIN[0], *(part.rpartition(".")[2] for part in CHAIN[1:])]


@pytest.mark.parametrize("name", ["README.md", "CHANGELOG.md", "docs/operations.md", "docs/handbook.md"])
def test_links_lead_to_files(name):
    links = re.findall(r"\]\(([^)#:]+)\)", (ROOT / name).read_text(encoding="utf-8"))
    assert [link for link in links if not (ROOT / name).parent.joinpath(link).exists()] == []


def test_decisions_are_short():
    lengths = {path.name: len(path.read_text("utf-8").splitlines()) for path in (ROOT / "docs/decisions").glob("*.md")}
    assert {name: count for name, count in lengths.items() if count > 30} == {}


def test_control_a_missing_name_would_be_seen():
    text = "## Settings\n\n| `ONE` | x |\n| `TWO`, `THREE` | x |\n\n## Operations\n| `FOUR` |\n"
    assert first_cells(section("Settings", text)) == ["ONE", "TWO", "THREE"]
