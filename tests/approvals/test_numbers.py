"""A 文号 that two people use at the same moment, both having looked: the database refuses the second."""

import pytest

from approvals.enums import ListAction, ResolutionKind
from approvals.services import lists
from longting.common.errors import Conflict
from projects.enums import ListState
from projects.models import AnnualList
from projects.services.lists import open_list
from tests.approvals import makers


@pytest.fixture
def other(cast) -> AnnualList:
    """A list of another year in the state in which its 文号 is given."""
    return open_list(makers.YEAR + 1, actor=cast.officer)


def test_a_list_cannot_be_issued_under_a_number_given_meanwhile(cast, other, monkeypatch):
    makers.approved(cast)
    AnnualList.objects.filter(pk=other.pk).update(document_number=makers.NUMBER)
    monkeypatch.setattr(lists, "checked_issue", lambda row, number, issued_on, today: (number, issued_on))
    with pytest.raises(Conflict):
        makers.move(ListAction.ISSUE, cast.office_head, number=makers.NUMBER, issued_on=makers.TODAY)
    assert makers.the_list().state == ListState.APPROVED


def test_a_decision_cannot_be_noted_under_a_number_given_meanwhile(cast, other, monkeypatch):
    makers.endorsed(cast)
    usual = {"number": "龙文〔2027〕5号", "decided_on": makers.TODAY, "recorded_by": cast.committee}
    other.resolutions.create(kind=ResolutionKind.DISTRICT.value, recorded_at=other.created_at, **usual)
    monkeypatch.setattr(lists, "check_resolution", lambda *given: None)
    with pytest.raises(Conflict):
        makers.decided(ResolutionKind.DISTRICT, cast.committee, number="龙文〔2027〕5号")
    assert not makers.the_list().resolutions.filter(kind=ResolutionKind.DISTRICT).exists()
