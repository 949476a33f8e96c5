"""The page of one declaration: who sees what of it, what changed, what was said to it, what may be done."""

import pytest

from approvals.enums import State
from approvals.models import SectionNote
from approvals.services.screening import settle_note
from projects.models import RuleSet
from tests.approvals import makers
from tests.approvals.mending import CONTENT, come_back, mended, moment, returned
from tests.factories import client_of

pytestmark = pytest.mark.django_db

EVERYBODY = ("owner", "beijiao", "beijiao_head", "officer", "office_head", "committee", "leader", "auditor")


@pytest.fixture(autouse=True)
def _on_the_day(time_machine):
    time_machine.move_to(moment(24))


def response_of(user, row, **query):
    return client_of(user).get(f"/declarations/{row.public_id}/", query)


def page(user, row, **query) -> dict:
    return response_of(user, row, **query).context


def acts(user, row) -> dict[str, str]:
    """Label → what stands against it, "" when it may be done."""
    return {act["label"]: act.get("blocked", "") for act in page(user, row)["acts"]}


def section(context, key: str) -> dict:
    return next(found for found in context["sections"] if found["key"] == key)


def told(context, key: str, label: str) -> list[tuple[str, str]]:
    """(text, kind) of the pieces of one fact."""
    card = section(context, key)
    return [tuple(part) for fact in card["facts"] + card["texts"] if fact["label"] == label for part in fact["parts"]]


@pytest.mark.parametrize("person", EVERYBODY)
def test_whom_it_concerns_opens_it(cast, person):
    assert response_of(getattr(cast, person), makers.submitted(cast)).status_code == 200


@pytest.mark.parametrize(
    ("person", "status"), [("outsider", 404), ("zhujian_head", 404), ("department", 404), ("admin", 403)]
)
def test_whom_it_does_not_concern_finds_nothing(cast, person, status):
    assert response_of(getattr(cast, person), makers.submitted(cast)).status_code == status


def test_a_draft_is_the_applicants_and_the_auditors(cast):
    row = makers.make_draft(cast)
    assert [response_of(getattr(cast, name), row).status_code for name in EVERYBODY] == [200, *[404] * 6, 200]


@pytest.mark.parametrize("state", list(State), ids=str)
def test_the_page_opens_in_every_state_with_its_stage(cast, state):
    stages = page(cast.auditor, makers.in_state(state, cast))["stages"]
    assert sum(stage["now"] for stage in stages) == (0 if state is State.ISSUED else 1)


def test_the_bar_says_whose_turn_it_is_since_when_and_how_long(cast, time_machine):
    row = makers.submitted(cast)
    time_machine.move_to(moment(26))
    stages = page(cast.beijiao, row)["stages"]
    assert [(stage["done"], stage["now"]) for stage in stages[:3]] == [(True, False), (False, True), (False, False)]
    assert [line["text"] for line in stages[1]["lines"]] == ["现在在：初审单位 北郊乡，11月24日起", "北郊乡 2 个工作日"]
    assert [line["text"] for line in stages[0]["lines"]] == ["已完成　11月24日", "示范建设 0 个工作日"]


def test_a_returned_one_stands_in_stage_one_with_what_was_used_before(cast):
    context = page(cast.owner, returned(cast))
    assert [line["text"] for line in context["stages"][1]["lines"]] == ["补正后重新办理", "退回前北郊乡 0 个工作日"]
    banner = context["banner"]
    assert banner["lead"] == "北郊乡人民政府 李北郊 2026年11月24日退回补正："
    assert (banner["text"], banner["colour"]) == ("三处要补正（3 条分节意见见下）", "r")


@pytest.mark.parametrize("state", [State.REJECTED, State.DECLINED, State.WITHDRAWN], ids=str)
def test_an_ended_one_says_first_why(cast, state):
    assert page(cast.owner, makers.in_state(state, cast))["banner"]["text"] == "测试意见"


def test_changes_since_the_last_version_are_marked_and_counted(cast):
    context = page(cast.beijiao, come_back(cast))
    parts = told(context, "basics", "建设规模及主要内容")
    assert [part for part in parts if part[1]] == [("4.2", "old"), ("4.8", "new")]
    assert [tag["label"] for tag in section(context, "basics")["tags"]] == ["本版改动 1 处"]
    rows = section(context, "money")["funds"]["rows"]
    assert [(row["label"], row["old"], row["new"]) for row in rows] == [
        ("企业自筹", "5,000.00", "4,000.00"), ("银行贷款", "—", "1,000.00"),
    ]  # fmt: skip
    new = [file["name"] for slot in context["slots"] for file in slot["files"] if file.get("new")]
    assert new == ["不动产权证.pdf"]


def test_a_first_version_has_nothing_to_compare(cast):
    context = page(cast.beijiao, makers.submitted(cast))
    assert ([card["tags"] for card in context["sections"]], context["compare"]) == ([[]] * 6, None)


def test_opinions_stand_at_their_section_and_are_settled_by_who_looks_at_it(cast):
    row = come_back(cast)
    notes = {
        name: section(page(getattr(cast, name), row), "money")["notes"] for name in ("beijiao", "owner", "officer")
    }
    assert notes["beijiao"][0]["answer"] == "第 2 版补正说明：已补充银行存款证明。"
    assert {name: found[0]["may_settle"] for name, found in notes.items()} == {
        "beijiao": True, "owner": False, "officer": False,
    }  # fmt: skip
    assert len(page(cast.beijiao, row)["papers"]["notes"]) == 1


def test_a_settled_opinion_goes_behind_its_summary(cast):
    row = come_back(cast)
    settle_note(SectionNote.objects.first(), actor=cast.beijiao)
    card = section(page(cast.owner, row), "money")
    assert (card["notes"], [note["settled"] for note in card["settled"]]) == ([], ["李北郊 2026-11-24 确认已解决"])


def test_what_is_being_mended_is_seen_by_those_who_mend_it(cast):
    row = mended(cast, returned(cast))
    mine, theirs = page(cast.owner, row), page(cast.officer, row)
    assert (mine["version_words"], theirs["version_words"]) == ("第 2 版，修改中", "第 1 版")
    assert told(mine, "basics", "建设规模及主要内容") != told(theirs, "basics", "建设规模及主要内容")
    assert CONTENT not in response_of(cast.officer, row).content.decode()
    assert theirs["shown_note"] == "申请单位正在修改，这里是第 1 版。"
    assert "不动产权证.pdf" not in response_of(cast.leader, row).content.decode()
    assert page(cast.beijiao, row)["version_words"] == "第 1 版"


@pytest.mark.parametrize(
    ("state", "person", "expected"),
    [
        (State.DRAFT, "owner", ["继续填写", "提交申请", "撤回申请"]),
        (State.SUBMITTED, "owner", ["收回修改", "撤回申请"]),
        (State.SUBMITTED, "beijiao", ["填写初审清单", "初审通过", "退回补正"]),
        (State.SUBMITTED, "beijiao_head", ["不予通过"]),
        (State.SUBMITTED, "officer", []),
        (State.RETURNED, "owner", ["补正申报", "提交申请", "撤回申请"]),
        (State.RETURNED, "beijiao", []),
        (State.SCREENED, "beijiao", ["汇总上报", "撤销初审"]),
        (State.SCREENED, "beijiao_head", ["汇总上报", "不予通过"]),
        (State.REPORTED, "officer", ["开始核实", "退回补正", "撤回申请"]),
        (State.VERIFYING, "officer", ["填写核实记录", "列入草案", "退回补正", "不予列入", "撤回申请"]),
        (State.VERIFYING, "beijiao", []),
        (State.SHORTLISTED, "officer", ["查看名单草案", "移出草案"]),
        (State.SHORTLISTED, "committee", ["查看名单草案"]),
        (State.SHORTLISTED, "owner", []),
        (State.ISSUED, "beijiao", ["查看印发名单"]),
        (State.ISSUED, "owner", []),
        (State.DECLINED, "officer", []),
    ],
)  # fmt: skip
def test_each_person_is_offered_what_the_table_allows(cast, state, person, expected):
    assert list(acts(getattr(cast, person), makers.in_state(state, cast))) == expected


def test_a_blocked_act_says_why(cast, time_machine):
    row = makers.submitted(cast)
    assert acts(cast.beijiao, row)["初审通过"] == "现在不能办理：初审清单还有 9 项没有填写。请先逐项填写。"
    assert acts(cast.officer, makers.verifying(cast, name="另一项目"))["列入草案"].startswith(
        "现在不能办理：还没有核实记录"
    )
    time_machine.move_to(moment(30).replace(month=12, day=31))
    assert acts(cast.owner, row)["收回修改"].startswith("现在不能办理：2027年度第 1 批申报已于")


def test_plain_acts_post_and_acts_with_a_reason_lead_to_their_page(cast):
    found = {act["label"]: act for act in page(cast.officer, makers.reported(cast))["acts"]}
    assert (found["开始核实"]["url"].endswith("/receive/"), found["开始核实"]["href"]) == (True, "")
    assert (found["退回补正"]["href"].endswith("/return/"), found["退回补正"]["url"]) == (True, "")


def test_without_a_rule_the_page_says_so(cast):
    row = makers.submitted(cast)
    RuleSet.objects.all().delete()
    context = page(cast.beijiao, row)
    assert context["card"] is None
    assert "没有生效的认定规则" in acts(cast.beijiao, row)["初审通过"]
