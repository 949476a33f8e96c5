"""Writing an application: begun once for a project and a year, filled from the 主档, saved as often as one likes."""

from copy import copy
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from approvals.declared import PLAN, PROJECT_FACTS, ROWS, differences, pack, unpack
from approvals.enums import EDITABLE, Act, State
from approvals.models import Declaration
from longting.accounts.models import Organisation
from longting.accounts.roles import Permission
from longting.audit.services import SYSTEM, Entry, record
from longting.common import clock
from longting.common.errors import Conflict, Refused
from longting.common.pinyin import initials
from projects.enums import LIST_OPEN, ListState
from projects.models import AnnualList, ListEntry, Project
from projects.services.attached import clean_contacts, clean_funds
from projects.services.facts import check, cleaned
from projects.services.projects import register_project, take_number_of

KIND = "declaration"
NOT_YOURS = "这个项目不由本单位申报：建设单位有账号的由建设单位申报，政府投资项目由责任单位申报（第九条）。"


@transaction.atomic
def begin_declaration(
    project: Project | None, *, name: str = "", unit: Organisation | None = None, year: int, batch: int = 1, actor,
    today, is_demo: bool = False, reason: str = "",
) -> Declaration:  # fmt: skip
    """Begin the application of `project`, or of a new one called `name` for which `unit` is to be responsible.

    The applicant is the person's own organisation; `reason` goes with the registering of a new project. Raises
    PermissionDenied without an organisation, Refused when the project is applied for already or belongs to somebody
    else, ValidationError at `name` and `unit`.
    """
    applicant = actor.post.organisation if actor.post else None
    if applicant is None or not actor.may(Permission.APPLY):
        raise PermissionDenied
    if is_new := project is None:
        project = _new_project(name, unit, applicant, actor, today, is_demo, reason)
    else:  # two who begin for one project at once wait here
        project = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    _check_free(project, year, batch, actor)
    now = clock.now()
    row = Declaration(
        number=take_number_of(f"LT-S-{year}-"), year=year, batch=batch, project=project,
        applicant=applicant, unit=project.responsible,
        name=project.name, facts=pack(_known(project, year)), held_since=now, created_by=actor, created_at=now,
        updated_at=now, is_demo=is_demo, begot_project=is_new,
    )  # fmt: skip
    row.search_text = _search_text(row)
    row.save(force_insert=True)
    text = f"起草{row.name}的{year}年度重点项目申报（{row.number}），初审单位{row.unit.name}"
    record(Entry(Act.DECLARATION_CREATE, KIND, row.pk, row.name, text, project_id=project.pk), actor=actor)
    return row


@transaction.atomic
def save_declaration(declaration: Declaration, *, values: dict[str, Any], version: int, actor, today) -> Declaration:
    """Keep what was typed, complete or not. Raises Conflict when somebody saved since `version` was read, Refused when
    it is not the person's turn, ValidationError with messages at their facts for what cannot be true."""
    row = Declaration.objects.select_for_update(of=("self",)).select_related("project").get(pk=declaration.pk)
    require_hold(row, actor)
    if row.version != version:
        raise Conflict()
    before = unpack(row.facts)
    after = before | checked(row.project, before | values, today)
    found = differences(before, after)
    if not found:
        return row
    row.facts, row.name = pack(after), after["name"]
    row.search_text, row.updated_at, row.version = _search_text(row), clock.now(), row.version + 1
    row.save(update_fields=["facts", "name", "search_text", "updated_at", "version"])
    if row.submissions:  # before the first submission it is nobody else's business (and no trail of every keystroke)
        changes = {label: [old, new] for rows in found.values() for _, label, old, new in rows}
        text = f"补正{row.name}的申报：{'、'.join(changes)}"
        record(Entry(Act.DECLARATION_SAVE, KIND, row.pk, row.name, text, changes, "", row.project_id), actor=actor)
    return row


def require_hold(row: Declaration, actor) -> None:
    """It is this person's turn to write. Raises Refused or PermissionDenied."""
    if not (row.applicant_id in actor.organisation_ids and actor.may(Permission.APPLY)):
        raise PermissionDenied
    state = State(row.state)
    if state not in EDITABLE:
        raise Refused(f"申报现在是“{state.label}”，不能修改。需要修改的，请先收回或请初审单位退回。")


def checked(project: Project, values: dict[str, Any], today) -> dict[str, Any]:
    """The declared facts as they may be stored. Raises ValidationError by fact."""
    messages: dict[str, Any] = {}
    facts = {key: values[key] for key in PROJECT_FACTS if key in values}
    clean: dict[str, Any] = {}
    try:
        clean = cleaned(facts)
        trial = copy(project)
        for key, value in clean.items():
            setattr(trial, key, value)
        # A code that stands on another project is said when it is sent: until then the text is the applicant's own.
        check(trial, changed=set(clean) - {"project_code"}, actor=SYSTEM, today=today)
    except ValidationError as problem:
        messages |= problem.error_dict
    try:
        clean["funds"] = _funds(values)
    except ValidationError as problem:
        messages |= problem.error_dict
    clean["contacts"] = [dict(zip(("duty", "name", "phone"), row, strict=True)) for row in _contacts(values)]
    messages |= _wrong_plan(values)
    if messages:
        raise ValidationError(messages)
    return clean | {key: values.get(key) for key in PLAN}


def _funds(values: dict[str, Any]) -> list[dict]:
    found = clean_funds(values.get("funds") or [], values.get("total_investment"))
    return [{"source": source, "amount": amount} for source, amount in found.items()]


def _contacts(values: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [row for row in clean_contacts(values.get("contacts") or []) if row[1] or row[2]]


def _wrong_plan(values: dict[str, Any]) -> dict[str, str]:
    wrong = {}
    total, plan, done = (values.get(key) for key in ("total_investment", "annual_plan", "done_before"))
    for key, amount in (("annual_plan", plan), ("done_before", done)):
        if amount is not None and amount < 0:
            wrong[key] = "金额不能小于 0。"
        elif amount is not None and total is not None and amount > total:
            wrong[key] = "大于总投资。请核对单位或小数点。"
    start, finish = values.get("plan_start"), values.get("plan_finish")
    if start and finish and finish < start:
        wrong["plan_finish"] = f"计划竣工月早于计划开工的 {start.label}。请核对两个月份。"
    if len(values.get("goal") or "") > 300:
        wrong["goal"] = "形象进度目标最多 300 字。请缩短。"
    return wrong


def _new_project(
    name: str, unit: Organisation | None, applicant: Organisation, actor, today, is_demo: bool, reason: str
) -> Project:
    if unit is None:
        raise ValidationError({"unit": "请选择初审单位：项目所在乡办，或行业主管的区直单位。"})
    is_company = applicant.kind == "company"
    owner = {"owner": applicant, "owner_name": applicant.name, "uscc": applicant.uscc} if is_company else {}
    values = {"name": name, "responsible": unit, **owner}
    words = reason or "起草重点项目申报"
    return register_project(values=values, actor=actor, today=today, reason=words, is_demo=is_demo)


def _check_free(project: Project, year: int, batch: int, actor) -> None:
    if not belongs_to(project, actor.organisation_ids):
        raise Refused(NOT_YOURS)
    annual_list = AnnualList.objects.filter(year=year, batch=batch).first()
    if annual_list and annual_list.state not in LIST_OPEN:
        state = ListState.label_of(annual_list.state)
        raise Refused(f"{annual_list.title}现在是“{state}”，不再接受申报。请选择下一批。")
    open_states = [state.value for state in State if state not in (State.REJECTED, State.DECLINED, State.WITHDRAWN)]
    same = project.declarations.filter(year=year, batch=batch, state__in=open_states).first()
    if same:
        raise Refused(f"{project.name}的{year}年度第 {batch} 批申报已经有了（{same.number}）。请打开原来的申报办理。")
    if ListEntry.objects.standing().filter(annual_list__year=year, project=project).exists():
        raise Refused(f"{project.name}已在{year}年度名单上，不需要再申报。")


def belongs_to(project: Project, organisations: list[int]) -> bool:
    """Who applies for a project (第九条一): its owner's company; where no company is registered as its owner (a project
    of the government), the unit that is responsible for it."""
    return (project.owner_id or project.responsible_id) in organisations


def _known(project: Project, year: int) -> dict[str, Any]:
    """What the 主档 and last year's entry already say (nothing is typed twice)."""
    known = {key: getattr(project, key) for key in PROJECT_FACTS}
    known["funds"] = [{"source": row.source, "amount": row.amount} for row in project.funds.all()]
    known["contacts"] = [{"duty": r.duty, "name": r.name, "phone": r.phone} for r in project.contacts.all()]
    last = project.entries.filter(annual_list__year=year - 1).order_by("annual_list__batch").last()
    if last:
        done = [amount for amount in (last.done_before, last.annual_plan) if amount is not None]
        total = sum(done) if done else None
        known["done_before"] = min(total, project.total_investment or total) if total is not None else None
    return known | {key: known.get(key) for key in PLAN} | {key: known[key] for key in ROWS}


def _search_text(row: Declaration) -> str:
    words = [row.name, row.number, row.applicant.name, row.facts.get("owner_name", ""), row.facts.get("project_code")]
    return " ".join(word for word in [*words, initials(row.name), initials(row.applicant.name)] if word).lower()[:600]
