import io

import pytest
from django.core.exceptions import PermissionDenied
from django.core.signals import request_finished
from django.db import close_old_connections
from openpyxl import load_workbook

from longting.common import lists
from tests import factories
from tests.common import list_site
from tests.common.list_site import ask, page_of, some_units

PROVIDER = "tests.common.list_site.export_job"


@pytest.fixture(autouse=True)
def site(settings, db):
    return list_site.stand_alone(settings)


def workbook_of(answer):
    content = b"".join(answer.streaming_content)
    request_finished.disconnect(close_old_connections)  # as Django's test client does: the test goes on
    answer.close()
    request_finished.connect(close_old_connections)
    return load_workbook(io.BytesIO(content)).active


def rows_of(sheet):
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_rows_outside_the_scope_are_not_exported(cast):
    some_units(1, kind="company")
    assert rows_of(workbook_of(ask(cast.outsider, "q=冷链&export=xlsx"))) == [["全称", "类别", "排序", "上级"]]


def test_the_export_is_what_the_reader_sees_on_all_pages(cast):
    units = some_units(30, parent=factories.organisation("北郊乡人民政府"))
    answer = ask(cast.officer, "q=冷链&sort=-order&cols=order,name&size=20&export=xlsx")
    sheet = workbook_of(answer)
    assert rows_of(sheet) == [["排序", "全称"], *([unit.order, unit.name] for unit in reversed(units))]
    assert (answer["Content-Type"], sheet.title) == (lists.page.XLSX, "单位")
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E5%8D%95%E4%BD%8D_20")
    assert [(cast.officer.username, 30)] == list_site.EXPORTED


def test_headings_on_the_screen_are_headings_in_the_workbook(cast):
    shown = [heading.text for heading in page_of(cast.officer)["head"][0]]
    assert rows_of(workbook_of(ask(cast.officer, "export=xlsx")))[0] == shown


def test_personal_columns_are_masked_on_the_screen_and_in_the_export(cast):
    for user, phone in ((cast.officer, "138****5678"), (cast.admin, "13812345678")):
        assert page_of(user, "cols=name,phone")["rows"][0]["cells"][1].text == phone
        assert rows_of(workbook_of(ask(user, "cols=name,phone&export=xlsx")))[1][1] == phone


def test_a_long_export_becomes_a_job(cast, site):
    site.EXPORT_INLINE_ROWS = 2
    some_units(3)
    answer = ask(cast.officer, "q=冷链&sort=name&after=x&export=xlsx")
    assert (answer.status_code, answer.url, list_site.EXPORTED) == (302, "/jobs/7", [])
    assert [(cast.officer.username, "units", "q=%E5%86%B7%E9%93%BE&sort=name")] == list_site.ASKED


@pytest.mark.parametrize(("provider", "path"), [("", "/units"), (PROVIDER, "/units/of/2026")])
def test_a_long_export_is_made_at_once_where_no_job_can_make_it(cast, site, provider, path):
    site.EXPORT_INLINE_ROWS, site.EXPORT_JOB = 2, provider
    some_units(3)
    assert len(rows_of(workbook_of(ask(cast.officer, "q=冷链&export=xlsx", path)))) == 4


def test_an_export_that_fits_no_workbook_says_so_on_the_page(cast, monkeypatch):
    monkeypatch.setattr("longting.common.xlsx.writer.LAST_ROW", 3)
    html = ask(cast.officer, "export=xlsx").content.decode()
    assert "一张工作表最多 3 行，放不下这么多条。请先用条件缩小范围。" in html
    assert list_site.EXPORTED == []


def test_a_job_writes_what_the_user_would_see_now(cast):
    some_units(3, kind="company")
    written = {}
    for user in (cast.officer, cast.outsider):
        out = io.BytesIO()
        written[user] = lists.write_list("units", "q=冷链&cols=name&sort=-name", user=user, out=out)
    assert written == {cast.officer: 3, cast.outsider: 0}
    assert [(cast.officer.username, 3), (cast.outsider.username, 0)] == list_site.EXPORTED


def test_a_job_refuses_a_user_who_may_no_longer_open_the_page(db):
    stranger = factories.make_user("stranger")
    with pytest.raises(PermissionDenied):
        lists.write_list("units", "", user=stranger, out=io.BytesIO())
