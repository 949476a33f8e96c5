"""Situation × act × person, all of them, against acts.csv, the table that people review: a listed cell moves as the
table says, every other one is refused and leaves no trace."""

import csv
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from approvals.enums import Action, State
from approvals.models import Declaration, Step
from approvals.services.acts import perform
from approvals.workflow import DECLARATIONS, TOGETHER
from longting.accounts.roles import Role
from longting.audit.models import AuditEvent
from longting.common.errors import Conflict, Refused
from projects.models import ListEntry
from tests import factories
from tests.approvals import makers

#: Besides the states themselves: on a draft that lies before the committee; not yet on it while it was handed up.
BESIDES = {"before_committee": "shortlisted"} | {
    f"{state}_late": state for state in ("draft", "returned", "reported", "verifying")
}
SITUATIONS = [*(state.value for state in State), *BESIDES]
#: Every act by itself; those that come with a report or a list also with it, rightly and wrongly.
ASKED = [(action, "") for action in Action] + [(action, way) for action in TOGETHER for way in ("batch", "list")]
#: Persons of the same role at another place, so that "own" and "other" are both asked.
OTHERS = {
    "other_owner": (Role.OWNER, None),
    "other_head": (Role.UNIT_HEAD, "柳园口乡人民政府"),
}


def read_table() -> dict[tuple[str, str, str, str], str]:
    """(situation, act, through, person) → state it leads to."""
    with Path(__file__).with_name("acts.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["situation"], row["action"], row["through"], person): row["target"]
            for row in csv.DictReader(file)
            for person in row["who"].split()
        }


TABLE = read_table()


@pytest.fixture
def people(cast) -> dict:
    """The cast, and somebody else of the roles that are bound to a place."""
    found = dict(vars(cast))
    for name, (role, unit) in OTHERS.items():
        place = factories.organisation(unit) if unit else factories.make_organisation()
        found[name] = factories.make_user(name, role, place)
    return found


def ready(situation: str, cast) -> Declaration:
    """A declaration with everything its next act could need, so that only state, role and place decide."""
    if situation == "before_committee":
        return makers.before_committee(cast)
    if situation.endswith("_late"):
        return makers.late(cast, ready(BESIDES[situation], cast))
    row = makers.in_state(State(situation), cast)
    if situation == State.SUBMITTED:
        return makers.checked(row, cast)
    return makers.verified(row, cast) if situation == State.VERIFYING else row


def trace(row: Declaration) -> tuple:
    """Everything an act could leave behind."""
    row.refresh_from_db()
    entries = list(ListEntry.objects.values_list("pk", "decision", "version"))
    return row.state, row.version, row.submissions, Step.objects.count(), AuditEvent.objects.count(), entries


def tried(row: Declaration, action: Action, through: str, actor) -> str:
    """The state the act led to, "" when it was refused; taken back either way."""
    with transaction.atomic():
        before = trace(row)
        try:
            with transaction.atomic():
                moved = perform(
                    row, action, version=row.version, comment="测试意见", through=through, actor=actor,
                    today=makers.TODAY,
                )  # fmt: skip
        except (PermissionDenied, Refused, ValidationError):
            assert trace(row) == before, f"{action} left a trace although it was refused"
            return ""
        assert (trace(row)[0], trace(row)[3]) == (moved.state, before[3] + 1)
        transaction.set_rollback(True)
    return moved.state


@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_act_by_everybody_goes_as_the_table_says(situation, cast, people):
    row = ready(situation, cast)
    wrong = []
    for action, through in ASKED:
        for name, person in people.items():
            expected = TABLE.get((situation, action.value, through, name), "")
            row.refresh_from_db()
            if (got := tried(row, action, through, person)) != expected:
                wrong.append(f"{action} ({through or 'alone'}) by {name} gave {got!r}, not {expected!r}")
    assert wrong == []


def test_the_table_names_every_transition_of_the_workflow():
    from_table = {(BESIDES.get(s, s), a, t) for (s, a, _, _), t in TABLE.items()}
    from_code = {(w.source.value, w.action.value, w.target.value) for w in DECLARATIONS.transitions}
    assert from_table == from_code


def test_control_a_widened_permission_is_reported(cast, people, monkeypatch):
    row = ready("submitted", cast)
    monkeypatch.setattr("approvals.services.acts.reaches", lambda *_: True)
    assert tried(row, Action.PASS, "", people["zhujian"]) == State.SCREENED


@pytest.mark.parametrize("action", [Action.RETURN, Action.WITHDRAW, Action.REJECT], ids=str)
def test_an_act_that_needs_a_reason_is_refused_without(action, cast):
    row = makers.submitted(cast)
    actor = {Action.RETURN: cast.beijiao, Action.WITHDRAW: cast.owner, Action.REJECT: cast.beijiao_head}[action]
    with pytest.raises(ValidationError) as refused:
        makers.act(row, action, actor, comment="  ")
    assert refused.value.message_dict == {"comment": [f"{action.label}需要写明理由。请填写理由后再提交。"]}


def test_a_stale_page_acts_on_nothing(cast):
    row = makers.submitted(cast)
    with pytest.raises(Conflict):
        perform(row, Action.RECALL, version=row.version - 1, actor=cast.owner, today=makers.TODAY)
    row.refresh_from_db()
    assert row.state == State.SUBMITTED
