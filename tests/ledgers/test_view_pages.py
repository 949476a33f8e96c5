"""The pages of saved views."""

import pytest
from django.urls import reverse

from ledgers.models import SavedView
from ledgers.services.saved_views import save_view
from tests.factories import client_of
from tests.projects.makers import make_project, unit

CREATE = "/ledgers/views/new/"
ASKED = {"list": "projects", "query": "q=冷链&sort=-total&after=x", "back": "/projects/"}


def page(user, **changes):
    return client_of(user).get(CREATE, ASKED | changes)


def send(user, **values):
    return client_of(user).post(CREATE, ASKED | {"label": "冷链大项目"} | values)


def keep(user, **given) -> SavedView:
    values = {"label": "在建", "query": "stage=building", "share": False} | given
    return save_view("projects", **values, actor=user)


def said(answer) -> list[str]:
    return [str(message) for message in answer.wsgi_request._messages]


def test_the_list_leads_to_the_page_that_saves_it(cast):
    answer = client_of(cast.beijiao).get("/projects/", {"q": "冷链"})
    link = answer.context["views"]["add_url"]
    assert client_of(cast.beijiao).get(link).context["back_url"] == "/projects/?q=%E5%86%B7%E9%93%BE"


def test_the_page_tells_what_will_be_kept_and_writes_nothing(cast):
    answer = page(cast.beijiao)
    phrases = [phrase["label"] for phrase in answer.context["phrases"]]
    assert (answer.status_code, phrases) == (200, ["快速查找：冷链", "按总投资降序"])
    assert answer.context["back_url"] == "/projects/?q=%E5%86%B7%E9%93%BE&sort=-total"
    assert "共享给北郊乡的同事" in answer.content.decode()
    assert SavedView.objects.count() == 0


def test_a_list_without_conditions_says_that_everything_is_kept(cast):
    assert "没有条件，保存的是全部记录和平常的列。" in page(cast.leader, query="").content.decode()


def test_who_may_not_share_is_not_asked(cast):
    assert list(page(cast.leader).context["form"].fields) == ["label"]
    send(cast.leader, share="on")
    assert SavedView.objects.get().shared_with is None


def test_a_view_is_saved_and_stands_above_the_list(cast):
    answer = send(cast.beijiao, share="on", label=" 冷链\u200b大项目 ")
    assert (answer.status_code, answer.url) == (302, "/projects/?q=%E5%86%B7%E9%93%BE&sort=-total")
    assert (said(answer), SavedView.objects.get().shared_with) == (["已存为视图“冷链大项目”。"], unit())
    tabs = client_of(cast.beijiao_head).get(answer.url).context["views"]["tabs"]
    assert [(tab["label"], tab["current"]) for tab in tabs] == [("全部", False), ("冷链大项目", True)]


def test_a_shared_view_shows_everybody_only_the_own_rows(cast):
    make_project(name="北郊冷链物流园")
    make_project(name="住建冷链物流园", responsible=unit("区住房和城乡建设局"))
    keep(cast.beijiao, query="q=冷链", share=True)
    tab = client_of(cast.beijiao_head).get("/projects/").context["views"]["tabs"][1]
    html = client_of(cast.beijiao_head).get(tab["url"]).content.decode()
    assert ("北郊冷链物流园" in html, "住建冷链物流园" in html) == (True, False)


@pytest.mark.parametrize("label", ["", "  ", "\u200b", "长" * 31])
def test_a_view_without_a_fit_name_is_not_saved_and_keeps_what_was_typed(cast, label):
    answer = send(cast.beijiao, label=label, share="on")
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["label"])
    assert answer.context["form"]["share"].value() is True
    assert SavedView.objects.count() == 0


def test_a_name_used_before_is_told_at_the_field(cast):
    keep(cast.beijiao, label="冷链大项目")
    answer = send(cast.beijiao)
    assert answer.status_code == 422
    assert answer.context["form"].errors["label"] == ["已有叫“冷链大项目”的视图。请换个名称，或先移除原来的。"]


def test_conditions_that_cannot_be_read_are_not_saved(cast):
    answer = send(cast.beijiao, query="stage=nonsense")
    assert answer.context["form"].non_field_errors() == ["列表的条件有误。请返回列表改正后再存。"]
    assert (answer.status_code, SavedView.objects.count()) == (422, 0)


@pytest.mark.parametrize(
    "changes",
    [{"back": "https://evil.example/projects/"}, {"back": "//evil.example/"}, {"list": "users"}, {"back": "/none/"}],
)
def test_a_page_of_another_site_or_no_list_is_not_found(cast, changes):
    assert page(cast.beijiao, **changes).status_code == 404
    assert send(cast.beijiao, **changes).status_code == 404
    assert SavedView.objects.count() == 0


def test_a_list_one_may_not_open_has_no_views(cast):
    changes = {"list": "users", "back": reverse("accounts:user-list"), "query": ""}
    assert page(cast.beijiao, **changes).status_code == 404
    assert page(cast.admin, **changes).status_code == 200


def test_ones_own_views_can_be_removed_where_they_are_made(cast):
    view = keep(cast.beijiao, share=True)
    keep(cast.beijiao, label="只给自己")
    own = page(cast.beijiao).context["own"]
    assert [act["hint"] for act in own] == ["已共享给北郊乡，移除后同事也看不到。", "只有自己可见。"]
    answer = client_of(cast.beijiao).post(own[0]["url"], {"back": "/projects/"})
    assert (answer.status_code, answer.url, said(answer)) == (302, "/projects/", ["已移除视图“在建”。"])
    assert not SavedView.objects.filter(pk=view.pk).exists()


def test_removing_goes_back_only_to_a_page_of_this_site(cast):
    url = reverse("ledgers:view-remove", args=[keep(cast.beijiao).pk])
    assert client_of(cast.beijiao).post(url, {"back": "//evil.example/"}).url == "/"


def test_a_colleague_is_refused_and_an_outsider_finds_nothing(cast):
    url = reverse("ledgers:view-remove", args=[keep(cast.beijiao, share=True).pk])
    refused = client_of(cast.beijiao_head).post(url)
    assert (refused.status_code, said(refused)) == (302, ["这个视图是同事存的，只有本人能移除。"])
    assert client_of(cast.outsider).post(url).status_code == 404
    assert client_of(cast.beijiao).get(url).status_code == 405
    assert SavedView.objects.count() == 1


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_with_more_views(cast, number, django_assert_num_queries):
    for place in range(number):
        keep(cast.beijiao, label=f"视图{place}", share=True)
    client = client_of(cast.beijiao)
    client.get(CREATE, ASKED)
    with django_assert_num_queries(11):
        client.get(CREATE, ASKED)
