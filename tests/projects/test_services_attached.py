"""What hangs on a 主档: contacts, sources of funds, people."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from longting.audit.models import AuditEvent
from projects.models import Participant
from tests.projects.makers import TODAY, change, make_project

pytestmark = pytest.mark.django_db

LEADER, SERVICE, MEMBER = "leader", "service_officer", "member"
YESTERDAY = TODAY - timedelta(days=1)


def last_changes() -> str:
    return AuditEvent.objects.order_by("-seq").first().changes


def people_of(project, part=LEADER) -> list[tuple]:
    return list(project.participants.filter(part=part).order_by("since", "pk").values_list("name", "since", "until"))


def test_contacts_are_stored_and_recorded_masked():
    project = make_project(contacts=[{"duty": "contact", "name": "张三", "phone": "13800005678"}])
    assert list(project.contacts.values_list("duty", "name", "phone")) == [("contact", "张三", "13800005678")]
    assert '"联系人":["—","联系人 张三 138****5678"]' in last_changes()
    assert "13800005678" not in last_changes()


def test_a_changed_number_is_recorded_though_its_mask_is_the_same():
    project = make_project(contacts=[{"duty": "contact", "name": "张三", "phone": "13800005678"}])
    change(project, contacts=[{"duty": "contact", "name": "张三", "phone": "13811115678"}])
    assert last_changes() == '{"联系人":["联系人 张三 138****5678","联系人 张三 138****5678（号码有改动）"]}'


def test_a_duty_not_mentioned_keeps_its_contacts():
    project = make_project(contacts=[{"duty": "owner_head", "name": "李四"}, {"duty": "contact", "name": "张三"}])
    change(project, contacts=[{"duty": "contact", "name": "", "phone": ""}])
    assert list(project.contacts.values_list("name", flat=True)) == ["李四"]


def test_funds_are_stored_by_source():
    project = make_project(funds=[{"source": "own", "amount": Decimal(3000)}, {"source": "loan", "amount": None}])
    assert list(project.funds.values_list("source", "amount")) == [("own", Decimal(3000))]
    change(project, funds=[{"source": "own", "amount": Decimal(2000)}, {"source": "bond", "amount": Decimal(3000)}])
    after = "专项债券 3,000.00 万元；企业自筹 2,000.00 万元"
    assert sorted(last_changes().split('","')[1].removesuffix('"]}').split("；")) == sorted(after.split("；"))


@pytest.mark.parametrize(
    ("funds", "message"),
    [
        ([("own", "3000"), ("own", "1")], "同一资金来源只写一行，金额请合并。"),
        ([("own", "-1")], "企业自筹不能小于 0。"),
        (
            [("own", "3000"), ("loan", "2000.0001")],
            "资金来源合计 5,000.00 万元，大于总投资 5,000.00 万元。请核对金额和单位。",
        ),
    ],
)
def test_funds_that_cannot_be_are_refused(funds, message):
    with pytest.raises(ValidationError) as caught:
        make_project(funds=[{"source": source, "amount": Decimal(amount)} for source, amount in funds])
    assert caught.value.message_dict == {"funds": [message]}


def test_a_total_may_not_fall_below_its_sources():
    project = make_project(funds=[{"source": "own", "amount": Decimal(5000)}])
    with pytest.raises(ValidationError) as caught:
        change(project, values={"total_investment": Decimal(4999)})
    assert list(caught.value.message_dict) == ["funds"]


def test_funds_without_a_total_are_accepted():
    project = make_project(total_investment=None, funds=[{"source": "own", "amount": Decimal(9)}])
    assert project.funds.count() == 1


def test_a_new_leader_ends_the_old_ones_part(cast):
    project = make_project(today=date(2026, 1, 5), people=[{"part": LEADER, "name": "陈区长", "user": cast.leader}])
    change(project, people=[{"part": LEADER, "name": "钱副区长", "title": "副区长"}])
    assert people_of(project) == [("陈区长", date(2026, 1, 5), YESTERDAY), ("钱副区长", TODAY, None)]
    assert last_changes() == '{"分包领导":["陈区长","钱副区长"]}'


def test_there_are_never_two_leaders():
    with pytest.raises(ValidationError) as caught:
        make_project(people=[{"part": LEADER, "name": "甲"}, {"part": LEADER, "name": "乙"}])
    assert caught.value.message_dict == {"leader": ["分包领导只能有一名（第十六条）。"]}


def test_who_was_named_only_today_never_took_part():
    project = make_project(people=[{"part": LEADER, "name": "甲"}])
    change(project, people=[{"part": LEADER, "name": "乙"}])
    assert people_of(project) == [("乙", TODAY, None)]


@pytest.mark.parametrize("part", [LEADER, SERVICE])
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("张三、李四", "只能有一名（第十六条），这里像是写了 2 名：张三、李四。只写一个姓名，中间不空格。"),
        ("王五13800138000", "姓名里有电话号码。这里只写姓名，电话请填在联系人的电话一栏。"),
    ],
)
def test_a_person_is_one_name_without_a_number(part, name, words):
    with pytest.raises(ValidationError) as refusal:
        make_project(people=[{"part": part, "name": name}])
    assert list(refusal.value.message_dict) == [part]
    assert refusal.value.message_dict[part][0].endswith(words)


@pytest.mark.parametrize("name", ["张 三", "张三(副区长)", "阿里木·买买提"])
def test_one_name_may_be_written_in_many_ways(name):
    assert people_of(make_project(people=[{"part": LEADER, "name": name}])) == [(name, TODAY, None)]


def test_an_account_names_itself(cast):
    make_project(people=[{"part": LEADER, "name": "陈 区长", "user": cast.leader}])
    assert Participant.objects.get().name == "陈 区长"


def test_a_part_can_be_left_empty():
    project = make_project(today=date(2026, 1, 5), people=[{"part": SERVICE, "name": "甲"}])
    change(project, people=[{"part": SERVICE, "name": ""}])
    assert people_of(project, SERVICE) == [("甲", date(2026, 1, 5), YESTERDAY)]
    assert last_changes() == '{"首席服务官":["甲","—"]}'


def test_a_workbook_that_knows_only_the_name_keeps_title_and_account(cast):
    leader = {"part": LEADER, "name": "陈区长", "title": "区长", "user": cast.leader}
    project = make_project(people=[leader])
    assert change(project, people=[{"part": LEADER, "name": " 陈区长"}], reason="").version == 1
    assert Participant.objects.get().user == cast.leader


def test_a_person_without_account_can_be_given_one(cast):
    project = make_project(today=date(2026, 1, 5), people=[{"part": LEADER, "name": "陈区长"}])
    change(project, people=[{"part": LEADER, "name": "陈区长", "user": cast.leader}])
    assert list(project.participants.active(TODAY).values_list("user", flat=True)) == [cast.leader.pk]


def test_an_account_can_be_taken_away(cast):
    project = make_project(today=date(2026, 1, 5), people=[{"part": LEADER, "name": "陈区长", "user": cast.leader}])
    change(project, people=[{"part": LEADER, "name": "陈区长", "user": None}])
    assert list(project.participants.active(TODAY).values_list("user", flat=True)) == [None]


def test_members_come_and_go_one_by_one():
    start = date(2026, 1, 5)
    project = make_project(today=start, people=[{"part": MEMBER, "name": "甲"}, {"part": MEMBER, "name": "乙"}])
    change(project, people=[{"part": MEMBER, "name": "乙"}, {"part": MEMBER, "name": "丙"}])
    assert people_of(project, MEMBER) == [("甲", start, YESTERDAY), ("乙", start, None), ("丙", TODAY, None)]


def test_the_order_of_members_is_no_change():
    project = make_project(people=[{"part": MEMBER, "name": "甲"}, {"part": MEMBER, "name": "乙"}])
    again = change(project, people=[{"part": MEMBER, "name": "乙"}, {"part": MEMBER, "name": "甲"}], reason="")
    assert again.version == project.version
