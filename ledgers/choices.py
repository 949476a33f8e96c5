"""What a person may answer to a doubt: lawful values to choose from, and whether one may be typed. Pure.

Every choice says in words what it does; its value is a decision as `ledgers.decisions` explains them.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import product

from ledgers.decisions import ACCEPT, BLANK
from ledgers.intake.kinds import Kind
from ledgers.intake.outcome import Row
from ledgers.intake.vocabulary import NATURES, STAGES
from ledgers.intake.whole import MONTHLY, OTHER_YEAR
from longting.common.money import Unit, format_wan, parse_amount
from longting.common.periods import parse_month, parse_period
from longting.common.text import split_people

LEVELS = ("省、市、区", "省、区", "市、区", "区")
YES_NO = ("是", "否")
#: Facts without which a row cannot be written.
NEEDED = ("name", "responsible")
#: Doubts about which project a row is; they stand at its name and are answered at "project".
ABOUT_PROJECT = ("name_alike", "continued_rows", "part_of_another")
#: Doubts about the table as a whole, and what it means to say that it may be written.
ABOUT_LIST = {OTHER_YEAR: "这一列不要，其余按读到的写入", MONTHLY: "是年度名单，按读到的写入"}
#: Doubts that may turn out unfounded: what was read can stand.
ACCEPTABLE = (*ABOUT_PROJECT, *ABOUT_LIST, "two_columns")
_WORDS = {"stage": (*STAGES, *NATURES), "nature": (*NATURES, *STAGES), "level": LEVELS, "yesno": YES_NO}
_AMBIGUOUS = re.compile(r"(?<!\d)((?:19|20)\d{2})\.1(?!\d)")


class Chooser:
    """Answers to the doubts of one workbook. `units` are the names of units the importing person may write for.

    The long list of units is given once for each wording, the answer about the whole table once: one does for all rows
    that say the same.
    """

    def __init__(self, kind: Kind, units: Sequence[str]):
        self._kinds = {field.key: field.kind for field in kind.fields}
        self._units = units
        self._said: set[str] = set()

    def choices(self, row: Row, field: str, code: str) -> list[dict[str, str]]:
        """The lawful answers to this doubt, the likeliest first; empty when the doubt stands at no cell."""
        options = dict(self._values(row, field, code)) if field in row.letters else {}
        if code in ABOUT_LIST:
            return self._about_list(code)
        if code in ACCEPTABLE:
            options[ACCEPT] = "确认无误，按读到的写入"
        if field in row.letters and field not in NEEDED and row.raw.get(field):
            options[BLANK] = "先留空，入库后补"
        return [{"value": value, "label": label} for value, label in options.items()]

    def _about_list(self, code: str) -> list[dict[str, str]]:
        if code in self._said:
            return []
        self._said.add(code)
        return [{"value": ACCEPT, "label": ABOUT_LIST[code]}]

    def _values(self, row: Row, field: str, code: str) -> Iterable[tuple[str, str]]:
        kind, text = self._kinds.get(field, ""), row.raw.get(field, "")
        if kind == "unit" and text not in self._said:
            self._said.add(text)
            return ((name, name) for name in self._units)
        if code == "several_people":
            return ((name, f"留下{name}") for name, _ in split_people(text) if name)
        if code == "unit_missing":
            return _with_unit(text)
        if code == "ambiguous_month":
            return _months(text, kind)
        if code == "start_or_end":
            return _ends(text)
        return ((word, word) for word in _WORDS.get(kind, ()))


def may_type(row: Row, field: str) -> bool:
    """Whether something else may be read in place of this cell."""
    return field in row.letters


def _with_unit(text: str) -> Iterable[tuple[str, str]]:
    """An amount without unit in 亿元 and in 万元: `10亿元` (10 亿元 = 100,000.00 万元)."""
    for unit in (Unit.YI, Unit.WAN):
        said = f"{text.strip()}{unit.value}"
        found = parse_amount(said)
        if found.value is not None:
            yield said, f"{text.strip()} {unit.value} = {format_wan(found.value)} 万元"


def _months(text: str, kind: str) -> Iterable[tuple[str, str]]:
    """2024.1 may be January, or October cut by the spreadsheet: every reading of the cell that leaves no doubt."""
    pieces = _AMBIGUOUS.split(text)[::2]
    years = _AMBIGUOUS.findall(text)
    if not 0 < len(years) <= 2:
        return
    for months in product(("01", "10"), repeat=len(years)):
        named = [f"{year}-{month}" for year, month in zip(years, months, strict=True)]
        said = "".join(f"{piece}{month}" for piece, month in zip(pieces, [*named, ""], strict=True))
        yield from _readable(said, kind)


def _ends(text: str) -> Iterable[tuple[str, str]]:
    """A month alone as the one end and as the other."""
    if month := parse_month(text).month:
        for word in ("开工", "竣工"):
            yield f"{month.label}{word}", f"{month.label}{word}"


def _readable(said: str, kind: str) -> Iterable[tuple[str, str]]:
    """The text (plainly written where it names both ends) and its meaning in words; nothing while it leaves a doubt."""
    if kind != "period":
        found = parse_month(said)
        ends = [found.month] if found.month else []
    else:
        period = parse_period(said)
        ends = [] if period.problem else [month for month in (period.start, period.end) if month]
    if ends:
        yield "—".join(map(str, ends)) if len(ends) > 1 else said, "—".join(month.label for month in ends)
