"""The first job, as the office lives it: the messy list in, its doubts resolved, a project found, the ledger out and in
again without a change."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook
from playwright.sync_api import expect

from tests.browser.conftest import PHONE

SAMPLE = Path(__file__).resolve().parents[1] / "data" / "workbooks" / "年度重点项目名单_样例.xlsx"
LATER = "先留空"

pytestmark = pytest.mark.browser


def upload(page, path: Path, words: str = "目前是预检") -> None:
    """Upload a workbook and wait until the worker has checked it."""
    page.goto("/ledgers/imports/")
    page.set_input_files("input[type=file]", path)
    page.get_by_role("button", name="上传并检查").click()
    page.wait_for_url("**/ledgers/imports/*-*/")
    expect(page.get_by_text(words)).to_be_visible(timeout=60_000)


def figure(page, label: str) -> str:
    """One of the head figures of the result."""
    return page.locator(".lt-figs > div", has_text=label).locator(".lt-big").inner_text().strip()


def leave_all_doubts_for_later(page) -> None:
    """On each doubtful cell choose to leave it blank for now, then have it checked again."""
    for select in page.locator("main table select").all():
        labels = select.locator("option").all_inner_texts()
        if chosen := next((label for label in labels if label.startswith(LATER)), None):
            select.select_option(label=chosen)
    page.get_by_role("button", name="保存选择并重新检查").click()
    page.wait_for_load_state()


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    return tmp_path_factory.mktemp("ledger") / "list.xlsx"


def test_the_messy_list_goes_in_after_its_doubts_are_resolved(visit):
    page = visit("officer")
    upload(page, SAMPLE)
    assert (figure(page, "须您选择"), figure(page, "有错误")) == ("10", "0")
    expect(page.locator("main table").first).to_contain_text("近百亿元")
    leave_all_doubts_for_later(page)
    expect(page.locator(".lt-figs")).to_contain_text("60")
    assert figure(page, "须您选择") == "0"
    page.get_by_role("button", name="只导入通过的行（60）").click()
    expect(page.locator("h1")).to_have_text("已写入")


def test_two_characters_and_pinyin_initials_find_a_project(visit):
    page = visit("officer")
    for words in ("喷泉", "lhyl"):
        page.goto(f"/projects/?q={words}")
        assert page.locator("tbody td[data-l=项目名称]").all_inner_texts() == ["龙湖音乐喷泉项目"]


def test_doubts_left_for_later_wait_on_the_workbench(visit):
    page = visit("officer")
    page.goto("/desk/")
    page.get_by_role("link", name="逐个核实").click()
    expect(page.locator("tbody")).to_contain_text("锦花商贸中心")


def test_the_official_ledger_comes_out_and_goes_in_unchanged(visit, ledger):
    page = visit("officer")
    page.goto("/projects/lists/2026/1/")
    with page.expect_download() as download:
        page.get_by_role("link", name="导出正式名单").click()
    download.value.save_as(ledger)
    upload(page, ledger, "这份导入已经办结")
    assert (figure(page, "须您选择"), figure(page, "有错误"), figure(page, "可以导入")) == ("0", "0", "0")
    expect(page.locator("main")).to_contain_text("各行都与库里一致，没有要写入的，这份导入已经办结。")
    expect(page.get_by_role("button", name="放弃本次导入")).to_have_count(0)


def test_the_marked_workbook_comes_back(visit, tmp_path):
    page = visit("officer")
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(bad_list())
    upload(page, bad)
    assert figure(page, "有错误") == "1"
    with page.expect_download() as download:
        page.get_by_role("link", name="下载标红工作簿").click()
    assert download.value.suggested_filename.endswith("标红.xlsx")


def test_a_file_that_is_no_workbook_is_refused_in_words(visit, tmp_path):
    page = visit("officer")
    file = tmp_path / "list.xlsx"
    file.write_text("<html>not a workbook</html>")
    page.goto("/ledgers/imports/")
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="上传并检查").click()
    expect(page.locator("main")).to_contain_text("内容却是网页（HTML）")


def test_the_import_is_complete_on_a_phone(visit):
    page = visit("officer", PHONE)
    page.goto("/ledgers/imports/")
    page.locator("tbody a").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def bad_list() -> bytes:
    """A small list with one impossible plan."""
    book = Workbook()
    sheet = book.active
    sheet.append(["龙亭区2026年重点项目名单"])
    sheet.append(["序号", "项目名称", "总投资（万元）", "年度计划投资（万元）", "责任单位"])
    sheet.append([1, "计划写错的项目", 6000, 60000, "北郊乡"])
    out = BytesIO()
    book.save(out)
    return out.getvalue()
