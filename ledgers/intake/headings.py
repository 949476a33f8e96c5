"""What a heading means: the text over a column, reduced to its words, matched with the fields of a kind."""

import re
import unicodedata
from dataclasses import dataclass
from typing import NamedTuple

from ledgers.intake.declaration import Field, Kind

_YEAR = re.compile("(?:20\\d{2}|二[〇零○][〇零○一二三四五六七八九]{2})年度?|(?:本|今|当)年度?")
_PAST_YEAR_END = re.compile("(?:20\\d{2}年?|上一?年度?|去年)(?:12月)?年?[底末]")
_BRACKETS = re.compile(r"[(\[【〔][^()\[\]【】〔〕]*[)\]】〕]")
_OPEN_BRACKET = re.compile(r"[(\[【〔].*$")
_MONEY = re.compile("[十百千]*[万亿]?[美港欧日]?元|(?P<short>[十百千]*[万亿])(?![\u4e00-\u9fff])")
UNKNOWN = "?"
"""A unit of money other than 亿元, 万元 and 元: no other is taken in its place."""
_LAST_UNIT = re.compile("[十百千]*(?:亿元|万元|元)$")
_OF_WHICH = re.compile("^其中")
_NOT_WORDS = re.compile(r"[\s\u200b\ufeff:;,.、*·\-—_/\\|\"'“”]+")
_YEAR_GROUP = re.compile("年度(?:计划|目标|投资|任务|建设|工作|安排)*")
_HALVES = {
    "start": re.compile("起|自|开始|起始|开工|起始年月|开工时间|开工年月"),
    "finish": re.compile("止|至|结束|终止|竣工|完工|终止年月|竣工时间|竣工年月"),
}
_NEUTRAL = re.compile("全年|合计|小计|金额|数额|总额|名称|姓名|单位名称|")
"""What a lower heading may say without changing the meaning of the one above it; a unit alone says nothing."""
_DIGITS = re.compile("20\\d{2}")
_NUMERALS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_UNITS = ("亿元", "万元", "元")
_EXACT, _PATTERN, _RANK = 1.0, 0.8, 0.001
_WITHOUT_GROUP = 0.1


def heading_key(text: str) -> str:
    """The words of a heading in comparable form: `总投资（万元)` → 总投资, `2026 年计划投资` → 年度计划投资."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    plain = _OPEN_BRACKET.sub("", _BRACKETS.sub("", plain))
    plain = _YEAR.sub("年度", _PAST_YEAR_END.sub("上年底", plain))
    return _LAST_UNIT.sub("", _OF_WHICH.sub("", _NOT_WORDS.sub("", plain)))


def unit_in(text: str) -> str:
    """The unit of money a heading names: 亿元 (or 亿), 万元 (or 万), 元; UNKNOWN for another one, "" when none."""
    match = _MONEY.search("".join(unicodedata.normalize("NFKC", text).split()))
    if not match:
        return ""
    unit = f"{match['short']}元" if match["short"] else match[0]
    return unit if unit in _UNITS else UNKNOWN


def year_in(text: str) -> int | None:
    """The one calendar year a text names, also as 二〇二六; None when it names none or several."""
    plain = unicodedata.normalize("NFKC", text).translate(_NUMERALS)
    found = {int(year) for year in _DIGITS.findall(plain)}
    return found.pop() if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Claim:
    """A column's claim to a field, and how sure it is (1 = the very words)."""

    field: Field
    sure: float


def claims(path: tuple[str, ...], kind: Kind, year: int | None) -> list[Claim]:
    """The fields the headings over one column (outermost first) may mean, surest first.

    A column of a year that is not the list's (2025年计划投资 in the list of 2026) claims no yearly field.
    """
    said = year_in("".join(path))
    other_year = said is not None and year is not None and said != year
    readings = _readings(path)
    found = []
    for field in kind.fields:
        sure = 0.0 if field.yearly and other_year else _best_fit(readings, field, kind)
        if sure:
            found.append(Claim(field, round(sure, 3)))
    return sorted(found, key=lambda claim: -claim.sure)


class _Reading(NamedTuple):
    """Headings from some level down: their words together, level by level, and whether a year stands above them."""

    key: str
    keys: tuple[str, ...]
    under_year: bool


def _readings(path: tuple[str, ...]) -> list[_Reading]:
    """All headings together first, then without the outermost group, and so on."""
    words = path[:-1] if len(path) > 1 and _NEUTRAL.fullmatch(heading_key(path[-1])) else path
    keys = tuple(heading_key(part) for part in words)
    years = [bool(_YEAR_GROUP.fullmatch(key)) for key in keys]
    return [
        _Reading(heading_key("".join(words[outer:])), keys[outer:], any(years[:outer])) for outer in range(len(words))
    ]


def _best_fit(readings: list[_Reading], field: Field, kind: Kind) -> float:
    """How well the headings fit a field; without their outer groups a little less surely."""
    for outer, reading in enumerate(readings):
        if reading.under_year and not field.yearly:
            continue
        if sure := _fit(reading.key, field) or _fit_half(reading.keys, field, kind):
            return sure - (_WITHOUT_GROUP if outer else 0.0)
    return 0.0


def _fit_half(keys: tuple[str, ...], field: Field, kind: Kind) -> float:
    """起 or 止 under a heading of the whole period means its start or its end."""
    ends = _HALVES.get(field.key)
    if ends is None or len(keys) < 2 or not ends.fullmatch(keys[-1]):
        return 0.0
    return max((_fit("".join(keys[:-1]), one) for one in kind.fields if one.kind == "period"), default=0.0)


def _fit(key: str, field: Field) -> float:
    """How well a heading fits a field: its own words, its words after 项目 or the year or before 名称, its pattern."""
    spellings = [key, key.removeprefix("项目"), key.removesuffix("名称")]
    if field.yearly and key.startswith("年度"):
        spellings.append(key.removeprefix("年度"))
    for spelling in spellings:
        if spelling in field.aliases:
            return _EXACT - _RANK * field.aliases.index(spelling)
    return _PATTERN if field.pattern and field.pattern.fullmatch(key) else 0.0
