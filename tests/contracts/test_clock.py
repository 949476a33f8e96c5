"""One clock (longting.common.clock), asked for the day only where a request, a task or a command begins."""

import ast
from pathlib import Path

import pytest

from tests.contracts.house import ROOT, calls, modules, plant

CLOCK = "longting.common.clock"
#: (owner, method) pairs that read a clock, by the last name of the owner.
READS = frozenset({
    ("date", "today"), ("datetime", "now"), ("datetime", "today"), ("datetime", "utcnow"), ("timezone", "now"),
    ("time", "time"),
})  # fmt: skip
#: These read a clock only when they are not given the instant.
READS_UNLESS_GIVEN = frozenset({("timezone", "localdate"), ("timezone", "localtime")})
#: Where the day may be asked for: where a request, a task or a command comes in. A filter is called by its library with
#: nothing but the request, the list page is a view. Anything else takes `today` as an argument.
DOORS = (
    "/views", "/tasks.py", "/management/commands/", "/context.py", "/middleware.py", "/filters.py", "/lists/page.py",
)  # fmt: skip
#: What asks for the day elsewhere, and why that is right.
ALLOWED = {
    "ledgers/services/imports/job.py": "a job handler: its work begins in the worker, nobody could tell it the day",
    "longting/accounts/models/user.py": "`may` and `organisation_ids` are asked by every layer and mean this day",
    "projects/models/project.py": "`visible_to(user)` has one name and one argument everywhere; it means today's sight",
}


def other_clocks(root: Path) -> list[str]:
    """Anything that reads the time past the one clock."""
    return [
        f"{module.place}:{call.lineno} reads {_pair(call)[0]}.{_pair(call)[1]}"
        for module in modules(root)
        if module.name != CLOCK
        for call in calls(module.tree)
        if _pair(call) in READS or (_pair(call) in READS_UNLESS_GIVEN and not call.args) or _is_day_of_an_instant(call)
    ]


def day_askers(root: Path) -> dict[str, int]:
    """Modules that ask for today's date although they should be told it, with the first line that does."""
    found: dict[str, int] = {}
    for module in modules(root):
        if module.name == CLOCK or any(door in module.place for door in DOORS):
            continue
        for call in calls(module.tree):
            if _pair(call) == ("clock", "today"):
                found.setdefault(module.place, call.lineno)
    return found


def _pair(call: ast.Call) -> tuple[str, str]:
    if not isinstance(call.func, ast.Attribute):
        return "", ""
    owner = call.func.value
    return getattr(owner, "attr", getattr(owner, "id", "")), call.func.attr


def _is_day_of_an_instant(call: ast.Call) -> bool:
    """`now().date()` is yesterday in Shanghai until eight in the morning."""
    inner = call.func.value if isinstance(call.func, ast.Attribute) and call.func.attr == "date" else None
    return isinstance(inner, ast.Call) and _pair(inner)[1] in ("now", "localtime")


def test_nothing_reads_another_clock():
    faults = other_clocks(ROOT)
    assert faults == [], "\n".join(faults)


def test_the_day_is_an_argument_below_the_doors():
    faults = [f"{place}:{line} asks for the day" for place, line in day_askers(ROOT).items() if place not in ALLOWED]
    assert faults == [], "\n".join(faults)


def test_every_leave_is_still_needed():
    assert set(ALLOWED) - set(day_askers(ROOT)) == set()


@pytest.mark.parametrize(
    ("text", "report"),
    [
        ("x = date.today()\n", "projects/a.py:1 reads date.today"),
        ("x = datetime.datetime.now()\n", "projects/a.py:1 reads datetime.now"),
        ("x = timezone.now()\n", "projects/a.py:1 reads timezone.now"),
        ("x = clock.now().date()\n", "projects/a.py:1 reads .date"),
    ],
)
def test_control_another_clock_is_reported(tmp_path, text, report):
    assert other_clocks(plant(tmp_path, {"projects/a.py": text})) == [report]


def test_control_a_service_that_asks_for_the_day_is_reported(tmp_path):
    files = {"projects/services/a.py": "x = clock.today()\n", "projects/views/b.py": "x = clock.today()\n"}
    assert day_askers(plant(tmp_path, files)) == {"projects/services/a.py": 1}
