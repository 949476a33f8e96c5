"""The office's verification record: who may keep it, when, and what a conclusion needs."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from approvals.checklist import VERIFICATION
from approvals.enums import Action, Answer, Conclusion
from approvals.services.verifying import save_verification
from longting.audit.models import AuditEvent
from longting.common.errors import Conflict, Refused
from tests.approvals import makers
from tests.approvals.makers import TODAY

pytestmark = pytest.mark.django_db


def values(**more) -> dict:
    """A finished record."""
    usual = {
        "answers": makers.yes(VERIFICATION), "visited_on": TODAY, "visitors": "吴经办、孙二", "findings": "与申报一致",
        "conclusion": Conclusion.TRUE.value,
    }  # fmt: skip
    return usual | more


def keep(row, actor, version: int = 0, **more):
    return save_verification(row, values=values(**more), version=version, actor=actor, today=TODAY)


def refused(row, actor, **more) -> dict:
    with pytest.raises(ValidationError) as problem:
        keep(row, actor, **more)
    return problem.value.message_dict


def test_a_finished_record_stands_on_its_version_and_in_the_trail(cast):
    row = makers.verifying(cast)
    record = keep(row, cast.officer)
    assert (record.on_version, record.version, record.conclusion, record.written_by) == (1, 1, "true", cast.officer)
    assert AuditEvent.objects.latest("seq").summary == f"填写{row.name}第 1 版的核实记录：属实"


def test_an_unfinished_record_may_say_as_little_as_it_likes(cast):
    empty = {"answers": {}, "visited_on": None, "visitors": "", "findings": "", "conclusion": ""}
    record = keep(makers.verifying(cast), cast.officer, **empty)
    assert (record.answers, record.visited_on, record.conclusion) == ({}, None, "")
    assert AuditEvent.objects.latest("seq").summary.endswith("未完成")


def test_it_is_kept_again_over_the_version_that_was_read(cast):
    row = makers.verifying(cast)
    keep(row, cast.officer, conclusion="")
    again = keep(row, cast.officer, version=1, findings="补看了现场")
    assert (again.version, again.findings, row.verifications.count()) == (2, "补看了现场", 1)


@pytest.mark.parametrize("version", [0, 2])
def test_a_record_somebody_else_has_kept_is_not_overwritten(cast, version):
    row = makers.verifying(cast)
    keep(row, cast.officer)
    with pytest.raises(Conflict):
        keep(row, cast.officer, version=version, findings="覆盖")
    assert row.verifications.get().findings == "与申报一致"


@pytest.mark.parametrize("username", ["beijiao", "office_head", "committee", "auditor", "owner"])
def test_only_an_officer_verifies(cast, username):
    row = makers.verifying(cast)
    with pytest.raises(PermissionDenied):
        keep(row, getattr(cast, username))


@pytest.mark.parametrize("maker", [makers.reported, makers.shortlisted, makers.submitted])
def test_outside_verification_nothing_is_written(cast, maker):
    with pytest.raises(Refused, match="核实记录不能再改"):
        keep(maker(cast), cast.officer, version=0)


def test_a_mended_version_is_verified_anew(cast):
    row = makers.verified(makers.verifying(cast), cast)
    makers.act(row, Action.RETURN, cast.officer)
    makers.act(row, Action.SUBMIT, cast.owner)
    makers.act(makers.checked(row, cast), Action.PASS, cast.beijiao, comment="")
    batch = makers.signing(cast, row)
    makers.move_batch(batch, makers.BatchAction.SIGN, version=batch.version, actor=cast.beijiao_head, today=TODAY)
    makers.act(row, Action.RECEIVE, cast.officer)
    assert keep(row, cast.officer).on_version == 2
    assert [record.on_version for record in row.verifications.all()] == [2, 1]


def test_a_visit_lies_not_in_the_future_and_was_somebodys(cast):
    row = makers.verifying(cast)
    found = refused(row, cast.officer, visited_on=TODAY + timedelta(days=1), visitors=" ")
    assert found == {"visited_on": ["现场核实日期不能晚于今天。"], "visitors": ["请写明到现场核实的人员。"]}


def test_a_conclusion_needs_every_answer_and_the_findings(cast):
    row = makers.verifying(cast)
    answers = makers.yes(VERIFICATION[1:])
    found = refused(row, cast.officer, answers=answers, findings="")
    assert found == {
        "answers": ["还有 1 项没有核实。请逐项填写后再下结论。"],
        "findings": ["请写明核实情况，再下结论。"],
    }


def test_a_no_without_words_is_no_answer(cast):
    answers = makers.yes(VERIFICATION) | {"amount": {"answer": Answer.NO.value, "note": " "}}
    assert list(refused(makers.verifying(cast), cast.officer, answers=answers)) == ["answers"]
