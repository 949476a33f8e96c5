"""Sending an application: what is looked at before, what stands in the way, what happens to the answers."""

import pytest

from approvals.enums import Action, State
from approvals.models import Declaration, SectionNote
from approvals.services.drafting import save_declaration
from longting.audit.services.once import new_token
from longting.documents.models import Attachment, FormDraft
from longting.notices.models import Notice
from projects.models import RuleSet
from tests.approvals import makers
from tests.approvals.typed import detail, edit, sent, shown_again, submit, words
from tests.factories import client_of, make_organisation, make_user
from tests.projects.makers import make_project

pytestmark = pytest.mark.django_db

NOTES = ({"section": "money", "text": "与备案证不一致"}, {"section": "papers", "text": "备案证不清楚"})


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(f"{makers.TODAY}T02:00:00+00:00")


def returned(cast) -> Declaration:
    return makers.act(makers.submitted(cast), Action.RETURN, cast.beijiao, notes=NOTES, comment="两处要补正")


def send(person, row, **values):
    row.refresh_from_db()
    return client_of(person).post(submit(row), {"version": row.version} | values, follow=True)


def save(row, cast, **values) -> Declaration:
    row.refresh_from_db()
    return save_declaration(row, values=values, version=row.version, actor=cast.owner, today=makers.TODAY)


def page(person, row) -> dict:
    return client_of(person).get(submit(row)).context


def test_a_complete_one_is_sent_to_the_unit(cast, django_capture_on_commit_callbacks):
    row = makers.make_draft(cast)
    with django_capture_on_commit_callbacks(execute=True):
        response = send(cast.owner, row)
    row.refresh_from_db()
    assert (response.redirect_chain, row.state, row.submissions) == ([(detail(row), 302)], State.SUBMITTED, 1)
    assert words(response) == [f"已提交{row.name}的申报（第 1 版），由北郊乡人民政府初审。"]
    assert [*Notice.objects.values_list("user__username", flat=True)] == ["beijiao"]


def test_what_is_missing_is_listed_with_its_place_and_blocks(cast):
    row = makers.make_draft(cast, goal="", contacts=[])
    Attachment.objects.all().delete()
    found = page(cast.owner, row)
    assert [(gap["title"], gap["words"], gap["url"]) for gap in found["gaps"]] == [
        ("四、工期与年度计划", "形象进度目标", f"{edit(row)}#section-plan"),
        ("六、联系人", "联系人", f"{edit(row)}#section-contacts"),
        ("七、附件", "申请表（盖章）、备案、核准或立项文件", f"{edit(row)}#section-papers"),
    ]
    assert found["act"]["blocked"] == "内容还没有填齐，见上面“内容是否齐全”。"
    assert shown_again(send(cast.owner, row))["__all__"] == [
        "还不能提交：四、工期与年度计划缺形象进度目标。六、联系人缺联系人。七、附件缺申请表（盖章）、备案、核准或立项文件。"
    ]


@pytest.mark.parametrize("day", ["2026-10-31", "2026-12-31"])
def test_outside_the_window_the_button_says_when(cast, time_machine, day):
    row = makers.make_draft(cast)
    time_machine.move_to(f"{day}T02:00:00+00:00")
    found = page(cast.owner, row)
    assert found["act"]["blocked"] == found["window"] != ""
    assert shown_again(send(cast.owner, row)) == {"__all__": [found["window"]]}
    row.refresh_from_db()
    assert row.state == State.DRAFT


def test_what_was_returned_may_be_sent_after_the_window(cast, time_machine):
    row = returned(cast)
    time_machine.move_to("2027-01-04T02:00:00+00:00")
    assert page(cast.owner, row)["window"] == ""
    send(cast.owner, row)
    row.refresh_from_db()
    assert row.state == State.SUBMITTED


def test_what_is_not_eligible_is_said_and_may_be_sent_for_the_unit_to_judge(cast):
    row = makers.make_draft(cast, total_investment=makers.Decimal(4999), funds=[
        {"source": "own", "amount": makers.Decimal(4999)}
    ])  # fmt: skip
    found = page(cast.owner, row)
    assert (found["card"]["headline"], found["act"]["blocked"]) == ("不符合申报条件", "")
    send(cast.owner, row)
    row.refresh_from_db()
    assert (row.state, row.limb) == (State.SUBMITTED, "")


def test_without_a_rule_nothing_is_sent_and_the_page_says_so(cast):
    row = makers.make_draft(cast)
    RuleSet.objects.all().delete()
    found = page(cast.owner, row)
    message = "今天没有生效的认定规则，不能判定资格。请区项目办负责人先发布规则版本。"
    assert (found["card"], found["act"]["blocked"]) == (None, message)
    assert shown_again(send(cast.owner, row)) == {"__all__": [message]}


def test_near_projects_are_shown_and_never_the_own_one(cast):
    row = makers.make_draft(cast)
    assert page(cast.owner, row)["near"]["any"] is False
    make_project(name="龙亭区测试装备制造基地", owner=cast.owner.post.organisation)
    assert [found["name"] for found in page(cast.owner, row)["near"]["rows"]] == ["龙亭区测试装备制造基地"]


def test_the_first_version_has_nothing_to_compare(cast):
    assert page(cast.owner, makers.make_draft(cast))["changes"] is None


def test_what_changed_since_the_last_version_is_shown_by_section(cast):
    row = returned(cast)
    assert page(cast.owner, row)["changes"] == {"number": 1, "groups": []}
    save(row, cast, total_investment=makers.Decimal(5200), goal="")
    Attachment.objects.filter(slot="filing").delete()
    makers.attach(makers.declaration_subject(cast.owner, str(row.public_id)), "declaration", "land", cast.owner)
    groups = page(cast.owner, row)["changes"]["groups"]
    told = {g["title"]: [(r["label"], [tuple(part[:1]) for part in r["parts"]]) for r in g["rows"]] for g in groups}
    assert [*told] == ["二、投资与资金", "四、工期与年度计划", "七、附件"]
    assert told["四、工期与年度计划"] == [("形象进度目标", [("完成主体工程",), ("（未填写）",)])]
    assert [label for label, _ in told["七、附件"]] == ["备案、核准或立项文件", "用地材料"]


def test_every_open_opinion_is_answered(cast):
    row = returned(cast)
    first, second = row.notes.all()
    opinions = page(cast.owner, row)["opinions"]
    assert [(opinion["title"], opinion["text"]) for opinion in opinions] == [
        ("二、投资与资金", "与备案证不一致"), ("七、附件", "备案证不清楚"),
    ]  # fmt: skip
    send(cast.owner, row, **{f"answer_{first.pk}": "已按备案证改为 5200 万元"})
    assert [*SectionNote.objects.values_list("answer", "answered_on_version")] == [
        ("已按备案证改为 5200 万元", 2), ("已补正", 2),
    ]  # fmt: skip


def test_an_answer_given_before_stands_in_its_box(cast):
    row = returned(cast)
    note = row.notes.first()
    send(cast.owner, row, **{f"answer_{note.pk}": "已改"})
    makers.act(row, Action.RETURN, cast.beijiao)
    assert page(cast.owner, row)["opinions"][0]["field"].value() == "已改"


def test_an_answer_too_long_is_refused_at_its_box_and_kept(cast):
    row = returned(cast)
    name = f"answer_{row.notes.first().pk}"
    response = send(cast.owner, row, **{name: "长" * 1001})
    assert shown_again(response) == {name: ["补正说明最多 1000 字。请缩短。"]}
    assert response.context["form"][name].value() == "长" * 1001


def test_somebody_elses_opinion_in_the_form_is_not_read(cast):
    row, other = returned(cast), returned_other(cast)
    send(cast.owner, row, **{f"answer_{other.pk}": "改别人的"})
    other.refresh_from_db()
    assert other.answer == ""


def returned_other(cast) -> SectionNote:
    """An open opinion on another declaration."""
    row = makers.submitted(cast, name="另一个完全不同的基础设施")
    return makers.act(row, Action.RETURN, cast.beijiao, notes=NOTES[:1], comment="补").notes.get()


def test_a_stale_page_sends_nothing_and_keeps_the_answers(cast):
    row = returned(cast)
    name, old = f"answer_{row.notes.first().pk}", row.version
    save(row, cast, goal="新目标")
    response = client_of(cast.owner).post(submit(row), {"version": old, name: "已改"})
    assert list(shown_again(response, 409)) == ["__all__"]
    assert (response.context["form"][name].value(), response.context["declaration"].version) == ("已改", old + 1)
    row.refresh_from_db()
    assert row.state == State.RETURNED


@pytest.mark.parametrize("version", ["", "x", "0", "9" * 30])
def test_without_a_version_nothing_is_sent(cast, version):
    row = makers.make_draft(cast)
    assert list(shown_again(send(cast.owner, row, version=version))) == ["version"]


def test_a_double_click_sends_once(cast):
    row, client = makers.make_draft(cast), client_of(cast.owner)
    form = {"version": row.version, "once": new_token()}
    first, second = (client.post(submit(row), form) for _ in range(2))
    assert (first.status_code, second.url, row.versions.count()) == (302, first.url, 1)


def test_the_back_button_and_a_second_window_lead_to_the_declaration(cast):
    row, client = makers.make_draft(cast), client_of(cast.owner)
    form = {"version": row.version}
    client.post(submit(row), form)
    again = client.post(submit(row), form, follow=True)
    assert again.redirect_chain == [(detail(row), 302)]
    assert words(again)[-1].startswith("申报现在是“待初审”，不能修改。")
    assert row.versions.count() == 1


def test_what_was_typed_and_not_saved_is_said_before_and_forgotten_after(cast):
    row, client = makers.make_draft(cast), client_of(cast.owner)
    client.post(f"/files/drafts/declaration/{row.public_id}/save/", sent(row, goal="没存"))
    assert client.get(submit(row)).context["draft_at"] is not None
    client.post(submit(row), {"version": row.version})
    assert FormDraft.objects.count() == 0


def test_the_unit_does_not_send_what_it_returned(cast):
    row = returned(cast)
    assert send(cast.beijiao, row).status_code == 403
    row.refresh_from_db()
    assert row.state == State.RETURNED


def test_outsiders_see_nothing_and_the_wrong_unit_or_role_may_not(cast):
    row = makers.submitted(cast)
    other = make_user(role="owner", organisation=make_organisation())
    answers = {person: client_of(person).get(submit(row)).status_code for person in (other, cast.outsider)}
    assert set(answers.values()) == {404}
    for person in (cast.beijiao, cast.beijiao_head, cast.officer, cast.committee, cast.auditor):
        assert client_of(person).get(submit(row)).status_code == 403
        assert client_of(person).post(submit(row), {"version": row.version}).status_code == 403


def test_one_who_sent_it_a_moment_before_is_met(cast, monkeypatch):
    row, client = makers.make_draft(cast), client_of(cast.owner)

    def late(found, action, **given):
        makers.act(found, action, cast.owner)
        return makers.perform(found, action, **given)

    monkeypatch.setattr("approvals.views.applying.perform", late)
    response = client.post(submit(row), {"version": row.version})
    assert (response.status_code, response.url, row.versions.count()) == (302, detail(row), 1)


def test_answers_typed_and_not_sent_are_there_again_until_they_are_sent(cast):
    row = returned(cast)
    name = f"answer_{row.notes.first().pk}"
    saved = client_of(cast.owner).post(f"{page(cast.owner, row)['save_url']}?background=1", {name: "已附备案证。"})
    again = page(cast.owner, row)
    assert (saved.status_code, again["form"][name].value(), bool(again["kept_at"])) == (204, "已附备案证。", True)
    send(cast.owner, save(row, cast, goal="完成主体"), **{name: "已附备案证。"})
    assert not FormDraft.objects.exists()


def test_without_opinions_nothing_is_saved_while_typing(cast):
    found = page(cast.owner, makers.make_draft(cast))
    assert (found["save_url"], found["kept_at"]) == ("", None)
