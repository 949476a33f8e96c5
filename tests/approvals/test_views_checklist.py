"""The checklist of one declaration beside its facts: kept incomplete, never over somebody else's, then passed."""

import pytest
from django.urls import reverse

from approvals.checklist import SCREENING
from approvals.enums import Action, State
from approvals.views.screening import DRAFT
from longting.documents.models import FormDraft
from tests.approvals import makers
from tests.approvals.test_views_screening import DESK, answers, said, send, url
from tests.factories import client_of
from tests.projects.makers import change

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _within_the_window(time_machine):
    time_machine.move_to(makers.NOW)


def test_a_full_checklist_is_kept_and_opens_the_way_to_passing(cast):
    row = makers.submitted(cast)
    response = send(cast.beijiao, row, **answers())
    row.refresh_from_db()
    assert (response.status_code, response.url, row.screening_note) == (302, url(row), "同意上报")
    assert said(response) == [f"已保存{row.name}的初审清单，各项都已填好。"]
    acts = client_of(cast.beijiao).get(url(row)).context["acts"]
    assert acts[0]["blocked"] == ""


def test_an_incomplete_one_is_kept_and_says_what_lacks(cast):
    row = makers.submitted(cast)
    response = send(cast.beijiao, row, answer_real="yes", answer_site="no")
    assert said(response) == [f"已保存{row.name}的初审清单，还有 8 项要补，见标出的各项。"]
    page = client_of(cast.beijiao).get(url(row))
    lacking = {item["question"]: item["lacking"] for item in page.context["items"]}
    assert (lacking["选址和用地可行"], lacking["总投资依据充分"]) == (
        "选了“不符合”，请写明哪里不符合。",
        "请选择一项。",
    )
    assert lacking["项目真实，建设内容和规模明确"] == ""
    assert page.context["acts"][0]["blocked"] == "初审清单还有 8 项没有填写。请先逐项填写。"


def test_nothing_is_asked_before_anything_was_saved(cast):
    page = client_of(cast.beijiao).get(url(makers.submitted(cast)))
    assert {item["lacking"] for item in page.context["items"]} == {""}


@pytest.mark.parametrize(("field", "value", "words"), [
    ("answer_real", "perhaps", "请从列出的结论里选一项。"),
    ("answer_real", "unused", "请从列出的结论里选一项。"),
    ("note_real", "长" * 301, "说明最多 300 字。请缩短。"),
    ("note", "长" * 1001, "初审意见最多 1000 字。请缩短。"),
])  # fmt: skip
def test_what_cannot_be_kept_is_said_at_its_field(field, value, words, cast):
    row = makers.submitted(cast)
    response = send(cast.beijiao, row, **answers(**{field: value}))
    assert (response.status_code, dict(response.context["form"].errors)) == (422, {field: [words]})
    row.refresh_from_db()
    assert row.checklist == {}


def test_a_stale_checklist_shows_both(cast):
    row = makers.submitted(cast)
    old = row.version
    send(cast.beijiao, row, **answers(note="建议核减投资"))
    response = send(cast.beijiao, row, **answers(answer_real="no", note_real="没有备案"), version=old)
    row.refresh_from_db()
    assert (response.status_code, response.context["form"]["version"].value()) == (409, row.version)
    assert response.context["theirs"] == [
        {"label": "项目真实，建设内容和规模明确", "text": "符合", "typed": "不符合：没有备案"},
        {"label": "初审意见", "text": "建议核减投资", "typed": "同意上报"},
    ]


def test_a_checklist_without_its_version_is_no_request_of_ours(cast):
    row = makers.submitted(cast)
    assert send(cast.beijiao, row, **answers(), version="").status_code == 400


@pytest.mark.parametrize(("who", "status"), [("outsider", 404), ("officer", 403), ("beijiao_head", 403)])
def test_only_the_clerk_of_the_unit_screens(who, status, cast):
    row = makers.submitted(cast)
    client = client_of(getattr(cast, who))
    assert client.get(url(row)).status_code == status
    assert client.post(url(row), {"version": row.version}).status_code == status


def test_the_clerk_of_the_applicant_is_not_the_one_who_screens(cast):
    row = makers.submitted(cast)
    type(row).objects.filter(pk=row.pk).update(applicant=cast.zhujian.post.organisation)
    assert client_of(cast.zhujian).get(url(row)).status_code == 403


def test_once_judged_it_cannot_be_filled_any_more(cast):
    row = makers.screened(cast)
    words = "申报现在是“初审通过”，初审清单不能再改。"
    opened = client_of(cast.beijiao).get(url(row))
    assert (opened.url, said(opened)) == (reverse("approvals:declaration-detail", args=[row.public_id]), [words])
    sent = send(cast.beijiao, row, **answers())
    assert (sent.status_code, sent.context["form"].non_field_errors()) == (422, [words])


def test_what_passing_would_write_is_shown_before(cast):
    row = makers.submitted(cast)
    row.project.refresh_from_db()
    change(row.project, values={"total_investment": None}, funds=[])  # somebody kept the 主档 meanwhile
    page = client_of(cast.beijiao).get(url(row))
    changes = {cells[0]["text"]: (cells[1]["text"], cells[2]["text"]) for cells in
               (line["cells"] for line in page.context["changes"])}  # fmt: skip
    assert changes["总投资"] == ("—", "5,000.00 万元")
    assert "计划投资" not in changes
    makers.act(makers.checked(row, cast), Action.PASS, cast.beijiao)
    makers.act(row, Action.UNPASS, cast.beijiao)
    assert client_of(cast.beijiao).get(url(row)).context["changes"] == []


def test_passing_leads_to_the_next_in_the_queue(cast):
    first, second, third = (makers.submitted(cast, name=f"{name}项目") for name in "甲乙丙")
    walk = client_of(cast.beijiao).get(url(second)).context["walk"]
    assert (walk["prev_url"], walk["next_url"], walk["desk_url"]) == (url(first), url(third), DESK)
    page = client_of(cast.beijiao).get(url(first))
    makers.checked(first, cast)
    first.refresh_from_db()
    sent = {"version": first.version, "next": page.context["next_url"]}
    response = client_of(cast.beijiao).post(page.context["acts"][0]["url"] or passing(first), sent)
    first.refresh_from_db()
    assert (response.url, first.state) == (url(second), State.SCREENED)


def passing(row) -> str:
    return reverse("approvals:declaration-pass", args=[row.public_id])


def test_the_last_of_the_queue_leads_back_to_the_desk(cast):
    assert client_of(cast.beijiao).get(url(makers.submitted(cast))).context["next_url"] == DESK


def test_what_was_ticked_and_not_saved_is_there_again(cast):
    row = makers.submitted(cast)
    client = client_of(cast.beijiao)
    client.post(reverse("documents:draft-save", args=[DRAFT, row.public_id]), {"answer_real": "yes", "version": 1})
    form = client.get(url(row)).context["form"]
    assert (form["answer_real"].value(), form["version"].value()) == ("yes", row.version)
    send(cast.beijiao, row, **answers())
    assert FormDraft.objects.count() == 0
    assert len(SCREENING) == 9
