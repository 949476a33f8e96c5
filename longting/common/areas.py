"""Streets, townships and communities of the district, by the statistics bureau's codes.

The shipped file is a seed; a district's own list replaces it. The codes also cover towns run by the 示范区.
"""

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "longting_divisions.json"
_KINDS = re.compile(r"(?:街道|乡|镇|农场)$")
# A short name before one of these is a road, a community elsewhere or part of another word
# (西湖大道, 金耀社区, 重大兴建), not the town.
_NOT_A_TOWN = r"(?!路|街(?!道)|大道|大街|湖|桥|巷|河|公园|广场|花园|小区|社区|建|修|安)"


@dataclass(frozen=True)
class Town:
    """A 街道, 乡, 镇 or 农场: nine-digit code, full name, kind, and its communities as (code, name)."""

    code: str
    name: str
    kind: str
    villages: tuple[tuple[str, str], ...]

    @property
    def short(self) -> str:
        """The name without its kind: 午朝门, 北郊."""
        return _KINDS.sub("", self.name)


def towns() -> tuple[Town, ...]:
    """Every town of the district in code order."""
    return _load()[1]


def villages(town_code: str) -> tuple[tuple[str, str], ...]:
    """(code, name) of the communities of a town; none for a code that is no town."""
    return next((town.villages for town in towns() if town.code == town_code), ())


def name_of(code: str) -> str:
    """The name of a district, town or community code; empty for a code not in the list."""
    return _names().get(code, "")


def is_division(code: str) -> bool:
    """Whether the code is the district, one of its towns or one of their communities."""
    return code in _names()


def find_town(text: str) -> str | None:
    """The code of the one town a 建设地点 names; None when it names none or more than one.

    A full name (北郊乡, 午朝门街道, 午朝门办) counts before a short one (午朝门), a short one before a community.
    """
    for pattern, codes in _aliases():
        found = {codes[match.group()] for match in pattern.finditer(text)} - {None}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


@cache
def _load() -> tuple[dict, tuple[Town, ...]]:
    district = json.loads(DATA.read_text(encoding="utf-8"))
    rows = sorted(district["streets"], key=lambda row: row["code"])
    return district, tuple(
        Town(row["code"], row["name"], row["kind"], tuple((v["code"], v["name"]) for v in row["villages"]))
        for row in rows
    )


@cache
def _names() -> dict[str, str]:
    district, all_towns = _load()
    names = {district["code"]: district["name"]}
    for town in all_towns:
        names[town.code] = town.name
        names.update(town.villages)
    return names


@cache
def _aliases() -> list[tuple[re.Pattern, dict[str, str | None]]]:
    """For each rank of evidence: a pattern, longest names first, and the town of each name (None: more than one)."""
    full: list[tuple[str, str]] = []
    short: list[tuple[str, str]] = []
    communities: list[tuple[str, str]] = []
    for town in towns():
        full += [(town.name, town.code)]
        if town.kind == "街道":
            full += [(town.short + ending, town.code) for ending in ("办事处", "办")]
        short.append((town.short, town.code))
        communities += [(name, town.code) for _, name in town.villages]
    return [_alternatives(full, ""), _alternatives(short, _NOT_A_TOWN), _alternatives(communities, "")]


def _alternatives(pairs: list[tuple[str, str]], after: str) -> tuple[re.Pattern, dict[str, str | None]]:
    codes: dict[str, str | None] = {}
    for name, code in pairs:
        codes[name] = code if codes.setdefault(name, code) == code else None
    longest_first = sorted(codes, key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(map(re.escape, longest_first))}){after}"), codes
