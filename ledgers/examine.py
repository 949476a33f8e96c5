"""Checking a workbook: read, understand, compare with the database, and say for each row what would happen.

Nothing is written and nothing needs to exist but the units; the command, the page and the tests all come through here.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from import_export.results import RowResult

from ledgers.choices import Chooser, may_type
from ledgers.decisions import Decisions, patched, patches
from ledgers.enums import RowStatus
from ledgers.facts import prepare, remembered_as
from ledgers.intake.mapping import Override
from ledgers.intake.outcome import SKIP_LABELS, Problem, Row, Understood, WrongTemplate
from ledgers.intake.read import understand
from ledgers.intake.units import UnitName
from ledgers.kinds import LedgerKind
from ledgers.matching import Found
from ledgers.resources import LedgerRowResult
from longting.accounts.enums import RESPONSIBLE_KINDS
from longting.accounts.models import Organisation
from longting.common.errors import Refused
from longting.common.sheets.book import Workbook
from longting.common.sheets.reader import UnreadableWorkbook, read_workbook
from projects.enums import ListState
from projects.models import AnnualList

ISSUED = "{title}已印发，不能再导入。年中调整请另立批次（第九条）。"
KNOWN_DOUBT = "库里也记着“{words}”待核实，这次仍不改动。"
#: Columns that give a fact of another name.
FIELDS_OF = {
    "start_month": ("period", "start", "plan_start"),
    "end_month": ("period", "finish", "plan_finish"),
    "land_mu": ("land",),
    "funds": ("total_investment",),
    "contacts": ("contact",),
}
_OUTCOMES = {
    RowResult.IMPORT_TYPE_NEW: RowStatus.NEW,
    RowResult.IMPORT_TYPE_UPDATE: RowStatus.CHANGED,
    RowResult.IMPORT_TYPE_SKIP: RowStatus.SAME,
    RowResult.IMPORT_TYPE_INVALID: RowStatus.ERROR,
}
#: Doubts between rows of one file that the database settles when both rows are known projects.
_ALIKE = {"name_alike", "name_repeated"}


@dataclass(slots=True)
class Checked:
    """One row after the check. `problems` are plain dicts: column, field, code, level, message, and what may be
    answered: choices [{value, label}] and typed (bool)."""

    sheet: str
    row: int
    name: str
    status: RowStatus
    raw: dict[str, str]
    values: dict[str, str | None]
    facts: dict[str, Any]
    problems: list[dict] = field(default_factory=list)
    changes: dict[str, list[str]] = field(default_factory=dict)
    project: int | None = None


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
    try:
        workbook = read_workbook(source, filename=filename)
        reading = _Reading(workbook, kind, remembered or {}, overrides or {}, year, decisions or {})
    except (UnreadableWorkbook, WrongTemplate) as refusal:
        raise Refused(refusal.message) from refusal
    understood = reading.understood
    _refuse_issued(understood.year)
    rows = _compare(reading, filename, actor, today)
    skipped = [
        Checked(one.sheet, one.row, one.text, RowStatus.SKIPPED, {}, {}, {"what": one.what})
        for one in understood.skipped
    ]
    layout = [asdict(meaning) for meaning in understood.mapping]
    counts = _count(rows, skipped)
    return Examined(understood.year, understood.sheets, layout, list(understood.notes), rows, skipped, counts)


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
        checked.append(_checked(row, one, result, resource.known.get(result.found.pk), chooser))
    return checked


def places_of(rows: Sequence) -> list[str]:
    """Where each row stands, in words; the sheet is named when there are several."""
    several = len({row.sheet for row in rows}) > 1
    return [f"工作表“{row.sheet}”第 {row.row} 行" if several else f"第 {row.row} 行" for row in rows]


def _checked(row: Row, facts: dict, result: LedgerRowResult, known, chooser: Chooser) -> Checked:
    """Everything found of one row, in the file and in the database, as one verdict."""
    found = result.found
    problems = [_as_known(asdict(problem), row, known) for problem in row.problems]
    if found.exact:
        problems = [problem for problem in problems if problem["code"] not in _ALIKE]
    if found.code:
        problems.append(_problem(row, found.field, found.code, found.level, found.message))
    problems += [_problem(row, key, code, "note", words) for key, code, words in result.notes]
    doubted = {problem["field"] for problem in problems if problem["level"] != "note"}
    problems += [problem for problem in _refusals(row, result) if problem["field"] not in doubted]
    for problem in problems:
        _add_answers(problem, row, found, chooser)
    return Checked(
        row.sheet, row.row, row.name, _status(problems, result), dict(row.raw), dict(row.values), facts, problems,
        result.changes, found.pk,
    )  # fmt: skip


def _add_answers(problem: dict, row: Row, found: Found, chooser: Chooser) -> None:
    """What a person may answer: the projects that were found, values to choose from, something typed."""
    answers, typed = [], False
    if problem["level"] != "note":
        answers = chooser.choices(row, problem["field"], problem["code"])
        typed = may_type(row, problem["field"])
    if problem["code"] == found.code:
        answers = [{"value": value, "label": label} for value, label in found.options] + answers
    problem |= {"choices": answers, "typed": typed}


def _as_known(problem: dict, row: Row, project) -> dict:
    """A doubt that the project already carries in the same words needs no second answer."""
    words = project.before.pending.get(remembered_as(problem["field"])) if project else None
    if problem["level"] == "note" or not words or words != row.raw.get(problem["field"]):
        return problem
    return problem | {"level": "note", "code": "known_doubt", "message": KNOWN_DOUBT.format(words=words)}


def _refusals(row: Row, result: LedgerRowResult) -> list[dict]:
    """What the services would refuse, each at its cell."""
    if result.validation_error is None:
        return []
    messages = result.validation_error.message_dict
    return [
        _problem(row, key.removeprefix("entry__"), "refused", "error", text)
        for key, texts in messages.items()
        for text in texts
    ]


def _problem(row: Row, key: str, code: str, level: str, message: str) -> dict:
    names = FIELDS_OF.get(key, (key,))
    name = next((name for name in names if name in row.letters), names[0])
    return asdict(Problem(row.letters.get(name, ""), name, code, level, message))


def _status(problems: list[dict], result: LedgerRowResult) -> RowStatus:
    levels = {problem["level"] for problem in problems}
    if "error" in levels:
        return RowStatus.ERROR
    return RowStatus.FLAG if "flag" in levels else _OUTCOMES[result.import_type]


def _count(rows: list[Checked], skipped: list[Checked]) -> dict[str, Any]:
    found = Counter(row.status.value for row in rows)
    counts: dict[str, Any] = {status.value: found[status.value] for status in RowStatus}
    skips = Counter(SKIP_LABELS[row.facts["what"]] for row in skipped)
    words = "、".join(f"{label} {number}" for label, number in skips.items())
    return counts | {"read": len(rows), RowStatus.SKIPPED.value: len(skipped), "skipped_words": words}
