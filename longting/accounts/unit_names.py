"""Which organisation a cell means (DOMAIN §7.1-18).

Offices write one unit in many ways; general rules bring them together, and where two units fit, both are named and none
is taken.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from longting.common.text import tidy


@dataclass(frozen=True, slots=True)
class UnitName:
    """An organisation as the directory names it."""

    id: int
    name: str
    short: str = ""
    aliases: tuple[str, ...] = ()
    active: bool = True

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every name the directory gives it."""
        return tuple(one for one in (self.name, self.short, *self.aliases) if one)


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """The unit meant (`id`, `name`), or a problem: `code`, its Chinese sentence, and the units it may have meant."""

    id: int | None = None
    name: str = ""
    candidates: tuple[UnitName, ...] = ()
    code: str | None = None
    message: str = ""


class _Parts(NamedTuple):
    """A name taken apart: whose unit it is (区, 市 or unsaid), its core, and what sort of body it is."""

    place: str
    core: str
    sort: str


_PLACE = re.compile("(?:河南省)?(?:(开封)?市)?(?:龙亭区?|区(?!委区政府))?")
_BRANCH = re.compile("(?:龙亭)?(?:区)?分局")
_SORTS = (
    ("township", re.compile("(?:乡|镇)(?:人民政府|政府|党委|党政办|党政办公室)?")),
    ("subdistrict", re.compile("街道(?:办事处|办|党工委)?|办事处")),
    ("council", re.compile("委员会|委")),
    ("team", re.compile("大队|支队|队")),
    ("office", re.compile("办公室|办")),
    ("bureau", re.compile("局")),
    ("centre", re.compile("中心")),
)
_SAME_SORTS = {("office", "subdistrict"), ("bureau", "council"), ("council", "bureau")}
"""午朝门办 is short for a 办事处; 发改局 and 发改委 are the same body under two reforms."""
_NOTE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|^(?:牵头|责任)?单位[:：]|等$")
_SEPARATOR = re.compile(r"[、,，;；/|+]|(?<=[局委办乡镇处队府])和")
_SHORTEST_CORE = 2
_CLOSE = 0.6
_LONGEST = 100
"""Characters of a cell that may still name units."""
_SHOWN = 40

NO_UNIT = "没有叫“{text}”的单位。{advice}"
_RENAME = "改为“{name}”，或请在单位名录中登记别名。"
_LOOK_UP = "请对照单位名录改正，或请在单位名录中登记别名。"


def resolve_unit(text: str, units: Sequence[UnitName]) -> UnitMatch:
    """The organisation a cell means.

    Codes: `empty_unit`, `several_units` (several in one cell), `ambiguous_unit` (two fit equally), `inactive_unit`,
    `unknown_unit`.
    """
    whole = "".join(_NOTE.sub("", tidy(text)).split())
    if not whole:
        return UnitMatch(code="empty_unit", message="责任单位没有填。请补上责任单位。")
    if len(whole) > _LONGEST:
        message = NO_UNIT.format(text=whole[:_SHOWN] + "…", advice=_LOOK_UP)
        return UnitMatch(code="unknown_unit", message=message)
    if (match := _resolve_one(whole, units)).code != "unknown_unit":
        return match
    for parts in (_SEPARATOR.split(whole), re.split(r"[\r\n]+", str(text)), str(text).split()):
        names = [part for part in ("".join(_NOTE.sub("", tidy(part)).split()) for part in parts) if part]
        if len(names) > 1 and (several := _resolve_several(names, units)):
            return several
    return match


def _resolve_several(names: list[str], units: Sequence[UnitName]) -> UnitMatch | None:
    """Several names in one cell: one unit if all mean it, else a doubt naming them; None when none is a unit."""
    matches = [_resolve_one(name, units) for name in names]
    found = {match.id: match for match in matches if match.id is not None}
    if not found:
        return None
    if len(found) == 1 and all(match.id is not None for match in matches):
        return matches[0]
    listed = "、".join(match.name or name for name, match in zip(names, matches, strict=True))
    known = tuple(unit for unit in units if unit.id in found)
    message = f"写了几个单位（{listed}）。责任单位只能有一个，请留下牵头的，其余写进备注。"
    return UnitMatch(candidates=known, code="several_units", message=message)


def _resolve_one(text: str, units: Sequence[UnitName]) -> UnitMatch:
    for fits in (_is_spelling, _same_parts, _is_abbreviation):
        found = [unit for unit in units if fits(text, unit)]
        active = [unit for unit in found if unit.active] or found
        if len(active) == 1:
            return _taken(text, active[0])
        if active:
            names = "、".join(f"“{unit.name}”" for unit in active)
            message = f"“{text}”可能是{names}。请写全称。"
            return UnitMatch(candidates=tuple(active), code="ambiguous_unit", message=message)
    return _unknown(text, units)


def _taken(text: str, unit: UnitName) -> UnitMatch:
    if unit.active:
        return UnitMatch(unit.id, unit.name)
    message = f"“{text}”对应的“{unit.name}”已停用，不能作责任单位。请改为在用的单位，或请在单位名录中启用它。"
    return UnitMatch(candidates=(unit,), code="inactive_unit", message=message)


def _unknown(text: str, units: Sequence[UnitName]) -> UnitMatch:
    near = _nearest(text, [unit for unit in units if unit.active])
    advice = _RENAME.format(name=near.name) if near else _LOOK_UP
    message = NO_UNIT.format(text=text, advice=advice)
    return UnitMatch(candidates=(near,) if near else (), code="unknown_unit", message=message)


def _nearest(text: str, units: Iterable[UnitName]) -> UnitName | None:
    """The unit whose name looks most like the text, to offer it; None when none comes near."""
    best, likeness = None, _CLOSE
    for unit in units:
        cores = [parts.core for spelling in unit.spellings for parts in _readings(spelling)]
        score = max(SequenceMatcher(None, parts.core, core).ratio() for parts in _readings(text) for core in cores)
        if score > likeness:
            best, likeness = unit, score
    return best


def _is_spelling(text: str, unit: UnitName) -> bool:
    return any(text == "".join(tidy(spelling).split()) for spelling in unit.spellings)


def _same_parts(text: str, unit: UnitName) -> bool:
    return any(mine.core == other.core for mine, other in _alike(text, unit))


def _is_abbreviation(text: str, unit: UnitName) -> bool:
    return any(
        len(mine.core) >= _SHORTEST_CORE and _is_subsequence(mine.core, other.core)
        for mine, other in _alike(text, unit)
    )


def _alike(text: str, unit: UnitName) -> Iterator[tuple[_Parts, _Parts]]:
    """Readings of the text beside readings of the unit's names, where place and sort agree."""
    for mine in _readings(text):
        for spelling in unit.spellings:
            for other in _readings(spelling):
                if _same_place(mine, other) and _same_sort(mine, other):
                    yield mine, other


@lru_cache(maxsize=4096)
def _readings(text: str) -> tuple[_Parts, ...]:
    """A name taken apart; a leading 市 may be the city or the first character of 市场."""
    parts = _take_apart(text)
    if parts.place != "市" or not text.startswith("市"):
        return (parts,)
    return (parts, parts._replace(place="", core=f"市{parts.core}"))


def _take_apart(text: str) -> _Parts:
    """区住房和城乡建设局 → (区, 住房和城乡建设, bureau); 市…局龙亭分局 → (市分局, …, bureau)."""
    match = _PLACE.match(text)
    rest = text[match.end() :]
    place = "区" if match[0].endswith("区") else "市" if match[0].endswith("市") else ""
    branch = _BRANCH.search(rest)
    if branch and branch.end() == len(rest):
        rest, place = rest[: branch.start()] or rest, "区"
        rest = rest if rest.endswith("局") else f"{rest}局"
    for sort, pattern in _SORTS:
        for found in pattern.finditer(rest):
            if found.end() == len(rest) and found.start() > 0:
                return _Parts(place, rest[: found.start()], sort)
    return _Parts(place, rest, "")


def _same_place(mine: _Parts, other: _Parts) -> bool:
    """A unit of the city is not the unit of the district with the same name."""
    return mine.place == other.place or not mine.place or (not other.place and mine.place == "区")


def _same_sort(mine: _Parts, other: _Parts) -> bool:
    return not mine.sort or mine.sort == other.sort or (mine.sort, other.sort) in _SAME_SORTS


def _is_subsequence(short: str, full: str) -> bool:
    letters = iter(full)
    return all(letter in letters for letter in short)
