"""Saved views: what is kept of a list, whose it is, who sees it, who takes it away."""

import pytest
from django.db import IntegrityError
from django.http import Http404
from django.test import RequestFactory

from ledgers.conditions import conditions
from ledgers.links import clean_query, own_page
from ledgers.list_pages import listing_at
from ledgers.models import SavedView
from ledgers.selectors import MOST_VIEWS, own_views, saved_views
from ledgers.services import saved_views as services
from ledgers.services.saved_views import remove_view, save_view
from longting.accounts.roles import Role
from longting.common.errors import Refused
from tests import factories
from tests.projects.makers import unit

LIST = "projects"


def keep(actor, label="在建", query="stage=building", *, share=False, key=LIST) -> SavedView:
    return save_view(key, label=label, query=query, share=share, actor=actor)


def colleague_of(user):
    return factories.make_user(role=Role.UNIT_HEAD, organisation=user.post.organisation)


def test_a_view_keeps_conditions_but_no_position(cast):
    view = keep(cast.beijiao, query="?stage=building&after=abc&before=x&count=1&export=xlsx&q=&sort=-total")
    assert (view.query, view.list_key, view.shared_with) == ("sort=-total&stage=building", LIST, None)


def test_views_of_a_list_are_ones_own_first_then_those_shared_with_the_unit(cast):
    colleague = colleague_of(cast.beijiao)
    shared = keep(colleague, "在建全部", share=True)
    keep(colleague, "只给自己")
    mine = keep(cast.beijiao, "我的")
    keep(cast.outsider, "外乡的", share=True)
    keep(cast.beijiao, "别的列表", key="users")
    assert saved_views(cast.beijiao, LIST) == [
        {"label": "我的", "url_query": "stage=building", "id": mine.pk, "shared": False},
        {"label": "在建全部", "url_query": "stage=building", "id": shared.pk, "shared": True},
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_views_of_a_list_cost_one_query(cast, number, django_assert_num_queries):
    for place in range(number):
        keep(cast.beijiao, f"视图{place}")
    cast.beijiao.organisation_ids  # noqa: B018 - known from the page's own scope
    with django_assert_num_queries(1):
        assert len(saved_views(cast.beijiao, LIST)) == number


def test_colleagues_with_many_views_do_not_crowd_out_ones_own(cast):
    unit_of = cast.beijiao.post.organisation
    for place in range(MOST_VIEWS):
        person = cast.beijiao_head if place % 2 else colleague_of(cast.beijiao)
        now = cast.beijiao.created_at
        SavedView.objects.create(user=person, list_key=LIST, label=f"{place}", shared_with=unit_of, created_at=now)
    mine = keep(cast.beijiao)
    assert saved_views(cast.beijiao, LIST)[0]["id"] == mine.pk
    assert list(own_views(cast.beijiao, LIST)) == [mine]


def test_one_name_is_one_view_of_a_list(cast):
    keep(cast.beijiao)
    with pytest.raises(Refused, match="^已有叫“在建”的视图。请换个名称，或先移除原来的。$") as refusal:
        keep(cast.beijiao)
    assert refusal.value.field == "label"
    keep(cast.beijiao, key="users")
    keep(cast.beijiao_head)
    assert SavedView.objects.count() == 3


def test_two_of_one_name_at_the_same_moment_become_one(cast):
    keep(cast.beijiao)
    view = SavedView(list_key=LIST, label="在建", query="")
    with pytest.raises(Refused, match="已有叫“在建”的视图"):
        services._keep(view, cast.beijiao)
    with pytest.raises(IntegrityError):
        SavedView.objects.create(user=cast.beijiao, list_key=LIST, label="在建", created_at=cast.beijiao.created_at)


def test_a_list_holds_so_many_views_of_one_person(cast):
    for place in range(services.MOST):
        keep(cast.beijiao, f"视图{place}")
    with pytest.raises(Refused, match=f"^每个列表最多存 {services.MOST} 个视图"):
        keep(cast.beijiao, "再来一个")


def test_too_many_conditions_are_refused_rather_than_cut(cast):
    assert keep(cast.beijiao, "刚好", f"q={'a' * (services.LONGEST - 2)}").query.endswith("a")
    with pytest.raises(Refused, match="^条件太多"):
        keep(cast.beijiao, "太长", f"q={'a' * (services.LONGEST - 1)}")


def test_sharing_needs_the_permission_and_a_unit(cast):
    assert keep(cast.beijiao, share=True).shared_with == unit()
    for person in (cast.leader, factories.make_user()):
        with pytest.raises(Refused, match="不能把视图共享给本单位") as refusal:
            keep(person, share=True)
        assert refusal.value.field == "share"
    assert SavedView.objects.count() == 1


def test_only_its_maker_removes_a_view(cast):
    view = keep(cast.beijiao, share=True)
    with pytest.raises(Refused, match="^这个视图是同事存的，只有本人能移除。$"):
        remove_view(view, actor=cast.beijiao_head)
    remove_view(view, actor=cast.beijiao)
    assert SavedView.objects.count() == 0


def test_a_query_is_kept_in_one_form():
    assert clean_query("?b=2&a=1&a=&a=0&before=9") == "a=0&a=1&b=2"
    assert clean_query("q=%E5%8C%97%E9%83%8A&x=%00") == "q=%E5%8C%97%E9%83%8A&x=%00"


@pytest.mark.parametrize(
    "raw", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "projects/", ""]
)
def test_an_address_of_another_site_is_not_gone_back_to(raw):
    request = RequestFactory().get("/")
    assert own_page(raw, request, "/back/") == "/back/"
    assert own_page("/projects/?q=1", request, "/back/") == "/projects/?q=1"


def phrases(user, query, path="/projects/", key=LIST):
    return conditions(listing_at(path, query, key=key, user=user))


def test_what_a_list_shows_is_told_in_the_words_of_its_page(cast):
    query = f"q=冷链&responsible={unit().pk}&total_min=5000&in_doubt=on&sort=-total&cols=name,total"
    assert phrases(cast.officer, query) == [
        "快速查找：冷链",
        "责任单位：北郊乡人民政府",
        "总投资 ≥ 5,000.00 万元",
        "有待核实的事实：是",
        "按总投资降序",
        "显示列：编号、项目名称、总投资",
    ]


def test_a_list_without_conditions_says_nothing(cast):
    assert phrases(cast.officer, "") == []


def test_a_condition_that_cannot_be_read_is_left_out(cast):
    assert phrases(cast.officer, "responsible=999999&stage=nonsense&q=冷链") == ["快速查找：冷链"]


@pytest.mark.parametrize(
    ("path", "key"),
    [("/nowhere/", LIST), ("/account/me/", LIST), ("/projects/", "users"), ("/account/users/", "users")],
)
def test_only_a_list_one_may_open_has_views(cast, path, key):
    with pytest.raises(Http404):
        listing_at(path, "", key=key, user=cast.beijiao)
