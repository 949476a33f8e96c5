"""The page of notices."""

import pytest

from longting.notices import views
from longting.notices.models import Notice
from longting.notices.todos import Todo
from tests.factories import client_of, make_user

LIST = "/notices/"


def one_todo(user, today):
    return [Todo("签批", "示范项目", "请签批", None, "/projects/7/", "去签批")]


@pytest.fixture
def reader(db, settings):
    settings.TODO_SOURCES = []
    return make_user("wangxiaoming")


@pytest.fixture
def client(reader):
    return client_of(reader)


def texts(page, name) -> list[str]:
    return [notice.text for notice in page.context[name]]


def test_unread_notices_come_before_those_read(client, reader, tell):
    for text in ("第一条", "第二条", "第三条"):
        tell(reader, text=text)
    client.post(f"/notices/{Notice.objects.get(text='第二条').pk}/open/")
    page = client.get(LIST)
    assert (texts(page, "unread"), texts(page, "read")) == (["第三条", "第一条"], ["第二条"])


def test_an_empty_page_says_what_will_come(client):
    page = client.get(LIST).content.decode()
    assert "没有未读的消息" in page
    assert "全部标为已读" not in page


def test_to_dos_are_told_with_the_way_to_them(client, settings):
    settings.TODO_SOURCES = ["tests.notices.test_pages.one_todo"]
    page = client.get(LIST).content.decode()
    assert '另有 1 件事等您办理。　<a href="/desk/">去工作台</a>' in page


def test_the_bell_counts_notices_and_to_dos(client, reader, settings, tell):
    settings.TODO_SOURCES = ["tests.notices.test_pages.one_todo"]
    tell(reader)
    assert 'aria-label="消息和待办 2 件"' in client.get(LIST).content.decode()


def test_opening_a_notice_reads_it_and_leads_to_its_page(client, reader, tell):
    tell(reader)
    answer = client.post(f"/notices/{Notice.objects.get().pk}/open/")
    assert (answer.status_code, answer.url) == (302, "/projects/7/")
    assert Notice.objects.get().read_at is not None


@pytest.mark.parametrize("url", ["", "https://example.com/", "//example.com/x", "javascript:alert(1)"])
def test_a_notice_without_a_page_of_this_site_leads_back_to_the_list(client, reader, tell, url):
    tell(reader)
    Notice.objects.update(url=url)
    assert client.post(f"/notices/{Notice.objects.get().pk}/open/").url == LIST


def test_looking_changes_nothing(client, reader, tell):
    tell(reader)
    client.get(LIST)
    assert client.get(f"/notices/{Notice.objects.get().pk}/open/").status_code == 405
    assert Notice.objects.get().read_at is None


def test_another_person_s_notice_does_not_exist(client, tell):
    tell(make_user("liming"))
    assert client.post(f"/notices/{Notice.objects.get().pk}/open/").status_code == 404
    assert client.get(LIST).context["unread_count"] == 0


def test_all_can_be_read_at_once(client, reader, tell):
    tell(reader)
    page = client.post("/notices/read/", follow=True)
    assert [str(message) for message in page.context["messages"]] == ["已把 1 条消息标为已读。"]
    page = client.post("/notices/read/", follow=True)
    assert [str(message) for message in page.context["messages"]] == ["没有未读的消息。"]


def test_many_unread_notices_are_shown_in_portions(client, reader, tell, monkeypatch):
    monkeypatch.setattr(views, "SHOWN", 2)
    for text in ("第一条", "第二条", "第三条"):
        tell(reader, text=text)
    page = client.get(LIST)
    assert (texts(page, "unread"), page.context["unread_count"]) == (["第三条", "第二条"], 3)
    assert "只列出最近 2 条" in page.content.decode()


def test_markup_in_a_notice_is_shown_as_typed(client, reader, tell):
    tell(reader, text="<script>alert(1)</script>")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in client.get(LIST).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_with_more_notices(client, reader, tell, number, django_assert_num_queries):
    for place in range(number):
        tell(reader, text=f"第{place}条")
    with django_assert_num_queries(8):
        assert len(texts(client.get(LIST), "unread")) == number
