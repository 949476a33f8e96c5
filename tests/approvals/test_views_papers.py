"""Two versions side by side, 申报表 and 办理流程单: what they say, and that frozen things stay as they were."""

import pytest

from approvals.enums import Action, State
from approvals.models import DeclarationVersion
from tests.approvals import makers
from tests.approvals.mending import CONTENT, come_back, mended, moment, returned
from tests.factories import client_of

pytestmark = pytest.mark.django_db

WHAT = ("compare", "paper", "steps")


@pytest.fixture(autouse=True)
def _on_the_day(time_machine):
    time_machine.move_to(moment(24))


def get(user, row, what: str, **query):
    return client_of(user).get(f"/declarations/{row.public_id}/{what}/", query)


def page(user, row, what: str, **query) -> dict:
    return get(user, row, what, **query).context


def cells(context) -> dict[str, str]:
    """Label → text of 申报表."""
    return {cell["label"].replace("\n", ""): cell["text"] for row in context["rows"] for cell in row}


def opinions(context) -> dict[str, str]:
    return {found["label"].replace("\n", ""): f"{found['text']}|{found['sign']}" for found in context["opinions"]}


@pytest.mark.parametrize("what", WHAT)
@pytest.mark.parametrize(("person", "status"), [("owner", 200), ("officer", 200), ("outsider", 404), ("admin", 403)])
def test_papers_are_for_those_who_see_the_declaration(cast, what, person, status):
    assert get(getattr(cast, person), come_back(cast), what).status_code == status


@pytest.mark.parametrize("what", WHAT)
@pytest.mark.parametrize("state", list(State), ids=str)
def test_papers_open_in_every_state(cast, what, state):
    assert get(cast.owner, makers.in_state(state, cast), what).status_code == 200


def test_two_versions_show_what_changed_only(cast):
    context = page(cast.officer, come_back(cast), "compare")
    assert context["words"] == "事实改动 2 处，附件增减 1 件。"
    labels = {found["title"]: [row["label"] for row in found["rows"]] for found in context["sections"]}
    assert labels == {"一、基本情况": ["建设规模及主要内容"], "二、投资与资金": ["资金来源"]}
    row = context["sections"][0]["rows"][0]
    assert [part.text for part in row["old"] if part.kind] == ["4.2"]
    assert [part.text for part in row["new"] if part.kind] == ["4.8"]
    assert [(paper["name"], paper["words"]) for paper in context["papers"]] == [("不动产权证.pdf", "新增")]


def test_both_check_codes_stand_above(cast):
    row = come_back(cast)
    codes = [version.check_code for version in DeclarationVersion.objects.filter(declaration=row)]
    assert [found["code"] for found in page(cast.officer, row, "compare")["pair"]] == codes


def test_everything_is_shown_when_asked(cast):
    context = page(cast.officer, come_back(cast), "compare", all=1)
    assert len(context["sections"]) == 6
    assert [paper["words"] for paper in context["papers"]] == ["新增", "未变", "未变"]


def test_the_versions_can_be_chosen(cast):
    row = come_back(cast)
    back = page(cast.officer, row, "compare", a=2, b=1)
    assert [version["label"] for version in back["pair"]] == ["第 2 版", "第 1 版"]
    assert page(cast.officer, row, "compare", a=2, b=2)["words"] == "两版内容完全相同。"


@pytest.mark.parametrize("asked", ["9", "0", "-1", "x", "１", "1" * 40])
@pytest.mark.parametrize(("what", "name"), [("compare", "a"), ("compare", "b"), ("paper", "v")])
def test_a_version_that_does_not_exist_is_not_found(cast, what, name, asked):
    assert get(cast.officer, come_back(cast), what, **{name: asked}).status_code == 404


def test_one_version_alone_has_nothing_to_compare(cast):
    assert page(cast.officer, makers.submitted(cast), "compare")["pair"] is None


def test_the_form_is_made_from_the_frozen_version(cast):
    row = come_back(cast)
    now, before = page(cast.officer, row, "paper"), page(cast.officer, row, "paper", v=1)
    assert cells(now)["建设规模及主要内容"] == CONTENT
    assert cells(now)["资金来源"] == "企业自筹 4,000.00 万元；银行贷款 1,000.00 万元"
    assert cells(before)["资金来源"] == "企业自筹 5,000.00 万元"
    assert "不动产权证.pdf" in cells(now)["附件"]
    assert "不动产权证.pdf" not in cells(before)["附件"]
    version = row.versions.get(number=1)
    assert f"校验码 {version.check_code}" in before["foot"]
    assert cells(before)["申报依据"] == "第八条情形一（认定规则 2022-1）"


def test_a_form_printed_while_it_is_mended_is_the_submitted_one_to_others(cast):
    row = mended(cast, returned(cast))
    mine, theirs = page(cast.owner, row, "paper"), page(cast.officer, row, "paper")
    assert (mine["is_draft"], theirs["is_draft"]) == (True, False)
    assert (mine["number"], theirs["number"]) == (f"{row.number}　未提交", f"{row.number}　第 1 版")
    assert "未提交，没有校验码" in mine["foot"]


def test_opinions_carry_name_and_day(cast):
    found = opinions(page(cast.officer, makers.issued(cast), "paper"))
    assert found["申请单位"].endswith("开封龙亭示范建设有限公司（盖章）　周建设　2026年11月24日")
    assert found["初审单位意见"] == (
        "初审通过。同意上报。测试意见。|北郊乡人民政府（盖章）　经办 李北郊　负责人 王北郊　2026年11月24日"
    )
    assert found["区项目办核实意见"] == "核实结论：属实。与申报一致|区项目办（盖章）　吴经办　2026年11月24日"
    assert found["委员会审定"] == "会议同意|2026年11月24日"
    assert found["区委区政府批准"] == "文号：龙文〔2027〕5号。会议同意|2026年11月24日"


def test_lines_not_reached_yet_are_left_to_be_filled(cast):
    found = opinions(page(cast.owner, makers.submitted(cast), "paper"))
    assert {found["委员会审定"], found["区委区政府批准"]} == {"|年　　月　　日"}
    assert found["初审单位意见"].startswith("|北郊乡人民政府（盖章）")


def test_a_pass_that_was_taken_back_is_no_opinion(cast):
    row = makers.act(makers.screened(cast), Action.UNPASS, cast.beijiao)
    assert opinions(page(cast.officer, row, "paper"))["初审单位意见"].startswith("|")


def test_the_offices_words_are_not_printed_for_the_applicant(cast):
    found = opinions(page(cast.owner, makers.verified(makers.verifying(cast), cast), "paper"))
    assert found["区项目办核实意见"].startswith("|")


def test_the_sheet_of_the_way_tells_every_step_with_its_days(cast, time_machine):
    row = makers.submitted(cast)
    time_machine.move_to(moment(26))
    row = makers.act(row, Action.RETURN, cast.beijiao, comment="补材料")
    context = page(cast.owner, row, "steps")
    shown = [(step["serial"], step["action"], step["side"], step["days"]) for step in context["rows"]]
    assert shown == [(1, "起草申报", "", None), (2, "提交申请", "申请单位", 0), (3, "退回补正", "初审单位", 2)]
    last = context["rows"][-1]
    assert (last["move"], last["words"], last["who"]) == ("待初审 → 退回补正", "补材料", "李北郊（填报）")
    assert [(side["label"], side["text"]) for side in context["sides"]] == [
        ("申请单位", "0 个工作日"), ("初审单位", "2 个工作日"),
    ]  # fmt: skip


def test_the_sheet_tells_when_the_list_went_to_the_committee(cast):
    rows = page(cast.officer, makers.issued(cast), "steps")["rows"]
    assert [row["action"] for row in rows] == [
        "起草申报", "提交申请", "初审通过", "汇总上报", "开始核实", "列入草案", "上报委员会", "审定", "登记批准",
        "印发",
    ]  # fmt: skip
    assert (rows[6]["move"], rows[7]["side"]) == ("随名单草案", "委员会")
