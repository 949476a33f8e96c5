"""Returning a declaration with opinions by section, and confirming that they were met."""

import pytest
from django.urls import reverse

from approvals.enums import Action, State
from approvals.models import SectionNote, Step
from approvals.views.acts import RETURN_DRAFT
from longting.documents.models import FormDraft
from tests.approvals import makers
from tests.factories import client_of

pytestmark = pytest.mark.django_db
TEXT = "总投资与备案证不一致，请改为一致。"


@pytest.fixture(autouse=True)
def _within_the_window(time_machine):
    time_machine.move_to(makers.NOW)


def url(row) -> str:
    return reverse("approvals:declaration-return", args=[row.public_id])


def detail(row) -> str:
    return reverse("approvals:declaration-detail", args=[row.public_id])


def send(user, row, **sent):
    row.refresh_from_db()
    return client_of(user).post(url(row), {"version": row.version} | sent)


def said(response) -> list[str]:
    return [str(message) for message in response.wsgi_request._messages]


def mended(cast, **values):
    """Returned once with an opinion on the money, changed and submitted again."""
    row = makers.submitted(cast)
    send(cast.beijiao, row, note_money=TEXT)
    return makers.resubmitted(row, cast, **values)


@pytest.mark.parametrize(("state", "who"), [(State.SUBMITTED, "beijiao"), (State.REPORTED, "officer"),
                                            (State.VERIFYING, "officer")])  # fmt: skip
def test_it_goes_back_with_an_opinion_on_each_section(state, who, cast):
    row = makers.in_state(state, cast)
    response = send(getattr(cast, who), row, note_money=TEXT, note_papers="补盖章的申请表。", comment="限一周内补正。")
    row.refresh_from_db()
    assert (response.status_code, response.url, row.state) == (302, detail(row), State.RETURNED)
    assert list(row.notes.values_list("section", "text")) == [("money", TEXT), ("papers", "补盖章的申请表。")]
    assert Step.objects.filter(declaration=row).last().comment == "限一周内补正。"


def test_words_for_the_whole_are_enough(cast):
    row = makers.submitted(cast)
    send(cast.beijiao, row, comment="材料不清楚。")
    row.refresh_from_db()
    assert (row.state, row.notes.count()) == (State.RETURNED, 0)


def test_without_any_opinion_it_stays(cast):
    row = makers.submitted(cast)
    response = send(cast.beijiao, row, note_money="  ")
    assert response.status_code == 422
    assert dict(response.context["form"].errors) == {
        "comment": ["请写明退回的意见：写在有问题的部分，或写总的意见，至少写一处。"]
    }


def test_an_endless_opinion_is_refused_at_its_section(cast):
    row = makers.submitted(cast)
    response = send(cast.beijiao, row, note_site="长" * 501)
    assert dict(response.context["form"].errors) == {"note_site": ["意见最多 500 字。请缩短。"]}


def test_every_section_stands_beside_its_box(cast):
    page = client_of(cast.beijiao).get(url(makers.submitted(cast)))
    boxes = [section["input"].html_name for section in page.context["sections"]]
    assert boxes == ["note_basics", "note_money", "note_site", "note_plan", "note_grounds", "note_contacts"]
    assert page.context["papers_input"].html_name == "note_papers"
    assert page.context["told"] == ["申请单位 开封龙亭示范建设有限公司：周建设"]


def test_what_this_version_changed_is_marked(cast):
    row = mended(cast, goal="完成主体封顶")
    page = client_of(cast.beijiao).get(url(row))
    marks = {section["key"]: [tag["label"] for tag in section["tags"]] for section in page.context["sections"]}
    assert (marks["plan"], marks["money"]) == (["本版改动 1 处"], ["意见待确认 1 条"])


def test_a_stale_page_keeps_every_word(cast):
    row = makers.submitted(cast)
    old = row.version
    makers.checked(row, cast)
    response = send(cast.beijiao, row, version=old, note_money=TEXT)
    assert (response.status_code, response.context["form"]["note_money"].value()) == (409, TEXT)


def test_opinions_typed_and_not_sent_are_there_again_and_go_when_sent(cast):
    row = makers.submitted(cast)
    client = client_of(cast.beijiao)
    save = reverse("documents:draft-save", args=[RETURN_DRAFT, row.public_id])
    client.post(save, {"version": 1, "note_money": TEXT})
    page = client.get(url(row))
    form = page.context["form"]
    assert (form["note_money"].value(), form["version"].value()) == (TEXT, row.version)
    send(cast.beijiao, row, note_money=TEXT)
    assert FormDraft.objects.count() == 0


def test_an_opinion_is_confirmed_by_whoever_looks_at_it_now(cast):
    row = mended(cast, goal="完成主体封顶")
    note = SectionNote.objects.get()
    response = client_of(cast.beijiao).post(reverse("approvals:note-settle", args=[note.pk]))
    note.refresh_from_db()
    assert (response.status_code, response.url, note.settled_by) == (302, detail(row), cast.beijiao)
    assert said(response) == [f"已确认意见解决：{TEXT}"]


def test_after_confirming_one_is_back_where_one_read_it(cast):
    row = mended(cast)
    came = "http://testserver" + reverse("approvals:declaration-screen", args=[row.public_id])
    settle = reverse("approvals:note-settle", args=[SectionNote.objects.get().pk])
    assert client_of(cast.beijiao, referer=came).post(settle).url == came


@pytest.mark.parametrize(("who", "status"), [("outsider", 404), ("owner", 403), ("officer", 403)])
def test_nobody_else_confirms(who, status, cast):
    mended(cast)
    settle = reverse("approvals:note-settle", args=[SectionNote.objects.get().pk])
    assert client_of(getattr(cast, who)).post(settle).status_code == status


@pytest.mark.parametrize(("wanted", "leads_to"), [("/approvals/screening/", "/approvals/screening/"),
                                                  ("https://example.com/", None), ("/nowhere/", None),
                                                  ("//example.com/", None)])  # fmt: skip
def test_it_goes_on_to_a_page_of_this_site_only(wanted, leads_to, cast):
    row = makers.submitted(cast)
    leads_to = leads_to and reverse("approvals:screening-desk")
    wanted = reverse("approvals:screening-desk") if leads_to else wanted
    assert send(cast.beijiao, row, comment="材料不清楚。", next=wanted).url == (leads_to or detail(row))


def test_the_owner_recalls_what_nobody_has_judged(cast):
    row = makers.submitted(cast)
    makers.act(row, Action.RECALL, cast.owner)
    assert client_of(cast.beijiao).get(url(row)).status_code == 404
