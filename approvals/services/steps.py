"""The trace of an act: its step, its audit record, and the people who are told."""

from collections.abc import Iterable

from django.urls import reverse

from approvals.enums import Act, Action, ListAction, State
from approvals.models import Declaration, ListStep, Step
from longting.accounts.roles import Role
from longting.accounts.selectors import users_holding
from longting.audit.services import Entry, record
from longting.common import clock
from longting.notices.services import notify
from projects.enums import ListState
from projects.models import AnnualList

#: Who is told of an act whatever state it leads to.
TOLD_OF = {
    Action.RECONSIDER: ("office", "applicant", "unit"),
    Action.REMOVE: ("applicant", "unit"),
    Action.TRANSFER: ("applicant", "unit"),
}
#: Who is told when a declaration comes into a state: "applicant", "unit", "office".
TOLD = {
    State.SUBMITTED: ("unit",),
    State.RETURNED: ("applicant", "unit"),
    State.SCREENED: ("applicant",),
    State.REJECTED: ("applicant",),
    State.REPORTED: ("office", "applicant"),
    State.SHORTLISTED: ("applicant", "unit"),
    State.DECLINED: ("applicant", "unit"),
    State.WITHDRAWN: ("applicant", "unit"),
    State.ISSUED: ("applicant", "unit"),
}


def write_step(row: Declaration, action: Action, source: State, comment: str, actor, today) -> Step:
    """The step of an act just done, with its audit record and notices; `row` is in its new state already."""
    step = Step.objects.create(
        declaration=row, action=action.value, source=source.value, target=row.state, actor=actor,
        actor_name=actor.name, actor_role=actor.role_label[:60], organisation=actor.organisation_name,
        at=clock.now(), comment=comment, on_version=row.submissions,
    )  # fmt: skip
    target = State(row.state)
    text = f"{action.label}：{row.name}（{row.number}），{source.label} → {target.label}"
    changes = {"状态": [source.label, target.label]}
    record(
        Entry(Act.DECLARATION_MOVE, "declaration", row.pk, row.name, text, changes, comment, row.project_id),
        actor=actor,
    )
    words = f"{row.name}：{actor.organisation_name}{action.label}，现在是“{target.label}”"
    groups = told_of(action, target) if row.submissions else ()  # nobody has seen what was never sent
    people = [user for user in recipients(row, groups, today) if user.pk != actor.pk]
    notify(
        people, text=words, url=reverse("approvals:declaration-detail", args=[row.public_id]), replaces=True, again=True
    )
    return step


def told_of(action: Action, target: State) -> tuple[str, ...]:
    """The groups that are told of an act."""
    return TOLD_OF.get(action) or TOLD.get(target, ())


def recipients(row: Declaration, groups: Iterable[str], today) -> Iterable:
    """The people of the named groups around a declaration."""
    for group in groups:
        if group == "applicant":
            yield from users_holding(Role.OWNER, today, row.applicant)
            yield from users_holding(Role.CLERK, today, row.applicant)
        elif group == "unit":
            yield from users_holding(Role.CLERK, today, row.unit)
        else:
            yield from users_holding(Role.OFFICER, today)


def write_list_step(row: AnnualList, action: ListAction, source: ListState, comment: str, actor, today) -> ListStep:
    """The step of a list, its audit record and notices."""
    step = ListStep.objects.create(
        annual_list=row, action=action.value, source=source.value, target=row.state, actor=actor,
        actor_name=actor.name, actor_role=actor.role_label[:60], organisation=actor.organisation_name,
        at=clock.now(), comment=comment,
    )  # fmt: skip
    target = ListState(row.state)
    text = f"{action.label}：{row.title}，{source.label} → {target.label}"
    changes = {"状态": [source.label, target.label]}
    record(Entry(Act.LIST_MOVE, "annual_list", row.pk, row.title, text, changes, comment), actor=actor)
    roles = (Role.COMMITTEE,) if action is ListAction.SUBMIT else (Role.OFFICER, Role.OFFICE_HEAD)
    people = [user for role in roles for user in users_holding(role, today) if user.pk != actor.pk]
    words = f"{row.title}：{actor.organisation_name}{action.label}，现在是“{target.label}”"
    notify(
        people, text=words, url=reverse("approvals:draft-detail", args=[row.year, row.batch]), replaces=True, again=True
    )
    return step
