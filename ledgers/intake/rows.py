"""What each row below a heading is: a project, or a section title, total, signature line, repeated heading, or nothing.

A section title such as `一、竣工项目（16个）` also gives the stage of the rows below it that state none themselves.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ledgers.intake.declaration import Kind
from ledgers.intake.grid import Grid
from ledgers.intake.headings import heading_key
from ledgers.intake.layout import LONGEST_HEADING, Layout
from ledgers.intake.outcome import Skip, Skipped
from ledgers.intake.vocabulary import only_a_stage, stage_of
from longting.common.text import tidy

_NUMERAL = "[一二三四五六七八九十]+"
_MARKS = (
    (1, re.compile(rf"{_NUMERAL}[、.．,，:：]")),
    (2, re.compile(rf"\({_NUMERAL}\)")),
)
"""How a section title is numbered, by depth: 一、 stands above （一）."""
_ONLY_NUMERAL = re.compile(rf"\(?{_NUMERAL}\)?[、.．]?")
_EXAMPLE = re.compile("^(?:例|示例|样例|例如|举例)[:：]?$")
_OTHERS: tuple[tuple[Skip, re.Pattern[str]], ...] = (
    (
        "total",
        re.compile(
            r"^(?:合计|总计|小计|共计|总合计|全区合计|本页小计)|(?:合计|总计|小计)[:：]?\(?\d*[个项]?(?:项目)?\)?$"
        ),
    ),
    (
        "signature",
        re.compile(
            "^(?:主要|单位|分管)?(?:负责人|领导)(?:签字|签名|[:：(])|^(?:填报|填表|制表|审核|审批|经办|复核|签发)人?[:：(]"
            r"|^(?:填报|报送)(?:单位|部门|日期|时间)|^(?:联系电话|日期|盖章|签字|单位)[:：(]|签字[:：]?$|盖章\)?[:：]?$"
        ),
    ),
    ("note", re.compile(r"^(?:注|备注|说明|填表说明|填报说明|填报要求)(?:[:：\d]|$)")),
)
_COUNTED = re.compile(r"[^\d]{2,20}(?:项目|类|工程)[:：]?\(?(?:共|计)?\d+[个项](?:项目)?\)?")
"""A title without a number of its own: 续建项目（15个）, 基础设施类共3个."""
_ONLY_COUNT = re.compile(r"\(?(?:共|计)?\d+个?(?:项目)?\)?")
_FEW = 3
_SHOWN = 100
_ONLY_OF_PROJECTS = ("responsible", "content", "address", "owner_name", "project_code", "period")
_UNVALUED = "?"
"""Stands for a formula without a stored result: the cell says something, but not what."""


@dataclass(frozen=True, slots=True)
class DataRow:
    """A row that is a project, with the stage of the section it stands in."""

    row: int
    section_stage: str | None


class Rows:
    """Goes down the rows of one table. `continued` tells further lines of a project: its row → their rows."""

    def __init__(self, grid: Grid, layout: Layout, kind: Kind):
        self.continued: dict[int, list[int]] = {}
        self._grid = grid
        self._layout = layout
        self._words = layout.words | kind.words
        self._stage: str | None = None
        self._depth = 0

    def read(self) -> Iterator[DataRow | Skipped]:
        """Every row below the heading that says something."""
        for row in self._grid.rows:
            texts = self._texts(row) if row > self._layout.last else {}
            what = self._what(row, texts) if texts else ""
            if what == "data":
                yield DataRow(row, self._stage)
            elif what:
                yield Skipped(self._layout.sheet, row, what, next(iter(texts.values()))[:_SHOWN])

    def _what(self, row: int, texts: dict[int, str]) -> Skip | str:
        lead = "".join(next(iter(texts.values())).split())
        name = "".join(texts.get(self._layout.columns["name"], "").split())
        if self._is_heading(texts) or _is_numbering(list(texts.values())):
            return "header"
        if _EXAMPLE.match(lead):
            return "example"
        if self._says_little(texts):
            alone = name in ("", lead) or bool(_ONLY_COUNT.fullmatch(name))
            for what, pattern in _OTHERS:
                if (alone and pattern.search(lead)) or pattern.search(name):
                    return what
            if title := self._section_title(row, texts, lead, name):
                self._enter_section(title)
                return "section"
        return self._project_or_nothing(row, texts, name)

    def _is_heading(self, texts: dict[int, str]) -> bool:
        """Whether the row repeats headings: three of them, or nothing else (the second row of a two-row heading)."""
        keys = [heading_key(text) for text in texts.values()]
        hits = sum(key in self._words for key in keys)
        return hits == len(keys) or sum(key in self._words for key in keys if key) >= _FEW

    def _says_little(self, texts: dict[int, str]) -> bool:
        """Whether the columns only a project fills are blank, the row's first text aside."""
        filled = {self._layout.columns.get(key) for key in _ONLY_OF_PROJECTS}
        return not filled & set(list(texts)[1:])

    def _section_title(self, row: int, texts: dict[int, str], lead: str, name: str) -> str:
        """The title when the row is one: numbered 一、 or （一）, or one text alone across the table."""
        if name and name != lead and _ONLY_NUMERAL.fullmatch(lead):
            return f"{lead}、{name}" if lead[-1] not in ")、.．" else lead + name
        for text in (lead, name):
            if any(mark.match(text) for _, mark in _MARKS):
                return text
        if not self._numbered(row, lead):
            for text in (lead, name):
                if _COUNTED.fullmatch(text) or only_a_stage(text):
                    return text
        column = next(iter(texts))
        outside = column not in self._layout.columns.values() or column == self._layout.columns.get("serial")
        alone = len(texts) == 1 and (outside or self._grid.is_wide(row, column))
        return lead if alone and not lead.replace(".", "").isdecimal() else ""

    def _numbered(self, row: int, lead: str) -> bool:
        """Whether the row has a running number, or a unit merged down over it: then it is a project."""
        unit = self._layout.columns.get("responsible")
        return lead.replace(".", "").isdecimal() or bool(unit and not self._grid.carried(row, unit).blank)

    def _enter_section(self, title: str) -> None:
        depth = next((depth for depth, mark in _MARKS if mark.match(title)), 1)
        stage = stage_of(title)
        if stage or depth <= self._depth:
            self._stage, self._depth = stage, depth

    def _project_or_nothing(self, row: int, texts: dict[int, str], name: str) -> Skip | str:
        """A project; a further line of the one above, whose name is merged over several rows; or nothing to import."""
        mapped = set(self._layout.columns.values()) - {self._layout.columns.get("serial")}
        if not mapped & set(texts):
            return ""
        column = self._layout.columns["name"]
        head = self._grid.head_of(row, column)
        if head == row or self._grid.sheet.cell(head, column).blank:
            return "data"
        self.continued.setdefault(head, []).append(row)
        return "continued"

    def _texts(self, row: int) -> dict[int, str]:
        """Column → tidy text of the row's own cells, left to right, without what merges carry down."""
        filled = sorted((column, cell) for column, cell in self._grid.sheet.cells[row].items() if not cell.blank)
        return {column: tidy(cell.text[:LONGEST_HEADING]) or _UNVALUED for column, cell in filled}


def _is_numbering(words: list[str]) -> bool:
    """A row that numbers the columns: 1 2 3 4, or 甲 乙 1 2."""
    if len(words) < _FEW or any(len(word) > _FEW for word in words):
        return False
    numbers = [int(word) for word in words if word.isdecimal()]
    if len(numbers) < max(2, len(words) - 2):
        return False
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))
