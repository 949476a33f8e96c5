"""What follows an act, where rules of the project or of its list stand against it: refused in words, nothing done."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from approvals.enums import Action, State
from approvals.models import Step
from approvals.selectors import judging
from approvals.selectors.attachments import declaration_subject, resolution_subject
from longting.common.errors import Refused
from projects.services.lists import open_list, put_entry
from tests.approvals import makers
from tests.projects.makers import change


def test_the_main_record_keeps_a_total_that_covers_its_plan(cast):
    row = makers.checked(makers.submitted(cast), cast)
    row.project.refresh_from_db()
    project = change(row.project, values={"total_investment": Decimal(10000)})
    put_entry(open_list(2026, actor=cast.officer), project, values={"annual_plan": Decimal(9000)}, actor=cast.officer)
    with pytest.raises(Refused, match="总投资："):
        makers.act(row, Action.PASS, cast.beijiao)
    row.refresh_from_db()
    assert (row.state, Step.objects.filter(action=Action.PASS).exists()) == (State.SUBMITTED, False)


def test_a_list_handed_up_between_the_question_and_the_act_takes_no_entry(cast, monkeypatch):
    row = makers.late(cast, makers.verified(makers.verifying(cast), cast))
    monkeypatch.setattr(judging, "_list_words", lambda annual_list: "")
    with pytest.raises(Refused, match="现在是“已上报”，不能再改"):
        makers.act(row, Action.SHORTLIST, cast.officer)


def test_an_opinion_is_about_a_section_that_exists(cast):
    row = makers.submitted(cast)
    with pytest.raises(ValidationError):
        makers.act(row, Action.RETURN, cast.beijiao, notes=[{"section": "nowhere", "text": "意见"}])
    assert not row.notes.exists()


@pytest.mark.parametrize("wrong", ["", "x", "1" * 19, "0", "７"])
def test_a_wrong_name_of_a_thing_with_papers_is_no_thing(wrong, cast):
    assert (declaration_subject(cast.officer, wrong), resolution_subject(cast.officer, wrong)) == (None, None)
