"""Many projects in one act, as an import writes them.

Each is judged by itself, with no lock held (`draft_project`, `draft_change`); then all of them are written together in
one short transaction (`write_drafts`), so that nobody waits long for a long import. Rules, words and audit records (one
for each project, one for its place on the list) are those of the single acts.
"""

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max

from longting.audit.services import Entry, record_many
from longting.common import clock
from longting.common.errors import Conflict
from projects.models import AnnualList, ListEntry, Participant, Project, ProjectContact
from projects.services import attached
from projects.services.attached import Contact, Moves
from projects.services.facts import cleaned, set_keys
from projects.services.lapse import lapse_overrides
from projects.services.lists import (
    ENTRY_FIELDS,
    check_open,
    check_plan,
    entry_of_entering,
    entry_of_plan,
    put_values,
    reconsider,
)  # fmt: skip
from projects.services.projects import (
    below_plan,
    changed_facts,
    entry_of_change,
    entry_of_new,
    new_project,
    project_prefix,
    shown_as_new,
    take_numbers,
    write_facts,
)  # fmt: skip

#: What the caller has compared with the database for all rows together. The constraint on the code stays behind it.
LOOKED_UP = frozenset({"field", "project_code"})
BATCH = 500
_NOT_PLANNED = [field.name for field in ListEntry._meta.fields if field.name not in ENTRY_FIELDS]


#: The plan of a year, and the title of the list on which it stands.
Plan = tuple[Decimal, str]


@dataclass(frozen=True, slots=True)
class Stored:
    """What the database said of a project when its change was judged. `other_plan`: its largest plan on the other lists
    that are still open."""

    project: Project
    entry: ListEntry | None
    contacts: list[Contact]
    people: list[Participant]
    other_plan: Plan | None = None


@dataclass(slots=True)
class Draft:
    """One judged row. `project` and `entry` hold the new facts; stored ones the version they were read with. `contacts`
    None leaves them; `changes` and `plan` are the differences of the two audit records."""

    project: Project
    entry: ListEntry
    touched: list[str]
    contacts: list[Contact] | None
    moves: Moves
    changes: dict[str, list[str]]
    plan: dict[str, Any]
    reason: str
    is_new: bool
    enters: bool


def draft_project(
    *, values: dict[str, Any], contacts: Sequence[dict], people: Sequence[dict], plan: dict, reason: str, actor, today
) -> Draft:
    """A new project with its place on the list. Raises ValidationError with messages at their fields."""
    project, said = new_project(cleaned(values), actor, today, looked_up=LOOKED_UP)
    wanted, named = attached.judge_contacts([], attached.clean_contacts(contacts))
    moves = attached.judge_people([], people)
    entry = ListEntry(project=project, updated_at=clock.now())
    put_values(entry, plan)
    _check_plan(entry)
    changes = shown_as_new(said) | named | moves.changes
    return Draft(project, entry, [], wanted if named else None, moves, changes, plan, reason, True, True)


def draft_change(
    stored: Stored, *, values: dict[str, Any], contacts: Sequence[dict] | None, people: Sequence[dict] | None,
    plan: dict, reason: str, actor, today,
) -> Draft:  # fmt: skip
    """Changed facts of a project and of its place on the list, which it enters when it is not there yet."""
    project = copy(stored.project)
    changes, touched = changed_facts(project, cleaned(values), actor, today, looked_up=LOOKED_UP)
    if "total_investment" in touched and (words := below_plan(project.total_investment, stored.other_plan)):
        raise ValidationError({"total_investment": words})
    rows = attached.clean_contacts(contacts or ())
    wanted, named = attached.judge_contacts(stored.contacts, rows)
    moves = attached.judge_people(stored.people, people or ())
    entry, enters = copy(stored.entry or ListEntry(updated_at=clock.now())), stored.entry is None
    entry.project = project
    planned = put_values(entry, plan)
    _check_plan(entry)
    changes |= named | moves.changes
    return Draft(
        project, entry, touched, wanted if named else None, moves, changes, plan if enters else planned, reason,
        False, enters,
    )  # fmt: skip


@transaction.atomic
def write_drafts(drafts: Sequence[Draft], *, annual_list: AnnualList, actor, today) -> list[Project]:
    """Write all drafts, or none: the projects in their order.

    Raises Conflict when a project or its place on the list was changed since it was judged, ValidationError when the
    list is issued; the caller's transaction must then roll back.
    """
    locked = AnnualList.objects.select_for_update().get(pk=annual_list.pk)
    check_open(locked)
    known = [draft for draft in drafts if not draft.is_new]
    _hold(known)
    _store_new([draft for draft in drafts if draft.is_new], today)
    for draft in known:
        if draft.changes:
            write_facts(draft.project, draft.touched, draft.project.version)
    _put_contacts([draft for draft in drafts if draft.contacts is not None])
    _put_people(drafts, today)
    _put_entries(drafts, locked)
    _check_totals(known)
    record_many((entry for draft in drafts for entry in _records(draft)), actor=actor)
    lapse_overrides([(draft.project, draft.touched) for draft in known], actor=actor, today=today)
    return [draft.project for draft in drafts]


def _check_plan(entry: ListEntry) -> None:
    """What the constraints of the table hold, said without asking the database."""
    check_plan(entry)
    entry.clean_fields(exclude=_NOT_PLANNED)
    if entry.plan_start and entry.plan_finish and entry.plan_finish < entry.plan_start:
        raise ValidationError({"plan_finish": "计划竣工月不能早于计划开工月。"})
    for key, words in (("annual_plan", "年度计划投资不能为负数。"), ("done_before", "累计完成不能为负数。")):
        if (getattr(entry, key) or 0) < 0:
            raise ValidationError({key: words})


def _hold(known: Sequence[Draft]) -> None:
    """Lock the entries and projects that were judged, in the order of `change_entry`; none has changed since."""
    entries = [draft.entry for draft in known if not draft.enters]
    for model, judged in ((ListEntry, entries), (Project, [draft.project for draft in known])):
        for rows in _blocks(sorted((row.pk, row.version) for row in judged)):
            held = model.objects.select_for_update(of=("self",)).filter(pk__in=[pk for pk, _ in rows]).order_by("pk")
            if list(held.values_list("pk", "version")) != rows:
                raise Conflict()


def _check_totals(known: Sequence[Draft]) -> None:
    """A plan may have risen on another list since the new total was judged."""
    for pks in _blocks(draft.project.pk for draft in known if "total_investment" in draft.touched):
        plans = ListEntry.objects.still_open().filter(project__in=pks)
        if plans.filter(annual_plan__gt=F("project__total_investment")).exists():
            raise Conflict()


def _blocks(rows: Iterable) -> Iterator[list]:
    """The rows in blocks, so that no query grows too long."""
    every = list(rows)
    for start in range(0, len(every), BATCH):
        yield every[start : start + BATCH]


def _store_new(drafts: list[Draft], today) -> None:
    if not drafts:
        return
    for draft, number in zip(drafts, take_numbers(project_prefix(today), len(drafts)), strict=True):
        draft.project.number = number
        set_keys(draft.project)
    Project.objects.bulk_create([draft.project for draft in drafts], batch_size=BATCH)


def _put_contacts(drafts: list[Draft]) -> None:
    for projects in _blocks(draft.project for draft in drafts if not draft.is_new):
        ProjectContact.objects.filter(project__in=projects).delete()
    rows = (row for draft in drafts for row in attached.contact_rows(draft.project, draft.contacts))
    ProjectContact.objects.bulk_create(rows, batch_size=BATCH)


def _put_people(drafts: Sequence[Draft], today) -> None:
    for draft in drafts:
        for row in draft.moves.leaving:
            attached.end_part(row, today)
    rows = (row for draft in drafts for row in draft.moves.rows(draft.project, today))
    Participant.objects.bulk_create(rows, batch_size=BATCH)


def _put_entries(drafts: Sequence[Draft], annual_list: AnnualList) -> None:
    last = annual_list.entries.aggregate(last=Max("serial"))["last"] or 0
    entering = [draft.entry for draft in drafts if draft.enters]
    for serial, entry in enumerate(entering, start=last + 1):
        entry.annual_list, entry.serial = annual_list, serial
        entry.project = entry.project  # the key it was given when it was stored
    ListEntry.objects.bulk_create(entering, batch_size=BATCH)
    listed = [draft for draft in drafts if not draft.enters]
    for draft in listed:
        if draft.plan:
            _change_entry(draft.entry, annual_list)
    for pks in _blocks(draft.entry.pk for draft in listed):  # last: it makes new versions of the rows
        reconsider(pks)


def _change_entry(entry: ListEntry, annual_list: AnnualList) -> None:
    """Compare and set."""
    same = ListEntry.objects.filter(pk=entry.pk, version=entry.version)
    entry.annual_list, entry.version, entry.updated_at = annual_list, entry.version + 1, clock.now()
    if not same.update(**{key: getattr(entry, key) for key in (*ENTRY_FIELDS, "version", "updated_at")}):
        raise Conflict()


def _records(draft: Draft) -> list[Entry]:
    found = []
    if draft.is_new:
        found.append(entry_of_new(draft.project, draft.changes, draft.reason))
    elif draft.changes:
        found.append(entry_of_change(draft.project, draft.changes, draft.reason))
    if draft.enters:
        found.append(entry_of_entering(draft.entry, draft.plan, draft.reason))
    elif draft.plan:
        found.append(entry_of_plan(draft.entry, draft.plan, draft.reason))
    return found
