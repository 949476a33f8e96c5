"""A project of the database beside a row of a workbook: what it was, what differs, in words for people."""

from collections import defaultdict
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from longting.common.money import format_wan
from projects.enums import Duty, Part
from projects.models import AnnualList, FundSource, ListEntry, Participant, Project, ProjectContact
from projects.services import attached
from projects.services.bulk import Plan, Stored
from projects.services.lists import ENTRY_FIELDS
from projects.services.projects import below_plan
from projects.wording import PENDING, label_of, shown, shown_contacts, shown_pending

#: Facts of the 主档 that a row may give.
PROJECT_FACTS = (
    "name", "project_code", "is_province", "is_city", "category", "field", "industry", "nature", "owner_name", "uscc",
    "responsible", "address", "content", "start_month", "end_month", "total_investment", "land_mu",
)  # fmt: skip
#: Facts that stand on the list and, for the current year, in the 主档 too: the list leads.
FOLLOWING = ("stage", "is_major")
PARTS = {"leader": Part.LEADER, "service_officer": Part.SERVICE_OFFICER}
CONTACT = "责任人及联系电话"
FUNDS_OVER = "库里登记的资金来源合计 {funds} 万元，大于这里的总投资。请核对金额，或先修改资金来源。"
CHUNK = 2000


@dataclass
class Before:
    """What the database says of one project before a row is written: `stored` the rows themselves, as they were read;
    `contacts` those a list names."""

    facts: dict[str, Any]
    pending: dict[str, str]
    entry: dict[str, Any] | None = None
    people: dict[str, str] = field(default_factory=dict)
    contacts: list[tuple[str, str, str]] = field(default_factory=list)
    funds: Decimal | None = None
    stored: Stored | None = None


def begin(project: Project, entry: ListEntry | None = None, other_plan: Plan | None = None) -> Project:
    """The project with its list entry (`entry`) and a copy of what both say (`before`)."""
    facts = {key: getattr(project, key) for key in (*PROJECT_FACTS, *FOLLOWING)} if project.pk else {}
    project.before = Before(facts, dict(project.pending))
    project.before.entry = {key: getattr(entry, key) for key in ENTRY_FIELDS} if entry else None
    if project.pk:
        project.before.stored = Stored(copy(project), copy(entry) if entry else None, [], [], other_plan)
    project.entry = entry or ListEntry()
    return project


def load(pks: Iterable[int], annual_list: AnnualList | None, today) -> dict[int, Project]:
    """The projects with everything a row is compared with: five SQL queries for every two thousand."""
    wanted, found = sorted(pks), {}
    for start in range(0, len(wanted), CHUNK):
        found |= _load(wanted[start : start + CHUNK], annual_list, today)
    return found


def _load(pks: list[int], annual_list: AnnualList | None, today) -> dict[int, Project]:
    entries = list(_entries(pks, annual_list))
    on_list = {entry.project_id: entry for entry in entries if entry.annual_list == annual_list}
    elsewhere = _largest_plans(entry for entry in entries if entry.annual_list != annual_list)
    projects = Project.objects.filter(pk__in=pks).select_related("responsible", "owner")
    found = {project.pk: begin(project, on_list.get(project.pk), elsewhere.get(project.pk)) for project in projects}
    names: dict[tuple[int, str], list[str]] = defaultdict(list)
    for person in Participant.objects.active(today).filter(project__in=pks).order_by("since", "pk"):
        names[person.project_id, person.part].append(person.name)
        found[person.project_id].before.stored.people.append(person)
    for (pk, part), held in names.items():
        found[pk].before.people[part] = "、".join(held)
    for contact in ProjectContact.objects.filter(project__in=pks):
        before, facts = found[contact.project_id].before, (contact.duty, contact.name, contact.phone)
        before.stored.contacts.append(facts)
        if contact.duty == Duty.RESPONSIBLE:
            before.contacts.append(facts)
    sums = FundSource.objects.filter(project__in=pks).values_list("project").annotate(total=Sum("amount"))
    for pk, total in sums:
        found[pk].before.funds = total
    return found


def _entries(pks: list[int], annual_list: AnnualList | None):
    """What the projects have on this list, and on others that are still open."""
    entries = ListEntry.objects.filter(project__in=pks).select_related("annual_list")
    return entries.still_open() | entries.filter(annual_list=annual_list)


def _largest_plans(entries: Iterable[ListEntry]) -> dict[int, Plan]:
    """Project → its largest plan among `entries`."""
    largest: dict[int, Plan] = {}
    for entry in entries:
        if entry.annual_plan is not None:
            plan = (entry.annual_plan, entry.annual_list.title)
            largest[entry.project_id] = max(largest.get(entry.project_id, plan), plan)
    return largest


def changed_facts(project: Project) -> list[str]:
    """Facts of the 主档 that differ from before; of a new project all that say anything."""
    facts = {key: getattr(project, key, None) for key in (*PROJECT_FACTS, *FOLLOWING)}
    if not project.pk:
        return [key for key, value in facts.items() if value not in (None, "", False)]
    return [key for key, value in facts.items() if project.before.facts[key] != value]


def given_contacts(row: dict[str, Any]) -> list[dict[str, str]] | None:
    """The contacts a row names; None when it names none."""
    people = row["contacts"]
    return (
        [{"duty": Duty.RESPONSIBLE.value, "name": name, "phone": phone} for name, phone in people] if people else None
    )


def given_people(row: dict[str, Any]) -> list[dict[str, Any]] | None:
    """Who takes part according to a row; None when it names nobody."""
    return [{"part": part, "name": row[key]} for key, part in PARTS.items() if row[key]] or None


def differences(project: Project, row: dict[str, Any]) -> dict[str, list[str]]:
    """Everything that writing the row would change of a project already known: label → [before, after]."""
    before = project.before
    keys = [key for key in changed_facts(project) if key not in FOLLOWING]
    changes = {label_of(key): [shown(key, before.facts[key]), shown(key, getattr(project, key))] for key in keys}
    changes |= _list_differences(project)
    for key, part in PARTS.items():
        if row[key] and row[key] != before.people.get(part, ""):
            changes[part.label] = [before.people.get(part) or "—", row[key]]
    given = given_contacts(row)
    wanted = attached.clean_contacts(given) if given else before.contacts
    if sorted(wanted) != sorted(before.contacts):
        old, new = shown_contacts(before.contacts), shown_contacts(wanted)
        changes[CONTACT] = [old, f"{new}（号码有改动）" if old == new else new]
    if project.pending != before.pending:
        changes[PENDING] = [shown_pending(before.pending), shown_pending(project.pending)]
    return changes


def _list_differences(project: Project) -> dict[str, list[str]]:
    """What changes on the list; a project that was not on it enters it."""
    was, entry = project.before.entry, project.entry
    changes = {} if was else {"年度名单": ["—", "列入"]}
    blank = ListEntry()
    for key in ENTRY_FIELDS:
        old, new = was[key] if was else getattr(blank, key), getattr(entry, key)
        if old != new:
            changes[_label(key)] = [shown(key, old) if was else "—", shown(key, new)]
    return changes


def values_to_write(project: Project) -> dict[str, Any]:
    """The facts to hand to the service of the 主档: what changed, or all that is said of a new project."""
    values = {key: getattr(project, key) for key in changed_facts(project)}
    return values | ({"pending": project.pending} if project.pending != project.before.pending else {})


def entry_to_write(project: Project) -> dict[str, Any]:
    """The plan of the year to hand to the service of the list: what changed, or all that is said."""
    was = project.before.entry or {key: getattr(ListEntry(), key) for key in ENTRY_FIELDS}
    return {key: getattr(project.entry, key) for key in ENTRY_FIELDS if getattr(project.entry, key) != was[key]}


def wrong_amounts(project: Project) -> dict[str, str]:
    """What does not fit together between the plan of the year, the total and its sources, by field."""
    entry, total = project.entry, project.total_investment
    wrong = {}
    if entry.annual_plan is not None and total is not None and entry.annual_plan > total:
        wrong["annual_plan"] = "年度计划大于总投资。请核对单位或小数点。"
    if entry.plan_start and entry.plan_finish and entry.plan_finish < entry.plan_start:
        wrong["plan_finish"] = "计划竣工月早于计划开工月。请核对两个月份。"
    if project.pk and total != project.before.facts["total_investment"]:
        low = below_plan(total, project.before.stored.other_plan)
        wrong |= {"total_investment": low} if low else {}
    funds = project.before.funds
    if funds is not None and total is not None and funds > total:
        wrong["total_investment"] = FUNDS_OVER.format(funds=format_wan(funds))
    return wrong


def _label(key: str) -> str:
    return str(ListEntry._meta.get_field(key).verbose_name)
