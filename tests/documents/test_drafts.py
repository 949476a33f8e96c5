"""What was typed and not yet sent."""

import json
from datetime import timedelta

import pytest
from django.http import QueryDict

from longting.common import clock
from longting.documents.drafts import restore
from longting.documents.models import FormDraft
from longting.documents.services import discard_draft, save_draft
from longting.documents.services import drafts as services
from longting.documents.services.drafts import DraftTooLarge
from tests.factories import client_of, make_user

SAVE, DISCARD = "/files/drafts/project/new/save/", "/files/drafts/project/new/discard/"
SCRIPT = {"x-background": "1"}


@pytest.fixture
def typist(db):
    return make_user("wangxiaoming")


@pytest.fixture
def client(typist):
    return client_of(typist)


def save(user, text="name=示范项目&fields=产业&fields=民生", form="project", subject="new", now=None):
    return save_draft(form, subject, data=QueryDict(text), actor=user, now=now or clock.now())


def test_what_was_typed_is_given_back(typist):
    row = save(typist)
    draft = restore("project", "new", typist)
    assert (draft.initial, draft.saved_at) == ({"name": "示范项目", "fields": ["产业", "民生"]}, row.saved_at)
    assert (draft.data["name"], draft.data.getlist("fields")) == ("示范项目", ["产业", "民生"])


def test_saving_again_replaces_what_was_kept(typist):
    save(typist)
    save(typist, "name=示范项目二期")
    assert (FormDraft.objects.count(), restore("project", "new", typist).initial) == (1, {"name": "示范项目二期"})


def test_drafts_of_other_people_forms_and_things_are_others(typist):
    save(typist)
    others = [("project", "new", make_user("liming")), ("project", "8", typist), ("entry", "new", typist)]
    assert [restore(*other) for other in others] == [None, None, None]
    assert FormDraft.objects.visible_to(others[0][2]).count() == 0


def test_tokens_and_passwords_are_never_kept(typist):
    text = "csrfmiddlewaretoken=a&once=b&password=c&new_password1=d&otp_token=e&name=示范项目"
    assert save(typist, text).data == {"name": ["示范项目"]}


def test_a_nul_is_dropped_because_no_database_keeps_it(typist):
    assert save(typist, "na%00me=示范%00项目").data == {"name": ["示范项目"]}


def test_a_text_of_more_than_64_kb_is_refused(typist):
    with pytest.raises(DraftTooLarge, match="填写的内容太长"):
        save(typist, f"name={'长' * 22_000}")
    assert save(typist, f"name={'长' * 21_000}").pk


def test_the_oldest_of_too_many_drafts_goes(typist, monkeypatch):
    monkeypatch.setattr(services, "MAX_DRAFTS", 2)
    save(make_user("liming"))
    for minutes, subject in enumerate(("1", "2", "3")):
        save(typist, subject=subject, now=clock.now() + timedelta(minutes=minutes))
    assert [row.subject for row in FormDraft.objects.visible_to(typist)] == ["3", "2"]
    assert FormDraft.objects.count() == 3


def test_a_draft_is_discarded_once_and_only_by_its_owner(typist):
    save(typist)
    assert not discard_draft("project", "new", actor=make_user("liming"))
    assert [discard_draft("project", "new", actor=typist) for _ in range(2)] == [True, False]


def test_a_draft_names_its_form(typist):
    assert str(save(typist)) == "project new"


def test_a_script_saves_in_the_background_as_often_as_it_likes(client, typist):
    for name in ("示范", "示范项目"):
        answer = client.post(SAVE, {"name": name, "once": "0f" * 16}, headers=SCRIPT)
        assert (answer.status_code, answer.content) == (204, b"")
    assert restore("project", "new", typist).initial == {"name": "示范项目"}


def test_a_page_that_is_left_saves_without_a_message(client, typist):
    answer = client.post(f"{SAVE}?background=1", {"name": "示范", "once": "0f" * 16})
    assert (answer.status_code, answer.content) == (204, b"")
    assert restore("project", "new", typist).initial == {"name": "示范"}
    assert not list(client.get("/notices/").context["messages"])


def test_the_button_saves_and_leads_back_to_the_form(client, typist):
    for _ in range(2):
        answer = client.post(
            SAVE, {"name": "示范", "once": "0f" * 16}, headers={"referer": "http://testserver/projects/"}
        )
        assert (answer.status_code, answer.url) == (302, "http://testserver/projects/")
    assert [str(message) for message in client.get("/notices/").context["messages"]][:1] == [
        "草稿已保存，下次打开这张表单时会填好。"
    ]


def test_a_draft_too_large_is_told_to_script_and_reader(client, typist):
    answer = client.post(SAVE, {"name": "长" * 22_000}, headers={"x-requested-with": "XMLHttpRequest"})
    assert (answer.status_code, list(json.loads(answer.content))) == (413, ["message"])
    page = client.post(SAVE, {"name": "长" * 22_000}, follow=True, headers={"referer": "http://testserver/notices/"})
    assert [str(message)[:7] for message in page.context["messages"]] == ["填写的内容太长"]
    assert restore("project", "new", typist) is None


def test_discarding_answers_script_and_reader(client, typist):
    save(typist)
    assert client.post(DISCARD, headers=SCRIPT).status_code == 204
    save(typist)
    back = {"referer": "http://testserver/notices/"}
    told = [str(*client.post(DISCARD, follow=True, headers=back).context["messages"]) for _ in range(2)]
    assert told == ["草稿已丢弃。", "没有草稿。"]


@pytest.mark.parametrize("url", [f"/files/drafts/{'f' * 61}/new/save/", f"/files/drafts/project/{'8' * 41}/save/"])
def test_a_form_that_cannot_exist_is_404(client, url):
    assert client.post(url, {"name": "x"}).status_code == 404


def test_looking_saves_nothing(client):
    assert client.get(SAVE, {"name": "x"}).status_code == 405
    assert FormDraft.objects.count() == 0
