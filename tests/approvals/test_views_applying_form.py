"""What the application form shows and answers besides: opinions, gaps, Article 8 while one types, whose turn it is."""

import pytest
from django.utils import timezone

from approvals.enums import Action
from approvals.models import Declaration
from longting.documents.models import FormDraft
from projects.models import Project
from tests.approvals import makers
from tests.approvals.typed import detail, edit, sent, words
from tests.factories import client_of

pytestmark = pytest.mark.django_db

NOTES = ({"section": "money", "text": "与备案证不一致"}, {"section": "papers", "text": "备案证不清楚"})


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(f"{makers.TODAY}T02:00:00+00:00")


def returned(cast, **values) -> Declaration:
    row = makers.submitted(cast, **values)
    return makers.act(row, Action.RETURN, cast.beijiao, notes=NOTES, comment="两处要补正")


def cards(response) -> dict[str, dict]:
    context = response.context
    return {card["key"]: card for card in (*context["before"], *context["after"], context["papers"])}


def judged(client, row, **values):
    """What the card says of `values` when a script asks."""
    response = client.post(edit(row), sent(row, judge="1", **values), headers={"X-Requested-With": "XMLHttpRequest"})
    return response.status_code, response.context["card"]["headline"]


def test_a_returned_one_begins_with_who_when_why_and_until_when(cast):
    row = returned(cast)
    back = client_of(cast.owner).get(edit(row)).context["back"]
    assert (back["who"], back["why"], back["until"]) == (
        "北郊乡人民政府 李北郊", "两处要补正", "2026年12月1日前（5 个工作日）补正后重新提交。",
    )  # fmt: skip
    assert timezone.localtime(back["at"]).date() == makers.TODAY


@pytest.mark.parametrize(
    ("day", "late"),
    [("2026-12-01", "补正后重新提交。"), ("2026-12-03", "已超过 2 个工作日，尽快补正后重新提交。")],
)
def test_a_late_one_says_how_late(cast, time_machine, day, late):
    row = returned(cast)
    time_machine.move_to(f"{day}T02:00:00+00:00")
    back = client_of(cast.owner).get(edit(row)).context["back"]
    assert back["until"] == f"2026年12月1日前（5 个工作日）{late}"


def test_one_that_was_not_returned_has_no_such_beginning(cast):
    assert client_of(cast.owner).get(edit(makers.make_draft(cast))).context["back"] is None


def test_sections_are_marked_with_their_open_opinions(cast):
    response = client_of(cast.owner).get(edit(returned(cast)))
    found = {key: [note["text"] for note in card["notes"]] for key, card in cards(response).items() if card["notes"]}
    assert found == {"money": ["与备案证不一致"], "papers": ["备案证不清楚"]}
    assert cards(response)["money"]["tags"] == [{"colour": "r", "label": "未解决意见 1 条"}]
    assert "第 1 版意见（北郊乡人民政府 李北郊，11月24日）：" in response.content.decode()


def test_a_settled_opinion_is_gone_from_the_form(cast):
    row = returned(cast)
    row.notes.update(settled_at=timezone.now(), settled_by=cast.beijiao)
    assert [key for key, card in cards(client_of(cast.owner).get(edit(row))).items() if card["notes"]] == []


def test_what_is_missing_is_marked_in_its_section(cast):
    row = makers.make_draft(cast, goal="", funds=[], contacts=[])
    response = client_of(cast.owner).get(edit(row))
    lacking = {key: card["lacking"] for key, card in cards(response).items() if card.get("lacking")}
    assert lacking == {"money": "资金来源", "plan": "形象进度目标", "contacts": "联系人"}
    marked = [name for name, field in response.context["form"].fields.items() if "ask" in str(field.widget.attrs)]
    assert marked == ["goal", "fund_central", "contact_1_name"]


def test_papers_may_be_added_and_what_is_missing_is_said(cast):
    row = makers.make_draft(cast)
    slots = {slot["label"]: slot for slot in client_of(cast.owner).get(edit(row)).context["slots"]}
    assert (slots["申请表（盖章）"]["required"], len(slots["申请表（盖章）"]["files"])) == (True, 1)
    assert slots["其他材料"]["upload_url"] == f"/files/declaration/{row.public_id}/other/upload/"
    assert slots["申请表（盖章）"]["files"][0]["remove_url"].endswith("/remove/")


def test_who_holds_it_and_the_window_stand_beside_the_form(cast, time_machine):
    row = makers.make_draft(cast)
    time_machine.move_to("2026-11-27T02:00:00+00:00")
    facts = {fact["label"]: fact["text"] for fact in client_of(cast.owner).get(edit(row)).context["facts"]}
    assert (facts["现在在"], facts["申报时间"], facts["已提交"]) == (
        "申请单位 示范建设，已 3 个工作日", "2026年11月1日—2026年12月30日", "还没有提交过",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("values", "headline"),
    [
        ({"total_investment": "5000"}, "符合申报条件"),
        ({"total_investment": "4999.9999"}, "不符合申报条件"),
        ({"total_investment": ""}, "待核实，还缺事实"),
        ({"total_investment": "很多"}, "待核实，还缺事实"),
        ({"fits_plan": "no"}, "不符合申报条件"),
        ({"fits_plan": "no", "is_government": "on", "limb_reason": "理" * 50}, "符合申报条件"),
    ],
)
def test_article_8_answers_while_one_types_and_writes_nothing(cast, values, headline):
    row = makers.make_draft(cast)
    assert judged(client_of(cast.owner), row, **values) == (200, headline)
    row.refresh_from_db()
    assert (row.facts["total_investment"], FormDraft.objects.count()) == ("5000", 0)


def test_a_script_gets_the_card_alone(cast):
    row, client = makers.make_draft(cast), client_of(cast.owner)
    for header in ({"HX-Request": "true"}, {"X-Background": "1"}, {"X-Requested-With": "XMLHttpRequest"}):
        response = client.post(edit(row), sent(row, judge="1"), headers=header)
        assert [template.name for template in response.templates][0] == "projects/_eligibility.html"


def test_the_card_names_the_declaration_as_its_source(cast):
    row = makers.make_draft(cast)
    Project.objects.update(is_city=True)
    card = client_of(cast.owner).get(edit(row)).context["card"]
    assert [cell["cells"][2]["text"] for cell in card["rows"]][:2] == ["申报：符合区产业规划", "申报：总投资"]
    assert [cell["cells"][2]["text"] for cell in card["major_rows"]][0] == "主档：市重点"
    assert card["major_summary"] == "重大项目条件（第十条）：符合（一）"


def test_money_of_higher_levels_counts_for_article_10(cast):
    funds = [{"source": "province", "amount": makers.Decimal(5000)}]
    row = makers.make_draft(cast, funds=funds, is_government=True, limb_reason="理" * 50)
    card = client_of(cast.owner).get(edit(row)).context["card"]
    assert card["major_summary"] == "重大项目条件（第十条）：符合（四）"


def test_without_script_a_button_judges_on_the_whole_page(cast):
    row = makers.make_draft(cast)
    response = client_of(cast.owner).post(edit(row), sent(row, judge="1", total_investment="4000", goal="没存"))
    assert (response.status_code, response.context["card"]["headline"]) == (200, "不符合申报条件")
    assert response.context["form"]["goal"].value() == "没存"
    row.refresh_from_db()
    assert row.facts["goal"] == "完成主体工程"


def test_what_was_submitted_is_read_only(cast):
    row = makers.submitted(cast)
    response = client_of(cast.owner).get(edit(row))
    assert (response.status_code, response.url) == (302, detail(row))


def test_what_is_typed_when_it_was_submitted_meanwhile_stays_as_a_draft(cast):
    row, client = makers.make_draft(cast), client_of(cast.owner)
    typed = sent(row, content="写在第二个窗口")
    makers.act(row, Action.SUBMIT, cast.owner)
    client.post(edit(row), typed)
    makers.act(row, Action.RECALL, cast.owner)
    page = client.get(edit(row))
    assert (page.context["form"]["content"].value(), words(page)) == (
        "写在第二个窗口",
        [
            "申报现在是“待初审”，不能修改。需要修改的，请先收回或请初审单位退回。您填的内容已存为草稿，能修改时打开申报表会填好。"
        ],
    )


def test_outside_the_window_one_may_fill_in_and_is_told(cast, time_machine):
    row = makers.make_draft(cast)
    time_machine.move_to("2026-10-20T02:00:00+00:00")
    client = client_of(cast.owner)
    words_of = client.get(edit(row)).context["window"]
    assert words_of == "2027年度第 1 批申报 2026年11月1日开放，现在可以填写、保存，还不能提交。"
    assert client.post(edit(row), sent(row, goal="新")).status_code == 302
