"""Checking a workbook: read, understand, compare with the database, and say for each row what would happen.

Nothing is written and nothing needs to exist but the units; the command, the page and the tests all come through here.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from ledgers.choices import Chooser
from ledgers.decisions import Decisions, patched, patches
from ledgers.enums import RowStatus
from ledgers.facts import prepare
from ledgers.intake.mapping import Override
from ledgers.intake.outcome import SKIP_LABELS, Row, Understood, WrongTemplate
from ledgers.intake.read import understand
from ledgers.kinds import LedgerKind
from ledgers.verdict import Checked, judge
from longting.accounts.enums import RESPONSIBLE_KINDS
from longting.accounts.models import Organisation
from longting.accounts.unit_names import UnitName
from longting.common.errors import Refused
from longting.common.sheets.book import Sheet, Workbook
from longting.common.sheets.reader import UnreadableWorkbook, read_workbook
from projects.enums import ListState
from projects.models import AnnualList

NUL = "\0"
LONGEST_SHEET = 200
FIRST_YEAR, LAST_YEAR = 2000, 2100
LONG_SHEET = "有的工作表名称超过 200 个字。请改短后再上传。"
WILD_YEAR = "年度“{year}”不对。写成 2026 这样的四位年份。"
ISSUED = "{title}已印发，不能再导入。年中调整请另立批次（第九条）。"


@dataclass(frozen=True, slots=True)
class Examined:
    """A checked workbook. `counts` by status, with `read` and `skipped_words` (标题 2、表头 2)."""

    year: int | None
    sheets: tuple[str, ...]
    layout: list[dict]
    notes: list[str]
    rows: list[Checked]
    skipped: list[Checked]
    counts: dict[str, Any]


def examine(
    source,
    *,
    filename: str,
    kind: LedgerKind,
    year: int | None,
    actor,
    today,
    remembered: Mapping[str, Override] | None = None,
    overrides: Mapping[str, Override] | None = None,
    decisions: Decisions | None = None,
) -> Examined:
    """Check the workbook `source` (bytes or a path) as `kind`, within the reach of `actor`. Writes nothing.

    `remembered` are column meanings the unit once told (dropped when the table cannot be found with them),
    `overrides` those of this workbook, `decisions` what a person said of single cells.
    Raises Refused with the sentence for people when the file cannot be read, is of another kind or the list is closed.
    """
    _refuse_wild(year)
    try:
        workbook = _storable(read_workbook(source, filename=filename))
        reading = _Reading(workbook, kind, remembered or {}, overrides or {}, year, decisions or {})
    except (UnreadableWorkbook, WrongTemplate) as refusal:
        raise Refused(refusal.message) from refusal
    understood = reading.understood
    _refuse_issued(understood.year)
    rows = _compare(reading, filename, actor, today)
    skipped, layout = _skipped(understood), [asdict(meaning) for meaning in understood.mapping]
    counts = _count(rows, skipped)
    return Examined(understood.year, understood.sheets, layout, list(understood.notes), rows, skipped, counts)


def _skipped(understood: Understood) -> list[Checked]:
    """The rows that are no projects, each with what it is."""
    return [
        Checked(one.sheet, one.row, one.text, RowStatus.SKIPPED, {}, {}, {"what": one.what})
        for one in understood.skipped
    ]


def _storable(workbook: Workbook) -> Workbook:
    """The workbook without NUL characters, which a cell may hold (`_x0000_`) and PostgreSQL cannot keep.

    Raises Refused for a sheet whose name is longer than a row of the import keeps.
    """
    if any(len(sheet.name) > LONGEST_SHEET for sheet in workbook.sheets):
        raise Refused(LONG_SHEET)
    return replace(workbook, sheets=tuple(_without_nul(sheet) for sheet in workbook.sheets))


def _without_nul(sheet: Sheet) -> Sheet:
    found = [(row, column) for row, line in sheet.cells.items() for column, cell in line.items() if NUL in cell.text]
    if not found and NUL not in sheet.name:
        return sheet
    cells = {row: dict(line) for row, line in sheet.cells.items()}
    for row, column in found:
        cells[row][column] = cells[row][column]._replace(text=cells[row][column].text.replace(NUL, ""))
    return replace(sheet, name=sheet.name.replace(NUL, ""), cells=cells)


class _Reading:
    """The workbook as understood with the decisions, and `printed`: what it says without them, row by row."""

    def __init__(self, workbook: Workbook, kind: LedgerKind, remembered, overrides, year, decisions: Decisions):
        self.kind, self.decisions = kind, decisions
        self._units = [
            UnitName(unit.pk, unit.name, unit.short, tuple(unit.aliases), unit.is_active)
            for unit in Organisation.objects.filter(kind__in=RESPONSIBLE_KINDS)
        ]
        self._remembered, self._overrides, self._year = remembered, overrides, year
        plain = self._understand(workbook)
        wanted = patches(plain.rows, decisions)
        self.printed = {(row.sheet, row.row): row.raw for row in plain.rows} if wanted else {}
        self.understood = self._understand(patched(workbook, wanted)) if wanted else plain

    def _understand(self, workbook: Workbook) -> Understood:
        kind, units, year = self.kind.intake, self._units, self._year
        if self._remembered:
            try:
                both = {**self._remembered, **self._overrides}
                return understand(workbook, kind, units, mapping_overrides=both, year=year)
            except WrongTemplate:
                """What the unit said of other workbooks does not fit this one: read it by its own words."""
        return understand(workbook, kind, units, mapping_overrides=self._overrides, year=year)

    def raw_of(self, row: Row) -> dict[str, str]:
        """What the workbook prints in this row, also where a person had something else read."""
        return self.printed.get((row.sheet, row.row), row.raw)

    def decided(self, row: Row):
        """What a person decided about this row."""
        return self.decisions.get((row.sheet, row.row), {})


def _refuse_wild(year: int | None) -> None:
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(WILD_YEAR.format(year=year))


def _refuse_issued(year: int | None) -> None:
    issued = AnnualList.objects.filter(year=year, batch=1, state=ListState.ISSUED).first() if year else None
    if issued:
        raise Refused(ISSUED.format(title=issued.title))


def _compare(reading: _Reading, filename: str, actor, today) -> list[Checked]:
    rows, year = reading.understood.rows, reading.understood.year
    facts = [prepare(row, reading.decided(row), reading.raw_of(row)) for row in rows]
    resource = reading.kind.resource(actor=actor, today=today, year=year, places=places_of(rows), source=filename)
    results = resource.check(facts)
    chooser = Chooser(reading.kind.intake, [unit.name for unit in resource.units])
    checked = []
    for row, one, result in zip(rows, facts, results, strict=True):
        row.raw = reading.raw_of(row)
        checked.append(judge(row, one, result, resource.known.get(result.found.pk), chooser))
    return checked


def places_of(rows: Sequence) -> list[str]:
    """Where each row stands, in words; the sheet is named when there are several."""
    several = len({row.sheet for row in rows}) > 1
    return [f"工作表“{row.sheet}”第 {row.row} 行" if several else f"第 {row.row} 行" for row in rows]


def _count(rows: list[Checked], skipped: list[Checked]) -> dict[str, Any]:
    found = Counter(row.status.value for row in rows)
    counts: dict[str, Any] = {status.value: found[status.value] for status in RowStatus}
    skips = Counter(SKIP_LABELS[row.facts["what"]] for row in skipped)
    words = "、".join(f"{label} {number}" for label, number in skips.items())
    return counts | {"read": len(rows), RowStatus.SKIPPED.value: len(skipped), "skipped_words": words}
