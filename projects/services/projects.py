"""Writing the 主档: registering a project and changing its facts. Everything that writes one comes through here."""

from collections.abc import Sequence, Set
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from longting.audit.services import Entry, record
from longting.common import clock
from longting.common.errors import Conflict
from projects.enums import Act
from projects.models import NumberSeries, Project
from projects.services import attached
from projects.services.facts import check, cleaned, set_keys, settle
from projects.services.lapse import lapse_overrides
from projects.wording import BELOW_PLAN, FACTS, NOTHING, PENDING, doubts_of, label_of, shown, shown_pending

KIND = "project"
Rows = Sequence[dict]


@transaction.atomic
def register_project(
    *,
    values: dict[str, Any],
    contacts: Rows = (),
    funds: Rows = (),
    people: Rows = (),
    actor,
    today,
    reason: str = "",
    is_demo: bool = False,
) -> Project:
    """A new project with a number of its own (LT-2026-0001).

    `values`: facts by field name (see wording.FACTS; amounts in 万元, months as Month, `responsible` an Organisation)
    and, from a workbook, `pending` {field: words as printed}. `contacts` {duty, name, phone}, `funds` {source,
    amount}, `people` {part, name, title, user}. Raises ValidationError with every message at its field.
    """
    project, said = new_project(cleaned(values), actor, today)
    money = attached.clean_funds(funds, project.total_investment)
    project.number, project.is_demo = take_number_of(project_prefix(today)), is_demo
    set_keys(project)
    project.save(force_insert=True)
    changes = shown_as_new(said)
    changes |= _put_attached(project, contacts, money, people, today)
    record(entry_of_new(project, changes, reason), actor=actor)
    return project


@transaction.atomic
def change_project(
    project: Project,
    *,
    values: dict[str, Any],
    contacts: Rows | None = None,
    funds: Rows | None = None,
    people: Rows | None = None,
    version: int,
    reason: str,
    actor,
    today,
) -> Project:
    """Change facts of a project; None leaves contacts, funds or people as they are. Nothing new writes nothing.

    Raises Conflict when somebody changed it since `version` was read, ValidationError with messages at their fields
    (at `reason` when there is a change and no reason, at `funds` when a smaller total no longer covers the sources).
    """
    current = _locked(project, version)
    facts, touched = changed_facts(current, cleaned(values), actor, today)
    if "total_investment" in touched:
        _check_plans(current)
    rows = list(current.funds.values("source", "amount")) if funds is None else funds
    money = attached.clean_funds(rows, current.total_investment)
    changes = facts | _put_attached(current, contacts, money, people, today)
    if changes:
        _want_reason(reason)
        write_facts(current, touched, version)
        record(entry_of_change(current, changes, reason), actor=actor)
        lapse_overrides([(current, touched)], actor=actor, today=today)
    return current


@transaction.atomic
def settle_doubts(project: Project, *, keys: Sequence[str], reason: str, actor) -> Project:
    """Take `keys` off the facts a workbook left in doubt: they were settled elsewhere, such as on the list entry."""
    current = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    before = current.pending
    current.pending = {key: words for key, words in before.items() if key not in keys}
    if current.pending == before:
        return current
    write_facts(current, ["pending"], current.version)
    changes = {PENDING: [shown_pending(before), shown_pending(current.pending)]}
    settled = {key: words for key, words in before.items() if key in keys}
    text = f"核实项目{current.name}的{'、'.join(label for label, _ in doubts_of(settled))}"
    record(Entry(Act.PROJECT_CHANGE, KIND, current.pk, current.name, text, changes, reason, current.pk), actor=actor)
    return current


def project_prefix(today) -> str:
    """How the numbers of projects registered this year begin."""
    return f"LT-{today.year}-"


def take_number_of(prefix: str) -> str:
    """The next number under `prefix` (LT-2026-)."""
    return take_numbers(prefix, 1)[0]


def take_numbers(prefix: str, count: int) -> list[str]:
    """The next numbers under `prefix`. The row is written before it is read, so two takers wait for each other."""
    NumberSeries.objects.get_or_create(prefix=prefix)
    NumberSeries.objects.filter(prefix=prefix).update(last=F("last") + count)
    last = NumberSeries.objects.get(prefix=prefix).last
    return [f"{prefix}{number:04d}" for number in range(last - count + 1, last + 1)]


def new_project(
    clean: dict[str, Any], actor, today, *, looked_up: Set[str] = frozenset()
) -> tuple[Project, dict[str, Any]]:
    """The checked project, not yet stored, and what was said of it. `looked_up`: facts that the caller has compared
    with the database already, for many projects together."""
    project = Project(created_at=clock.now(), updated_at=clock.now())
    _put(project, clean)
    if project.responsible_id is None:
        raise ValidationError({"responsible": "请选择责任单位。"})
    project.pending = settle(clean.get("pending", {}), project)
    said = {key: value for key, value in clean.items() if _is_said(key, value)}
    check(project, changed=set(said) - looked_up, actor=actor, today=today)
    return project, said


def shown_as_new(said: dict[str, Any]) -> dict[str, list[str]]:
    """What was said of a new project, for its audit record."""
    return {label_of(key): [NOTHING, shown(key, value)] for key, value in said.items()}


def entry_of_new(project: Project, changes: dict[str, list[str]], reason: str) -> Entry:
    """The audit record of a registration."""
    text = f"登记项目{project.name}（{project.number}），责任单位{project.responsible.name}"
    return Entry(Act.PROJECT_REGISTER, KIND, project.pk, project.name, text, changes, reason, project.pk)


def entry_of_change(project: Project, changes: dict[str, list[str]], reason: str) -> Entry:
    """The audit record of changed facts."""
    text = f"修改项目{project.name}的{'、'.join(changes)}"
    return Entry(Act.PROJECT_CHANGE, KIND, project.pk, project.name, text, changes, reason.strip(), project.pk)


def _is_said(key: str, value: Any) -> bool:
    """Whether a fact of a new project says anything; an unticked box does not, a 否 to the industry plan does."""
    return key in FACTS and value not in (None, "") and (value is not False or key == "fits_plan")


def _locked(project: Project, version: int) -> Project:
    """The row as it is now, locked. Raises Conflict when it is not the one that was read."""
    rows = Project.objects.select_for_update(of=("self",)).select_related("responsible", "owner")
    current = rows.get(pk=project.pk)
    if current.version != version:
        raise Conflict()
    return current


def _want_reason(reason: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": "请写明修改理由，审计记录和项目的修改记录里会显示。"})


def changed_facts(
    current: Project, clean: dict[str, Any], actor, today, *, looked_up: Set[str] = frozenset()
) -> tuple[dict[str, list[str]], list[str]]:
    """Put the facts on the row and check it; returns the differences in words and the columns touched. `looked_up` as
    above. That the total covers the plans on lists is checked by the caller."""
    before = {key: getattr(current, key) for key in (*FACTS, "pending")}
    _put(current, clean)
    current.pending = settle(clean.get("pending", before["pending"]), current)
    touched = [key for key, value in before.items() if getattr(current, key) != value]
    check(current, changed=set(touched) - looked_up, actor=actor, today=today)
    facts = [key for key in touched if key in FACTS]
    changes = {label_of(key): [shown(key, before[key]), shown(key, getattr(current, key))] for key in facts}
    if "pending" in touched:
        changes[PENDING] = [shown_pending(before["pending"]), shown_pending(current.pending)]
    return changes, touched


def _check_plans(project: Project) -> None:
    """The total covers the plan of every list that is still open, or the list could not be written any more."""
    planned = project.entries.still_open().filter(annual_plan__isnull=False).order_by("-annual_plan", "pk")
    largest = planned.values_list("annual_plan", "annual_list__title").first()
    if words := below_plan(project.total_investment, largest):
        raise ValidationError({"total_investment": words})


def below_plan(total: Decimal | None, plan: tuple[Decimal, str] | None) -> str:
    """What is wrong with a total that does not cover `plan` (its amount, the title of its list); "" when it does."""
    if total is None or plan is None or plan[0] <= total:
        return ""
    return BELOW_PLAN.format(title=plan[1], plan=shown("annual_plan", plan[0]))


def _put(project: Project, clean: dict[str, Any]) -> None:
    for key, value in clean.items():
        if key != "pending":
            setattr(project, key, value)


def _put_attached(
    project: Project, contacts: Rows | None, money: dict, people: Rows | None, today
) -> dict[str, list[str]]:
    changes = {} if contacts is None else attached.put_contacts(project, attached.clean_contacts(contacts))
    changes |= attached.put_funds(project, money)
    return changes if people is None else changes | attached.put_people(project, people, today=today)


def write_facts(project: Project, touched: list[str], version: int) -> None:
    """Compare and set: the row is written only if it still has the version that was read."""
    set_keys(project)
    project.version, project.updated_at = version + 1, clock.now()
    written = {*touched, "name_key", "name_tail", "search_text", "doubts", "updated_at", "version"}
    done = Project.objects.filter(pk=project.pk, version=version).update(
        **{name: getattr(project, name) for name in written}
    )
    if done != 1:
        raise Conflict()
