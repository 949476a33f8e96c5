"""Every role signs in and sees what it may, on a screen and on a phone; nothing else opens."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE

READER = ["工作台", "项目库", "项目申报", "重点项目", "认定规则"]
UNIT = ["工作台", "项目库", "项目申报", "初审上报", "重点项目", "认定规则"]
MENUS = {
    "owner": READER,
    "beijiao": UNIT,
    "beijiao_head": UNIT,
    "zhujian": UNIT,
    "zhujian_head": UNIT,
    "department": READER,
    "officer": ["工作台", "项目库", "项目申报", "核实遴选", "重点项目", "台账导入", "认定规则"],
    "office_head": ["工作台", "项目库", "项目申报", "核实遴选", "重点项目", "认定规则"],
    "committee": READER,
    "leader": READER,
    "service": READER,
    "auditor": [*READER, "审计", "后台任务"],
    "admin": ["工作台", "账号", "单位", "后台任务"],
}


@pytest.mark.parametrize(("username", "menu"), MENUS.items())
def test_each_role_sees_its_own_menu_and_every_entry_opens(visit, username, menu):
    page = visit(username)
    assert page.locator("nav.lt-nav a").all_inner_texts() == menu
    for label in menu:
        page.locator("nav.lt-nav").get_by_text(label, exact=True).click()
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator("nav.lt-nav a[aria-current]")).to_have_text(label)


@pytest.mark.parametrize("username", ["beijiao", "leader", "officer", "admin"])
def test_no_page_of_the_menu_is_wider_than_a_phone(visit, username):
    page = visit(username, PHONE)
    for address in page.locator("details.lt-menu a").evaluate_all("links => links.map(link => link.pathname)"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], address


def test_a_township_is_refused_the_import_and_another_units_project(visit):
    page, officer = visit("beijiao"), visit("officer")
    assert page.goto("/ledgers/imports/").status == 403
    expect(page.locator("h1")).to_have_text("您的角色不能办这件事")
    officer.goto("/projects/?q=蓄水坝")
    foreign = officer.locator("tbody a").first.get_attribute("href")
    assert page.goto(foreign).status == 404


def test_units_see_their_own_projects_only(visit):
    page = visit("beijiao")
    page.goto("/projects/")
    units = set(page.locator("tbody td[data-l=责任单位]").all_inner_texts())
    assert units == {"北郊乡"}


def test_a_page_of_somebody_without_an_account_is_the_login(visit, site):
    page = visit("officer")
    page.get_by_role("button", name="退出").first.click()
    page.goto("/projects/")
    expect(page).to_have_url(f"{site}/account/login/?next=/projects/")
