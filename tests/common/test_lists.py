from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from longting.accounts.models import Organisation
from longting.common import lists
from tests import factories
from tests.common import list_site
from tests.common.list_site import ask, page_of, some_units


@pytest.fixture(autouse=True)
def site(settings, db):
    return list_site.stand_alone(settings)


def first_cells(page):
    return [row["name"] for row in page["rows"]]


def test_a_list_shows_rows_in_the_default_order_with_links_and_plain_texts(cast):
    page = page_of(cast.officer, "size=20")
    row = page["rows"][0]
    unit = Organisation.objects.order_by("order", "pk").first()
    assert len(page["rows"]) == 20
    assert (row["pk"], row["name"]) == (unit.pk, unit.name)
    assert [cell.text for cell in row["cells"]] == [unit.name, str(unit.kind), f"{unit.order:,}", "—"]
    assert row["cells"][0].url == f"/units/{unit.pk}"


def test_the_page_is_rendered_with_filters_columns_views_and_pager(cast):
    answer = ask(cast.admin, "size=20")
    html = answer.content.decode()
    parts = [
        "<title>单位 · 测试</title>", "单位名册", 'type="search"', "上级单位：全部", "选列", "导出所见(.xlsx)",
        "各乡", "存为视图", "停用所选单位", "本页 20 个单位", "下一页", "统计条数", 'name="pick"', "/units/import",
    ]  # fmt: skip
    assert (answer.status_code, [part for part in parts if part not in html]) == (200, [])


def test_without_providers_there_are_no_tabs(cast, site):
    site.SAVED_VIEWS = ""
    assert (page_of(cast.officer)["views"], list_site.ASKED) == ({}, [])


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_rows(cast, count):
    some_units(count, parent=factories.organisation("北郊乡人民政府"))
    cast.officer.permissions  # noqa: B018 - the policy middleware has read them before the view
    with CaptureQueriesContext(connection) as context_only:
        assert len(first_cells(page_of(cast.officer, "q=冷链"))) == count
    with CaptureQueriesContext(connection) as rendered:
        ask(cast.officer, "q=冷链")
    assert (len(context_only), len(rendered)) == (1, 2)  # the rows; and for the form, the choices of one filter


def test_all_words_must_match_and_choices_narrow_further(cast):
    some_units(2, kind="company")
    assert first_cells(page_of(cast.officer, "q=产业园1+冷链&kind=company")) == ["冷链产业园1"]
    assert first_cells(page_of(cast.officer, "q=产业园1+冷链&kind=township")) == []


def test_rows_outside_the_scope_are_neither_listed_nor_counted(cast):
    some_units(1, kind="company")
    assert first_cells(page_of(cast.outsider, "q=冷链")) == []
    assert page_of(cast.outsider, "q=冷链&count=1")["pager"]["count_words"] == "共 0 个"


def test_a_filter_that_cannot_be_read_shows_no_rows_and_says_so(cast):
    page = page_of(cast.officer, "least=近百亿元")
    assert (page["rows"], page["empty"]["title"]) == ([], "条件有误")
    assert "“近百亿元”不是确切金额。" in ask(cast.officer, "least=近百亿元&export=xlsx").content.decode()


def test_a_choice_outside_the_scope_is_refused(cast):
    hidden = factories.make_organisation("别人的公司")
    page = page_of(cast.outsider, f"parent={hidden.pk}")
    assert list(page["form"].errors) == ["parent"]


@pytest.mark.parametrize("sort", ["password", "-parent__order", "name,order", "--name", "?"])
def test_only_allowed_orders_are_followed(cast, sort):
    assert first_cells(page_of(cast.officer, f"sort={sort}")) == first_cells(page_of(cast.officer))


def test_an_order_can_be_turned_round(cast):
    names = list(Organisation.objects.order_by("-name", "pk").values_list("name", flat=True)[:20])
    page = page_of(cast.officer, "sort=-name&size=20")
    assert (first_cells(page), page["pager"]["order_words"]) == (names, "按全称降序")


def test_pages_follow_each_other_there_and_back(cast):
    first = page_of(cast.officer, "size=20&sort=parent")
    second = page_of(cast.officer, first["pager"]["next_url"][1:])
    back = page_of(cast.officer, second["pager"]["prev_url"][1:])
    assert (first["pager"]["prev_url"], set(first_cells(first)) & set(first_cells(second))) == ("", set())
    assert first_cells(back) == first_cells(first)


def test_a_damaged_position_shows_the_first_page_with_a_word(cast):
    page = page_of(cast.officer, "after=broken&size=20")
    assert page["note"] == "翻页位置已经失效，这里是第一页。"
    assert first_cells(page) == first_cells(page_of(cast.officer, "size=20"))


@pytest.mark.parametrize(("size", "rows"), [("20", 20), ("1000000", 45), ("x", 45)])
def test_only_offered_page_sizes_are_followed(cast, size, rows, monkeypatch):
    monkeypatch.setattr(list_site.UnitList, "page_size", 45)
    some_units(30)
    page = page_of(cast.officer, f"size={size}")
    assert (len(page["rows"]), [one["label"] for one in page["pager"]["sizes"]]) == (rows, ["20", "50", "100"])


def test_rows_are_counted_only_on_demand_and_only_up_to_a_thousand(cast, monkeypatch):
    some_units(12)
    assert page_of(cast.officer, "q=冷链")["pager"]["count_words"] == ""
    assert page_of(cast.officer, "q=冷链&count=1")["pager"]["count_words"] == "共 12 个"
    monkeypatch.setattr("longting.common.lists.listing.COUNT_LIMIT", 10)
    assert page_of(cast.officer, "q=冷链&count=1")["pager"]["count_words"] == "10 个以上"


def test_columns_are_shown_as_chosen(cast):
    page = page_of(cast.officer, "cols=since,name,no_such")
    assert [heading.text for heading in page["head"][0]] == ["启用日期", "全称"]
    menu = [(item["key"], item["shown"], item["order"], item["locked"]) for item in page["menu"]]
    assert menu[:3] == [("since", True, 1, False), ("name", True, 2, True), ("kind", False, 3, False)]


def test_the_columns_menu_becomes_one_short_address(cast):
    sent = "col=order&col=kind&order_name=9&order_kind=1&order_order=x&order_since=3&q=冷链&after=abc&sort=-name"
    answer = ask(cast.officer, sent)
    assert (answer.status_code, parse_qs(urlsplit(answer.url).query)) == (
        302,
        {"q": ["冷链"], "sort": ["-name"], "cols": ["kind,name,order"]},
    )


def test_the_usual_columns_need_no_address(cast):
    sent = "col=kind&col=order&col=parent&order_name=1&order_kind=2&order_order=3&order_parent=4&cols=name"
    assert ask(cast.officer, sent).url == "?"


def test_saved_views_are_tabs_and_the_current_one_is_marked(cast):
    page = page_of(cast.officer, "sort=-name&kind=township&after=abc")
    assert [(tab["label"], tab["current"]) for tab in page["views"]["tabs"]] == [
        ("全部", False),
        ("各乡", True),
        ("两列", False),
    ]
    assert [(cast.officer.username, "units")] == list_site.ASKED
    address = urlsplit(page["views"]["add_url"])
    assert (address.path, parse_qs(address.query)) == (
        "/ledgers/views/new",
        {"list": ["units"], "query": ["kind=township&sort=-name"], "back": ["/units"]},
    )


def test_forms_carry_the_rest_of_the_view_along(cast):
    page = page_of(cast.officer, "q=冷链&sort=name&cols=name,kind&size=20&after=x&count=1")
    assert page["filter_hidden"] == [("cols", "name,kind"), ("size", "20"), ("sort", "name")]
    assert page["menu_hidden"] == [("q", "冷链"), ("size", "20"), ("sort", "name")]


def test_bulk_acts_and_boxes_are_offered_only_to_who_may_act(cast):
    assert [page_of(user)["pick"] for user in (cast.admin, cast.officer)] == ["bulk", ""]


def test_an_empty_list_says_what_to_do_and_a_narrowed_one_offers_to_clear(cast, monkeypatch):
    narrowed = page_of(cast.officer, "q=没有这样的单位")["empty"]
    monkeypatch.setattr(list_site.UnitList, "get_queryset", lambda page, request: Organisation.objects.none())
    assert (narrowed["title"], narrowed["label"], narrowed["url"]) == ("没有符合条件的记录", "清除条件", "/units")
    assert page_of(cast.officer)["empty"] == {"title": "还没有单位", "text": "请先导入单位。", "url": "", "label": ""}
    assert "请先导入单位。" in ask(cast.officer).content.decode()


def test_a_page_without_orders_search_or_filters_still_pages(cast, monkeypatch):
    for name, value in (("orders", {}), ("default_order", ""), ("search_field", ""), ("filterset_class", None)):
        monkeypatch.setattr(list_site.UnitList, name, value)
    page = page_of(cast.officer, "size=20&q=冷链")
    keys = list(Organisation.objects.order_by("pk").values_list("pk", flat=True)[:20])
    assert ([row["pk"] for row in page["rows"]], page["pager"]["order_words"]) == (keys, "")


def test_a_list_page_must_name_its_rows(cast):
    with pytest.raises(NotImplementedError):
        lists.ListPage().get_queryset(None)
    page = lists.ListPage()
    assert (page.row_url(None), page.may_reveal(None), page.get_bulk_acts(None), page.get_actions(None)) == (
        "",
        False,
        (),
        [],
    )
