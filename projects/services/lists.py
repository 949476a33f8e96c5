"""Writing the yearly list: opening it, and putting projects on it with the plan of the year."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max

from longting.audit.services import Entry, record
from longting.common import clock
from longting.common.errors import Conflict
from projects.enums import LIST_OPEN, OFF_LIST, Act, EntryDecision, ListState
from projects.models import AnnualList, ListEntry, Project
from projects.services.projects import settle_doubts
from projects.wording import shown

#: What may be written on an entry, and how an audit record calls it.
ENTRY_FIELDS = ("stage", "is_major", "done_before", "annual_plan", "goal", "plan_start", "plan_finish", "remark")
#: An entry that the committee has still to decide on.
UNDECIDED = {"decision": EntryDecision.PENDING.value, "decision_note": "", "decided_by": None, "decided_at": None}


@transaction.atomic
def open_list(year: int, *, batch: int = 1, title: str = "", actor) -> AnnualList:
    """The list of `year` and `batch`, made when it does not exist yet (第九条三). ValidationError for a wild year."""
    now = clock.now()
    usual = f"{year}年度区重点项目名单" + (f"（第 {batch} 批）" if batch > 1 else "")
    fresh = {"title": title or usual, "created_at": now, "updated_at": now}
    if not 2000 <= year <= 2100:
        raise ValidationError({"year": f"年度“{year}”不对。写成 2026 这样的四位年份。"})
    found, made = AnnualList.objects.get_or_create(year=year, batch=batch, defaults=fresh)
    if made:
        text = f"建立{found.title}"
        record(Entry(Act.LIST_OPEN, "annual_list", found.pk, found.title, text), actor=actor)
    return found


@transaction.atomic
def put_entry(annual_list: AnnualList, project: Project, *, values: dict, actor, reason: str = "") -> ListEntry:
    """Put `project` on the list with the year's plan, or change what stands there. Amounts in 万元.

    Only keys of ENTRY_FIELDS are read. Raises ValidationError when the list is issued or the plan exceeds the total.
    """
    locked = AnnualList.objects.select_for_update().get(pk=annual_list.pk)
    check_open(locked)
    entry = ListEntry.objects.select_for_update().filter(annual_list=locked, project=project).first()
    if entry:
        return _change(_reconsidered(entry), values, actor, reason)
    last = locked.entries.aggregate(last=Max("serial"))["last"] or 0
    entry = ListEntry(annual_list=locked, project=project, serial=last + 1, updated_at=clock.now())
    for field in ENTRY_FIELDS:
        if field in values:
            setattr(entry, field, values[field])
    _check_entry(entry)
    entry.save()
    record(entry_of_entering(entry, values, reason), actor=actor)
    return entry


@transaction.atomic
def change_entry(entry: ListEntry, *, values: dict, version: int, reason: str, actor) -> ListEntry:
    """Change the year's plan of one entry. Raises Conflict when somebody changed it since `version` was read."""
    rows = ListEntry.objects.select_for_update(of=("self", "project")).select_related("project", "annual_list")
    locked = rows.get(pk=entry.pk)  # with its project, whose total shall not fall below the plan meanwhile
    check_open(locked.annual_list)
    if locked.version != version:
        raise Conflict("这一行已被他人修改，请看过最新内容后再改。")
    return _change(locked, values, actor, reason)


@transaction.atomic
def revise_entry(entry: ListEntry, *, values: dict, version: int, reason: str, actor) -> ListEntry:
    """`change_entry` by a person who looked at it: doubts about what is now filled in are settled."""
    changed = change_entry(entry, values=values, version=version, reason=reason, actor=actor)
    known = [key for key in ENTRY_FIELDS if getattr(changed, key) not in (None, "")]
    settle_doubts(changed.project, keys=known, reason=reason, actor=actor)
    return changed


@transaction.atomic
def remove_entry(entry: ListEntry, *, reason: str, actor) -> None:
    """Take a project off a list that is still being drafted. The row goes, the audit record stays."""
    locked = ListEntry.objects.select_for_update(of=("self",)).select_related("project", "annual_list").get(pk=entry.pk)
    check_open(locked.annual_list)
    project, title = locked.project, locked.annual_list.title
    found = Entry(
        Act.LIST_REMOVE, "list_entry", locked.pk, project.name, f"把{project.name}移出{title}", {}, reason, project.pk
    )
    locked.delete()
    record(found, actor=actor)


def _reconsidered(entry: ListEntry) -> ListEntry:
    """An entry that the committee had struck or sent back stands for decision again."""
    if entry.decision in OFF_LIST:
        reconsider([entry.pk])
        for field, value in UNDECIDED.items():
            setattr(entry, field, value)
        entry.version += 1
    return entry


def reconsider(pks: Collection[int]) -> None:
    """Those of the entries that the committee had struck or sent back stand for decision again."""
    off = [decision.value for decision in OFF_LIST]
    ListEntry.objects.filter(pk__in=pks, decision__in=off).update(**UNDECIDED, version=F("version") + 1)


def _change(entry: ListEntry, values: dict, actor, reason: str) -> ListEntry:
    changes = put_values(entry, values)
    if not changes:
        return entry
    _check_entry(entry)
    entry.version, entry.updated_at = entry.version + 1, clock.now()
    entry.save(update_fields=[*ENTRY_FIELDS, "version", "updated_at"])  # the caller holds the row
    record(entry_of_plan(entry, changes, reason), actor=actor)
    return entry


def put_values(entry: ListEntry, values: dict) -> dict[str, list[str]]:
    """Put the year's plan on the row, not stored; returns the difference in words."""
    before = {field: getattr(entry, field) for field in ENTRY_FIELDS}
    touched = [field for field in ENTRY_FIELDS if field in values and values[field] != before[field]]
    for field in touched:
        setattr(entry, field, values[field])
    return {_label(field): [shown(field, before[field]), shown(field, values[field])] for field in touched}


def entry_of_entering(entry: ListEntry, values: dict, reason: str) -> Entry:
    """The audit record of a project put on a list with `values`."""
    project, plan = entry.project, shown("annual_plan", entry.annual_plan)
    text = f"把{project.name}列入{entry.annual_list.title}，年度计划 {plan}"
    changes = {_label(f): ["—", shown(f, values[f])] for f in ENTRY_FIELDS if values.get(f) not in (None, "", False)}
    return Entry(Act.LIST_ENTER, "list_entry", entry.pk, project.name, text, changes, reason, project.pk)


def entry_of_plan(entry: ListEntry, changes: dict[str, list[str]], reason: str) -> Entry:
    """The audit record of a changed plan of the year."""
    name = entry.project.name
    text = f"修改{name}在{entry.annual_list.title}中的{'、'.join(changes)}"
    return Entry(Act.LIST_CHANGE, "list_entry", entry.pk, name, text, changes, reason, entry.project_id)


def check_open(annual_list: AnnualList) -> None:
    """Raises ValidationError for a list that is issued, or with the committee."""
    if annual_list.state == ListState.ISSUED:
        raise ValidationError(f"{annual_list.title}已印发，不能再改。年中调整请另立批次（第九条）。")
    if annual_list.state not in LIST_OPEN:
        state = ListState.label_of(annual_list.state)
        raise ValidationError(
            f"{annual_list.title}现在是“{state}”，不能再改。需要修改的，先请委员会退回重拟（第九条）。"
        )


def _check_entry(entry: ListEntry) -> None:
    """Rules between the entry and its project, then the constraints of the table, each message at its field."""
    check_plan(entry)
    entry.full_clean()


def check_plan(entry: ListEntry) -> None:
    """Rules between the entry and its project; asks the database nothing."""
    total = entry.project.total_investment
    if entry.annual_plan is not None and total is not None and entry.annual_plan > total:
        raise ValidationError({"annual_plan": "年度计划大于总投资。请核对单位或小数点。"})


def _label(field: str) -> str:
    return str(ListEntry._meta.get_field(field).verbose_name)


@transaction.atomic
def record_export(annual_list: AnnualList, what: str, *, actor) -> None:
    """An export leaves the system, so who took what is recorded."""
    text = f"导出{annual_list.title}{what}"
    record(Entry(Act.LIST_EXPORT, "annual_list", annual_list.pk, annual_list.title, text), actor=actor)
