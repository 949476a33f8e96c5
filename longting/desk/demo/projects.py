"""Demo projects: names and contents of real projects; amounts, plans, people and units invented and marked as demo."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from longting.accounts.models import Organisation
from longting.common.periods import Month
from projects.enums import Duty, Nature, Part, Source, Stage
from projects.models import ListEntry, Project
from projects.services.lists import open_list, put_entry
from projects.services.projects import register_project

SOURCE = Path(__file__).resolve().parent.parent / "data" / "demo_projects.csv"
STAGES = {stage.label: stage for stage in Stage}
NATURES = {nature.label: nature for nature in Nature}
REASON = (
    "项目关系辖区群众的基本公共服务，已列入区政府年度民生实事和城市建设计划，"
    "建成后直接服务周边居民，影响范围覆盖全区（演示数据）。"
)


@transaction.atomic
def load_projects(cast: dict, today: date) -> int:
    """Register the demo projects and put them on the lists of 2025 and 2026; returns how many are new."""
    if Project.objects.filter(is_demo=True).exists():
        return 0
    units = {unit.code: unit for unit in Organisation.objects.all()}
    lists = {year: open_list(year, actor=cast["officer"]) for year in (2025, 2026)}
    with SOURCE.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    for place, row in enumerate(rows):
        project = _register(row, place, units, cast, today)
        for year in (2025, 2026):
            if row[f"list_{year}"]:
                put_entry(lists[year], project, values=_plan(row, year, project), actor=cast["officer"])
    return len(rows)


def _register(row: dict, place: int, units: dict, cast: dict, today: date) -> Project:
    """One project with contact, funds and people; the first of 北郊乡 belong to the demo owner."""
    values = _facts(row) | {"responsible": units[row["responsible"]]}
    if row["responsible"] == "410202201" and not row["owner"]:
        values |= {"owner": units["DEMO-OWNER"], "owner_name": units["DEMO-OWNER"].name}
    people = [{"part": Part.LEADER, "name": row["leader"], "title": "区领导", "user": _account(row, cast)}]
    if row["responsible"] == "ZJJ":
        people.append(
            {"part": Part.SERVICE_OFFICER, "name": cast["service"].name, "title": "局长", "user": cast["service"]}
        )
    contacts = [{"duty": Duty.CONTACT, "name": "联系人", "phone": f"1380000{1000 + place}"}]
    extra = {"contacts": contacts, "funds": _funds(values), "people": people}
    return register_project(values=values, **extra, actor=cast["officer"], today=today, is_demo=True)


def _facts(row: dict) -> dict:
    total = Decimal(row["total"]) if row["total"] else None
    return {
        "name": row["name"],
        "category": row["category"],
        "field": row["field"],
        "industry": row["industry"],
        "stage": STAGES[row["stage"]],
        "nature": NATURES[row["nature"]],
        "owner_name": row["owner"],
        "town": row["town"],
        "address": row["address"],
        "content": row["content"],
        "start_month": Month.parse(row["start"]),
        "end_month": Month.parse(row["end"]),
        "total_investment": total,
        "is_city": bool(row["city"]),
        "fits_plan": True if row["limb"] == "plan" else None,
        "is_livelihood": row["limb"] == "livelihood",
        "is_infrastructure": row["limb"] == "infrastructure",
        "is_government": row["limb"] == "government",
        "limb_reason": REASON if row["limb"] in ("livelihood", "infrastructure", "government") else "",
        "pending": {"total_investment": row["pending"]} if row["pending"] else {},
        "remark": "演示数据",
    }


def _funds(values: dict) -> list[dict]:
    total = values["total_investment"]
    if total is None:
        return []
    public = values["is_government"] or values["is_infrastructure"]
    own = Decimal(round(total * Decimal("0.6")))
    first, second = (Source.DISTRICT, Source.BOND) if public else (Source.OWN, Source.LOAN)
    return [{"source": first, "amount": own}, {"source": second, "amount": total - own}]


def _plan(row: dict, year: int, project: Project) -> dict:
    """The plan of one year; for 2025 four fifths of the later year's plan."""
    plan = Decimal(row["plan"]) if year == 2026 else Decimal(row["plan"]) * 4 / 5
    return {
        "stage": project.stage,
        "annual_plan": plan,
        "done_before": Decimal(row["done_before"]) if row["done_before"] and year == 2026 else None,
        "goal": row["goal"],
        "plan_start": project.start_month if project.start_month.year == year else None,
        "plan_finish": project.end_month if project.end_month.year == year else None,
        "is_major": bool(row["city"]),
        "remark": "演示数据",
    }


def _account(row: dict, cast: dict):
    """The demo leader's account for his own projects; other leaders are names without accounts."""
    return cast["leader"] if row["leader"] == cast["leader"].name else None


def counted() -> str:
    """How much is loaded, for the command's last line."""
    return f"{Project.objects.count()} 个项目，{ListEntry.objects.count()} 条名单记录"
