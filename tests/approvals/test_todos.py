"""What waits for whom, until when; and that it waits no longer when the act is done, whoever did it."""

from datetime import date

import pytest

from approvals import todos
from approvals.enums import Action, BatchAction, ListAction, ResolutionKind
from approvals.models import DeclarationWindow
from approvals.services.lists import keep_rest
from longting.accounts.roles import Role
from longting.common import clock
from projects.services.lists import open_list
from tests import factories
from tests.approvals import makers
from tests.approvals.makers import TODAY

pytestmark = pytest.mark.django_db

SOURCES = (
    todos.declarations_to_write, todos.declarations_to_screen, todos.reports_to_sign, todos.declarations_to_verify,
    todos.lists_to_move,
)  # fmt: skip
NOBODY = ("admin", "auditor", "leader", "department", "outsider")


@pytest.fixture(autouse=True)
def _in_the_window(time_machine):
    time_machine.move_to("2026-11-24 10:00+08:00")


def of(user, today: date = TODAY) -> list[tuple]:
    """(title, subject, until when) of everything that waits in this part."""
    return [(todo.title, todo.subject, todo.due) for source in SOURCES for todo in source(user, today)]


def test_a_returned_declaration_waits_for_its_applicant_and_its_unit_sees_that_it_is_out(cast):
    row = makers.act(makers.submitted(cast), Action.RETURN, cast.beijiao)
    assert of(cast.owner) == [("补正退回的申报", row.name, date(2026, 12, 1))]
    assert of(cast.beijiao) == [("督促补正", row.name, date(2026, 12, 1))]


def test_many_returned_ones_become_one(cast):
    for number in range(todos.SINGLE + 1):
        makers.act(makers.submitted(cast, name=f"第{number}号厂房"), Action.RETURN, cast.beijiao)
    assert of(cast.owner) == [("补正退回的申报", "6 个项目", date(2026, 12, 1))]
    assert of(cast.beijiao) == [("督促补正", "6 个项目", date(2026, 12, 1))]


def test_drafts_wait_only_when_their_window_is_closing(cast):
    row = makers.make_draft(cast)
    closing = date(2026, 12, 30)
    assert of(cast.owner) == []
    assert of(cast.owner, date(2026, 12, 16)) == [("提交申报", row.name, closing)]
    assert of(cast.owner, date(2026, 12, 31)) == []


def test_the_window_the_office_has_set_counts(cast):
    makers.make_draft(cast)
    days = {"opens_on": date(2026, 11, 1), "closes_on": date(2026, 11, 27)}
    DeclarationWindow.objects.create(year=makers.YEAR, batch=1, set_at=clock.now(), **days)
    assert [due for _, _, due in of(cast.owner)] == [date(2026, 11, 27)]


def test_many_drafts_become_one(cast):
    for number in range(todos.SINGLE + 1):
        makers.make_draft(cast, name=f"第{number}号厂房")
    assert of(cast.owner, date(2026, 12, 16)) == [("提交申报", "6 个项目", date(2026, 12, 30))]


def test_what_is_submitted_waits_for_the_clerk_of_its_unit(cast):
    row = makers.submitted(cast)
    assert of(cast.beijiao) == [("初审申报", row.name, date(2026, 12, 1))]
    makers.submitted(cast, name="第二个厂房")
    assert of(cast.beijiao) == [("初审申报", "2 个项目", date(2026, 12, 1))]
    assert of(cast.outsider) == of(cast.owner) == []


def test_what_is_passed_waits_to_be_reported_until_it_is_sent_for_signature(cast):
    row = makers.screened(cast)
    assert of(cast.beijiao) == [("汇总上报", row.name, date(2026, 12, 30))]
    batch = makers.signing(cast, row)
    assert of(cast.beijiao) == []
    assert of(cast.beijiao_head) == [("签发汇总上报", str(batch), date(2026, 12, 30))]
    assert of(cast.zhujian_head) == []
    makers.move_batch(batch, BatchAction.SIGN, version=batch.version, actor=cast.beijiao_head, today=TODAY)
    assert of(cast.beijiao_head) == []


def test_a_report_that_the_head_gave_back_says_so_and_why_and_leads_to_it(cast):
    row = makers.screened(cast)
    batch = makers.signing(cast, row)
    way = {"version": batch.version, "comment": "附件不齐，" * 20, "actor": cast.beijiao_head, "today": TODAY}
    makers.move_batch(batch, BatchAction.RETURN, **way)
    makers.screened(cast, name="后来通过的厂房")
    found = {todo.subject: todo for todo in todos.declarations_to_screen(cast.beijiao, TODAY)}
    back, fresh = found[row.name], found["后来通过的厂房"]
    assert (back.title, back.act, str(batch.public_id) in back.url) == ("修改退回的汇总上报", "去修改", True)
    assert back.what == f"2027年度第 1 批，负责人已退回：{('附件不齐，' * 20)[:59]}…"
    assert (fresh.title, fresh.what) == ("汇总上报", "2027年度第 1 批，初审通过，还没有上报")


def test_the_officer_receives_and_verifies(cast):
    row = makers.reported(cast)
    assert of(cast.officer) == [("接收上报的申报", row.name, date(2026, 12, 8))]
    makers.act(row, Action.RECEIVE, cast.officer)
    assert of(cast.officer) == [("核实遴选", row.name, date(2026, 12, 8))]


def test_an_act_by_one_officer_empties_it_for_the_other(cast):
    other = factories.make_user("second", Role.OFFICER, factories.organisation(cast.officer.organisation_name))
    row = makers.verified(makers.verifying(cast), cast)
    assert len(of(cast.officer)) == len(of(other)) == 1
    makers.act(row, Action.SHORTLIST, other)
    assert of(cast.officer) == of(other) == []


def test_a_draft_waits_for_the_head_only_when_nothing_is_left_to_verify(cast):
    makers.shortlisted(cast)
    row = makers.verified(makers.verifying(cast, name="还在核实的厂房"), cast)
    assert of(cast.office_head) == []
    makers.act(row, Action.SHORTLIST, cast.officer)
    assert of(cast.office_head) == [("上报名单草案", "2027年度第 1 批名单", None)]


def test_a_list_that_nobody_declared_for_waits_for_nobody(cast):
    open_list(makers.YEAR, actor=cast.officer)
    assert of(cast.office_head) == []


def test_a_list_waits_for_the_committee_and_then_for_the_head(cast):
    makers.before_committee(cast)
    assert (of(cast.office_head), [row[0] for row in of(cast.committee)]) == ([], ["审定名单"])
    keep_rest(makers.the_list(), version=makers.the_list().version, actor=cast.committee)
    makers.decided(ResolutionKind.COMMITTEE, cast.committee)
    makers.move(ListAction.ENDORSE, cast.committee)
    assert [row[0] for row in of(cast.committee)] == ["登记批准"]
    makers.decided(ResolutionKind.DISTRICT, cast.committee, number="龙文〔2027〕5号")
    makers.move(ListAction.APPROVE, cast.committee)
    assert (of(cast.committee), [row[0] for row in of(cast.office_head)]) == ([], ["印发名单"])
    makers.move(ListAction.ISSUE, cast.office_head, number=makers.NUMBER, issued_on=TODAY)
    assert of(cast.office_head) == []


@pytest.mark.parametrize("username", NOBODY)
def test_nothing_waits_for_those_who_have_no_part_in_it(cast, username):
    makers.submitted(cast, name="待初审的厂房")
    makers.before_committee(cast)
    assert of(getattr(cast, username)) == []


@pytest.mark.parametrize(
    ("source", "username"),
    list(zip(SOURCES, ("beijiao", "beijiao", "beijiao_head", "officer", "committee"), strict=True)),
)
def test_each_source_asks_the_database_once_and_not_for_others(cast, source, username, django_assert_num_queries):
    makers.before_committee(cast)
    for name, queries in ((username, 1), ("admin", 0)):
        user = getattr(cast, name)
        assert user.organisation_ids
        with django_assert_num_queries(queries):
            source(user, TODAY)


def test_every_todo_leads_to_a_page(cast):
    makers.act(makers.submitted(cast, name="退回的厂房"), Action.RETURN, cast.beijiao)
    makers.submitted(cast, name="待初审的厂房")
    passed = makers.screened(cast, name="待签发的厂房")
    makers.act(passed, Action.UNPASS, cast.beijiao)
    makers.before_committee(cast, name="待审定的厂房")
    makers.signing(cast, makers.act(passed, Action.PASS, cast.beijiao))
    found = []
    for username in ("owner", "beijiao", "beijiao_head", "committee"):
        client = factories.client_of(getattr(cast, username))
        urls = [todo.url for source in SOURCES for todo in source(getattr(cast, username), TODAY)]
        found += [client.get(url).status_code for url in urls]
    assert found == [200] * 5
