"""Hand-over: what was typed about declarations and not sent goes to whoever takes the desk; nothing else has to."""

from datetime import date

import pytest

from approvals.models import Declaration
from approvals.services.handover import hand_over
from longting.accounts.roles import Role
from longting.common import clock
from longting.documents.models import FormDraft
from longting.notices.todos import todos_of
from tests import factories
from tests.approvals import makers
from tests.approvals.makers import TODAY

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 20)


def draft(user, form: str, subject: str, text: str = "写了一半") -> FormDraft:
    return FormDraft.objects.create(user=user, form=form, subject=subject, data={"x": [text]}, saved_at=clock.now())


def successor(role: Role, unit: str):
    return factories.make_user("taker", role, factories.organisation(unit), name="新来人")


def moved(cast, leaver, taker) -> list[str]:
    return hand_over(leaver=leaver, taker=taker, day=DAY, actor=cast.admin)


@pytest.mark.parametrize(
    ("form", "words"),
    [("declaration", "申报内容"), ("screening", "初审清单"), ("return", "退回意见")],
)
def test_a_clerks_drafts_go_to_the_next_clerk(cast, form, words):
    row = makers.submitted(cast)
    kept = draft(cast.beijiao, form, str(row.public_id))
    taker = successor(Role.CLERK, "北郊乡人民政府")
    assert moved(cast, cast.beijiao, taker) == [f"{row.name}：没有提交的{words}由新来人接着写"]
    kept.refresh_from_db()
    assert (kept.user, kept.data) == (taker, {"x": ["写了一半"]})


def test_an_officers_record_goes_to_the_next_officer(cast):
    row = makers.verifying(cast)
    draft(cast.officer, "verification", str(row.public_id))
    taker = successor(Role.OFFICER, "区委重大项目推进工作委员会办公室")
    assert moved(cast, cast.officer, taker) == [f"{row.name}：没有提交的核实记录由新来人接着写"]


def test_what_the_taker_has_typed_stays(cast):
    row = makers.submitted(cast)
    taker = successor(Role.CLERK, "北郊乡人民政府")
    draft(cast.beijiao, "screening", str(row.public_id))
    draft(taker, "screening", str(row.public_id), "自己写的")
    assert moved(cast, cast.beijiao, taker) == []
    assert FormDraft.objects.get(user=taker).data == {"x": ["自己写的"]}


def test_drafts_of_another_units_declarations_and_of_other_forms_stay(cast):
    row = makers.submitted(cast)
    for form, subject in (("screening", str(row.public_id)), ("declaration", "new"), ("project", str(row.public_id))):
        draft(cast.beijiao, form, subject)
    taker = successor(Role.CLERK, "柳园口乡人民政府")
    assert moved(cast, cast.beijiao, taker) == []
    assert FormDraft.objects.filter(user=cast.beijiao).count() == 3


def test_what_waits_for_the_desk_waits_for_whoever_sits_there(cast, time_machine):
    time_machine.move_to("2026-11-24 10:00+08:00")
    makers.submitted(cast)
    taker = successor(Role.CLERK, "北郊乡人民政府")
    assert [todo.title for todo in todos_of(taker, TODAY)] == ["初审申报"]
    assert Declaration.objects.visible_to(taker).count() == 1
