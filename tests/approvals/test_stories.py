"""Stories of any order: legal and illegal acts on two declarations and their list, told beside a plain model. After
every act the database and the model agree, every act left one step and one audit record, every refusal none."""

from collections import Counter

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from approvals.enums import ON_LIST, Action, ListAction, ResolutionKind, State
from approvals.models import Declaration, Step
from approvals.services.effects import AFTER
from approvals.workflow import TOGETHER
from longting.audit.models import AuditEvent
from longting.common.errors import Refused
from projects.enums import EntryDecision, ListState
from projects.models import AnnualList, ListEntry
from tests.approvals import makers
from tests.approvals.test_acts import TABLE

STEPS = 24
ALONE = [action for action in Action if action not in TOGETHER]
PEOPLE = ("owner", "beijiao", "beijiao_head", "officer", "office_head", "committee", "zhujian")


class Story:
    """Two declarations, the list of their year, and what the model says of them."""

    def __init__(self, cast):
        self.cast = cast
        self.rows = [makers.verifying(cast, name="甲项目"), makers.verifying(cast, name="乙项目")]
        self.model = [State.VERIFYING.value, State.VERIFYING.value]
        self.acts = Counter()
        self.begun = Step.objects.count()

    @property
    def list_state(self) -> ListState | None:
        row = AnnualList.objects.filter(year=makers.YEAR).first()
        return ListState(row.state) if row else None

    def act(self, which: int, action: Action, name: str) -> None:
        """One act by one person; the table of test_acts says what becomes of it."""
        row, before = self.rows[which], self.model[which]
        self._prepare(row)
        expected = TABLE.get((self._situation(before), action.value, "", name), "")
        if not self._taken_by_list(action):
            expected = ""
        try:
            makers.act(row, action, getattr(self.cast, name))
        except (PermissionDenied, Refused, ValidationError):
            assert expected == "", f"{action} by {name} in {before} was refused"
            return
        assert expected, f"{action} by {name} in {before} was let through"
        self.model[which] = expected
        self.acts[which] += 1

    def hand_up(self) -> None:
        """The list goes to the committee when something stands on it, and is endorsed or sent back there."""
        if self.list_state is ListState.DRAFTING and ListEntry.objects.standing().exists():
            makers.move(ListAction.SUBMIT, self.cast.office_head)
        elif self.list_state is ListState.SUBMITTED:
            makers.move(ListAction.RETURN, self.cast.committee, comment="再议")

    def endorse(self) -> None:
        """The committee agrees to all that stands; every declaration on the list moves with it."""
        if self.list_state is not ListState.SUBMITTED or not ListEntry.objects.standing().exists():
            return
        makers.keep_rest(makers.the_list(), version=makers.the_list().version, actor=self.cast.committee)
        makers.decided(ResolutionKind.COMMITTEE, self.cast.committee)
        makers.move(ListAction.ENDORSE, self.cast.committee)
        for which, state in enumerate(self.model):
            if state == State.SHORTLISTED:
                self.model[which] = State.ENDORSED.value
                self.acts[which] += 1

    def check(self) -> None:
        """What must hold after every act."""
        for which, row in enumerate(self.rows):
            row.refresh_from_db()
            assert row.state == self.model[which]
        assert Step.objects.count() == self.begun + sum(self.acts.values())
        moves = AuditEvent.objects.filter(verb="declaration_move", target_id__in=[row.pk for row in self.rows]).count()
        assert moves == Step.objects.count()
        standing = set(ListEntry.objects.standing().values_list("project_id", flat=True))
        on_list = [state.value for state in ON_LIST]
        assert standing == {row.project_id for row in self.rows if row.state in on_list}
        assert not Declaration.objects.filter(state__in=on_list, entry__isnull=True).exists()
        struck = ListEntry.objects.filter(decision=EntryDecision.STRUCK).values_list("declaration__state", flat=True)
        assert set(struck) <= {State.DECLINED.value}

    def _situation(self, state: str) -> str:
        before = state == State.SHORTLISTED and self.list_state is ListState.SUBMITTED
        return "before_committee" if before else state

    def _taken_by_list(self, action: Action) -> bool:
        """A draft that was handed up takes nothing more."""
        return action is not Action.SHORTLIST or self.list_state in (None, ListState.DRAFTING)

    def _prepare(self, row: Declaration) -> None:
        """Checklist, settled opinions and verification, so that only state, person and list decide."""
        row.refresh_from_db()
        row.notes.filter(settled_at__isnull=True).update(settled_at=row.held_since, settled_by=self.cast.officer)
        if row.state == State.SUBMITTED:
            makers.checked(row, self.cast)
        elif row.state == State.VERIFYING and not row.verifications.filter(on_version=row.submissions).exists():
            makers.verified(row, self.cast)


#: Mostly acts that somebody may do somewhere, so that stories get far; the rest is anything by anybody.
LIKELY = sorted({(action, person) for (_, action, through, person) in TABLE if not through})
ACTS = st.one_of(
    st.tuples(st.just("act"), st.integers(0, 1), st.sampled_from([(Action(a), who) for a, who in LIKELY])),
    st.tuples(st.just("act"), st.integers(0, 1), st.tuples(st.sampled_from(ALONE), st.sampled_from(PEOPLE))),
    st.just(("hand_up",)),
    st.just(("endorse",)),
)


def tell(cast, story) -> Story:
    """The story, checked after every act, and taken back."""
    with transaction.atomic():
        told = Story(cast)
        for what, *particulars in story:
            which, pair = particulars or (None, ())
            getattr(told, what)(*([which, *pair] if particulars else []))
            told.check()
        transaction.set_rollback(True)
    return told


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(story=st.lists(ACTS, max_size=STEPS))
@pytest.mark.django_db
def test_any_order_of_acts_agrees_with_the_model(cast, story):
    tell(cast, story)


TO_THE_COMMITTEE = [("act", 0, (Action.SHORTLIST, "officer")), ("hand_up",), ("act", 0, (Action.STRIKE, "committee"))]


def test_a_struck_entry_no_longer_stands(cast):
    assert tell(cast, TO_THE_COMMITTEE).model[0] == State.DECLINED


def test_control_an_act_that_forgets_its_entry_is_reported(cast, monkeypatch):
    monkeypatch.delitem(AFTER, Action.STRIKE)
    with pytest.raises(AssertionError):
        tell(cast, TO_THE_COMMITTEE)
