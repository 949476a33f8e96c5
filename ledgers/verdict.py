"""The verdict on one row: what the file leaves in doubt, what the database says, what the services would refuse."""

from dataclasses import asdict, dataclass, field
from typing import Any

from import_export.results import RowResult

from ledgers.choices import ABOUT_PROJECT, Chooser, may_type
from ledgers.decisions import PROJECT, is_typed
from ledgers.enums import RowStatus
from ledgers.facts import remembered_as
from ledgers.intake.outcome import Problem, Row
from ledgers.matching import SAME, Found
from ledgers.resources import LedgerRowResult
from longting.common.money import parse_amount
from longting.common.periods import parse_month, parse_period
from projects.models import Project

KNOWN_READING = "库里是{label}，按此不改动。"
KNOWN_UNIT = "“{name}”已停用。库里就是这个单位，按此不改动。"
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
_ALIKE = {"name_alike", "name_repeated", "part_of_another"}
_AMOUNTS = ("total_investment", "annual_plan", "done_before")
_MONTHS = ("plan_start", "plan_finish")


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


def judge(row: Row, facts: dict, result: LedgerRowResult, known: Project | None, chooser: Chooser) -> Checked:
    """Everything found of one row, in the file and in the database, as one verdict."""
    found = result.found
    problems = [asdict(problem) for problem in row.problems]
    if found.exact or found.code == SAME:
        problems = [problem for problem in problems if problem["code"] not in _ALIKE]
    if found.code:
        problems.append(_problem(row, found.field, found.code, found.level, found.message))
    problems += [_problem(row, key, code, "note", words) for key, code, words in result.notes]
    doubted = {problem["field"] for problem in problems if problem["level"] != "note"}
    problems += [problem for problem in _refusals(row, result) if problem["field"] not in doubted]
    for problem in problems:
        _add_answers(problem, row, found, chooser)
        _settle_known(problem, row, known)
    return Checked(
        row.sheet, row.row, row.name, _status(problems, result), dict(row.raw), dict(row.values), facts, problems,
        result.changes, found.pk,
    )  # fmt: skip


def _add_answers(problem: dict, row: Row, found: Found, chooser: Chooser) -> None:
    """What a person may answer: the projects that were found, values to choose from, something typed. Which project a
    row is is asked at a place of its own, so that its name may be corrected besides."""
    answers, typed = [], False
    if problem["code"] in ABOUT_PROJECT or (problem["code"] == found.code and found.level == "flag"):
        problem["field"] = PROJECT
    if problem["level"] != "note":
        answers = chooser.choices(row, problem["field"], problem["code"])
        typed = may_type(row, problem["field"])
    if problem["code"] == found.code:
        answers = [{"value": value, "label": label} for value, label in found.options] + answers
    problem |= {"choices": answers, "typed": typed}


def _settle_known(problem: dict, row: Row, project: Project | None) -> None:
    """A doubt that the project already carries in the same words, or that the project itself settles, needs no second
    answer: it becomes a note."""
    if project is None or problem["level"] == "note":
        return
    if settled := _settled_words(problem, row, project):
        problem |= {"level": "note", "code": "known_doubt", "message": settled, "choices": [], "typed": False}


def _settled_words(problem: dict, row: Row, project: Project) -> str:
    field = problem["field"]
    words = project.before.pending.get(remembered_as(field))
    if words and words == row.raw.get(field):
        return KNOWN_DOUBT.format(words=words)
    if problem["code"] == "inactive_unit" and row.parsed["closed_unit"] == project.responsible_id:
        return KNOWN_UNIT.format(name=project.responsible.name)
    if problem["code"] == "unit_doubtful" and _is_stored(project, field, row.raw[field]):
        return KNOWN_READING.format(label=f"{row.raw[field]} 万元")
    readings = (choice["label"] for choice in problem["choices"] if _is_stored(project, field, choice["value"]))
    return next((KNOWN_READING.format(label=label) for label in readings), "")


def _is_stored(project: Project, field: str, said: str) -> bool:
    """Whether one reading of a doubtful cell is what the database says."""
    known = (project.before.entry or {}) | project.before.facts
    if not is_typed(said):
        return False
    if field == "period":
        read = parse_period(said)
        return (read.start, read.end) == (known["start_month"], known["end_month"])
    if field in _AMOUNTS:
        return parse_amount(said).value == known.get(field)
    return field in _MONTHS and parse_month(said).month == known.get(field)


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
