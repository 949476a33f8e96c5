"""From what a row of a workbook says to what will be written: the facts of the 主档 and of the list, as plain JSON.

Pure. What the database decides (which unit, which project, whether a 领域 is in force) comes later, in `resources`.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ledgers.choices import ABOUT_PROJECT, ACCEPTABLE
from ledgers.decisions import PROJECT, RowDecisions, left_blank, project_choice
from ledgers.intake.outcome import Problem, Row
from longting.common import industries
from longting.common.text import split_people, tidy
from projects.enums import Nature, Stage
from projects.wording import FACTS, OTHER_FACTS

#: Taken over as they were read: amounts as 万元, months as 2026-03, texts.
PLAIN = (
    "name", "project_code", "category", "owner_name", "uscc", "address", "content", "start_month", "end_month",
    "total_investment", "done_before", "annual_plan", "goal", "plan_start", "plan_finish", "remark",
)  # fmt: skip
#: What else a row gives, made below.
MADE = (
    "is_province", "is_city", "is_major", "field", "industry", "stage", "nature", "land_mu", "responsible", "leader",
    "service_officer", "contacts", "pending", "choice",
)  # fmt: skip
HEADERS = (*PLAIN, *MADE)

#: Under which name a fact is remembered as 待核实 when its column has another one.
_REMEMBERED_AS = {"start": "period", "finish": "period", "land": "land_mu"}
_YES_NO = {"是": True, "否": False}
_CODE = re.compile(r"(?:[A-T]?(\d{2})(?!\d)|([A-T])(?![A-Za-z\d]))", re.ASCII)
_MU = re.compile(r"(?:约)?(\d+(?:\.\d{1,2})?)亩?")
_MOST_MU = Decimal(10_000_000)
ONE_PERSON = "{label}只能有一名（第十六条），这里写了 {count} 名。请留下一名，其余写进备注。"
NOT_READ = "“{text}”{why}，这一项先不导入，原文记为待核实。"


def prepare(row: Row, decided: RowDecisions, printed: Mapping[str, str]) -> dict[str, Any]:
    """The facts of one row by HEADERS; None for what the row does not say. Further doubts are added to the row, and
    those that `decided` found unfounded are taken off it. `printed` has the words of the workbook by field."""
    row.problems = [one for one in row.problems if not _is_answered(one, decided)]
    said: Mapping[str, str | None] = row.values
    facts: dict[str, Any] = {key: said.get(key) for key in PLAIN}
    facts["name"] = row.name or None
    facts |= {key: _YES_NO.get(said.get(key) or "") for key in ("is_province", "is_city", "is_major")}
    facts["stage"] = _value_of(Stage, said.get("stage"))
    facts["nature"] = _value_of(Nature, said.get("nature"))
    facts["field"] = said.get("field")
    facts["responsible"] = row.parsed.get("responsible")
    facts["pending"] = {}
    facts["industry"] = _industry(row, facts["pending"])
    facts["land_mu"] = _land(row, facts["pending"])
    facts["leader"] = _one_person(row, "leader", "分包区领导")
    facts["service_officer"] = _one_person(row, "service_officer", "首席服务官")
    facts["contacts"] = [list(person) for person in row.parsed.get("contact", [])] or None
    for field in left_blank(decided):
        if can_wait(field) and printed.get(field):
            facts["pending"][remembered_as(field)] = printed[field]
    facts["choice"] = project_choice(decided)
    return facts


def _is_answered(problem: Problem, decided: RowDecisions) -> bool:
    """Whether a person said what was asked: which project it is, or what counts where two columns differ."""
    place = PROJECT if problem.code in ABOUT_PROJECT else problem.field
    return problem.code in ACCEPTABLE and place in decided


def remembered_as(field: str) -> str:
    """The key under which a project remembers a doubtful fact of this column."""
    return _REMEMBERED_AS.get(field, field)


def can_wait(field: str) -> bool:
    """Whether a project can remember that this fact is still to be confirmed."""
    return remembered_as(field) in FACTS or remembered_as(field) in OTHER_FACTS


def _value_of(enum, label: str | None) -> str | None:
    return next((member.value for member in enum if member.label == label), None)


def _industry(row: Row, pending: dict) -> str | None:
    """The code of 行业 when the cell states it or names it exactly; a wording of one's own waits for a person."""
    text = row.values.get("industry")
    if not text:
        return None
    names = {name: code for code, name in (*industries.sections(), *industries.divisions())}
    written = _CODE.match(text)
    code = names.get(text) or (written and (written[1] or written[2]))
    if not industries.label(code or ""):
        pending["industry"] = text
        why = "不是国民经济行业分类的门类或大类"
        row.doubt("industry", "unknown_industry", "note", NOT_READ.format(text=text, why=why))
        return None
    return code


def _land(row: Row, pending: dict) -> str | None:
    """用地需求 in 亩."""
    text = row.values.get("land")
    if not text:
        return None
    found = _MU.fullmatch(tidy(text).replace(",", "").replace("，", "").replace(" ", ""))
    if found and Decimal(found[1]) < _MOST_MU:
        return found[1]
    pending["land_mu"] = text
    row.doubt("land", "unknown_land", "note", NOT_READ.format(text=text, why="看不出是多少亩"))
    return None


def _one_person(row: Row, field: str, label: str) -> str | None:
    """The name of the one person of a part. Two names are a doubt: the 办法 wants one."""
    people = row.parsed.get(field) or split_people(row.values.get(field))
    names = [name for name, _ in people if name]
    if len(names) > 1:
        row.doubt(field, "several_people", "flag", ONE_PERSON.format(label=label, count=len(names)))
        return None
    return names[0] if names else None
