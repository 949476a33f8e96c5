"""The result of a check as a page: what the cells say, choosing, writing, giving up."""

import io

import pytest
from openpyxl import load_workbook

from ledgers.enums import BatchState
from ledgers.models import ColumnMapping, ImportBatch
from ledgers.services.imports import commit as committing
from longting.audit.services.jobs import run_job
from projects.models import ListEntry, Project
from tests.factories import client_of
from tests.ledgers.batches import make_batch
from tests.ledgers.books import HEADINGS, SAMPLE, book, brought, committed, row
from tests.ledgers.import_pages import TEMPLATE, act, at, cell, lines, url, words

SCRIPT = "<script>alert(1)</script>水厂"
VAGUE = row(name="锦花商贸中心", total="近百亿元")


@pytest.fixture
def officer(cast):
    return client_of(cast.officer)


def rechecked(client, batch, name="resolve", **sent):
    """The import after an act of its page and the check that follows."""
    answer = act(client, batch, name, **sent)
    assert (answer.status_code, answer.url.partition("?")[0]) == (302, url(batch))
    found = ImportBatch.objects.get()
    assert run_job(found.job_id)
    found.refresh_from_db()
    return found


def counted(batch) -> tuple[int, int, int]:
    return tuple(batch.counts[key] for key in ("new", "flag", "error"))


def test_a_doubtful_cell_shows_the_print_the_doubt_and_its_inputs(officer, cast):
    batch = brought(book(VAGUE), cast.officer)
    shown = cell(officer.get(url(batch)), 3, "总投资")
    [part] = shown["parts"]
    assert (shown["text"], shown["css"], part["level"]) == ("近百亿元", "n warn", "flag")
    assert part["messages"][0]["text"] == "“近百亿元”不是确切金额。请填写一个数字，如 12000（万元）。"
    assert part["select"]["name"] == at(batch, 3, "total_investment")
    assert [one["label"] for one in part["select"]["options"]] == ["请选择", "先留空，入库后补"]
    assert part["typed"]["name"] == at(batch, 3, "total_investment", "t")


def test_doubts_of_columns_without_a_cell_stand_in_a_column_of_their_own(officer, cast):
    data = book((*row(), "91410000X"), headings=(*HEADINGS, "统一社会信用代码"))
    page = officer.get(url(brought(data, cast.officer)))
    assert page.context["card"]["head"][-1]["text"] == "其他问题"
    [part] = cell(page, 3, "其他问题")["parts"]
    assert (part["name"], part["said"]) == ("统一社会信用代码", "91410000X")


def test_script_text_in_a_name_or_file_name_is_shown_as_text(officer, cast):
    batch = brought(book(row(name=SCRIPT), headings=(*HEADINGS[:4], "起止<b>年限")), cast.officer, name="a<b>.xlsx")
    content = officer.get(url(batch)).content.decode()
    assert "<script>alert" not in content
    assert "&lt;script&gt;alert(1)&lt;/script&gt;水厂" in content
    assert "a<b>" not in content and "起止<b>" not in content


def test_choices_and_typed_texts_are_kept_and_checked_anew(officer, cast):
    batch = brought(book(VAGUE, row(name="二期", total="近30亿元"), row(name="三期", period="2026.1")), cast.officer)
    sent = {
        at(batch, 3, "total_investment"): "@blank",
        at(batch, 4, "total_investment"): "",
        at(batch, 4, "total_investment", "t"): "３亿元",
        at(batch, 5, "period"): "2026-10",
    }
    found = rechecked(officer, batch, data=sent)
    assert counted(found) == (3, 0, 0)
    assert [one.decisions for one in found.rows.order_by("row")] == [
        {"total_investment": "@blank"}, {"total_investment": "3亿元"}, {"period": "2026-10"}
    ]  # fmt: skip
    page = officer.get(url(found))
    assert (cell(page, 4, "总投资")["text"], cell(page, 4, "总投资")["note"]) == ("30,000.00", "近30亿元")


def test_a_choice_that_stands_can_be_taken_back(officer, cast):
    batch = brought(book(VAGUE), cast.officer)
    found = rechecked(officer, batch, data={at(batch, 3, "total_investment"): "@blank"})
    [part] = cell(officer.get(url(found)), 3, "总投资")["parts"]
    assert [one["label"] for one in part["select"]["options"]] == ["保留这个选择", "撤回这个选择"]
    found = rechecked(officer, found, data={at(found, 3, "total_investment"): ""})
    assert counted(found) == (0, 1, 0)


def test_choices_on_another_page_of_rows_are_not_lost(officer, cast):
    batch = brought(book(VAGUE, row(name="二期", total="近30亿元")), cast.officer)
    found = rechecked(officer, batch, data={at(batch, 3, "total_investment"): "@blank"})
    found = rechecked(officer, found, data={at(found, 4, "total_investment"): "@blank"})
    assert counted(found) == (2, 0, 0)


def test_a_row_of_another_import_is_refused(officer, cast):
    other = brought(book(VAGUE), cast.officer)
    batch = brought(book(VAGUE, row(name="二期")), cast.officer, name="二.xlsx")
    answer = act(officer, batch, "resolve", {at(other, 3, "total_investment"): "@blank"})
    assert (answer.status_code, answer.context["form"].non_field_errors()) == (
        422, ["有的行已不在这份导入里，没有保存。请刷新页面后再选。"]
    )  # fmt: skip
    assert not other.rows.exclude(decisions={}).exists()


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("@blank", "“@blank”不能以 @ 开头。请填写要改成的内容。"),
        ("长" * 301, f"“{'长' * 20}……”有 301 个字，最多 300 个字。请缩短。"),
    ],
)
def test_a_typed_text_is_never_a_command_and_never_cut(officer, cast, said, message):
    batch = brought(book(VAGUE), cast.officer)
    name = at(batch, 3, "total_investment", "t")
    answer = act(officer, batch, "resolve", {name: said})
    assert (answer.status_code, answer.context["form"].non_field_errors()) == (422, [message])
    assert cell(answer, 3, "总投资")["parts"][0]["typed"]["value"] == said


def test_what_was_chosen_stands_again_when_it_is_not_accepted(officer, cast):
    batch = brought(book(VAGUE), cast.officer)
    name = at(batch, 3, "total_investment")
    answer = act(officer, batch, "resolve", {name: "@blank", "m-0": "", "d-999-name": "@new"})
    options = cell(answer, 3, "总投资")["parts"][0]["select"]["options"]
    assert [one["selected"] for one in options] == [False, True]
    assert answer.context["columns"][0]["select"]["options"][0] == {"value": "", "label": "不导入", "selected": True}


def test_another_meaning_of_a_column_is_checked_and_remembered(officer, cast):
    batch = brought(book((*row(), "甲"), headings=(*HEADINGS, "其他")), cast.officer)
    assert officer.get(url(batch)).context["columns"][5]["words"] == "没有认出，不导入。"
    found = rechecked(officer, batch, data={"m-5": "remark", "m-2": "total_investment", "u-2": "万元"})
    assert found.rows.get().values["remark"] == "甲"
    assert [(one.title, one.field) for one in ColumnMapping.objects.all()] == [("其他", "remark")]


def test_an_unstated_unit_is_confirmed_or_changed(officer, cast):
    headings = ("项目名称", "责任单位", "总投资", "2026年计划投资", "建设起止年限")
    batch = brought(book(row(total=2, plan=1), headings=headings), cast.officer)
    line = officer.get(url(batch)).context["columns"][2]
    assert (line["doubtful"], [one["label"] for one in line["unit"]["options"]]) == (
        True, ["请确认单位", "亿元", "万元", "元"]
    )  # fmt: skip
    sent = {"m-2": "total_investment", "u-2": "亿元", "m-3": "annual_plan", "u-3": "亿元"}
    found = rechecked(officer, batch, data=sent)
    assert found.rows.get().values["total_investment"] == "20000"
    assert officer.get(url(found)).context["columns"][2]["words"] == "按您选的亿元换算 ×10,000"


def test_only_the_wanted_rows_are_shown(officer, cast):
    batch = brought(book(row(), VAGUE, row(name="")), cast.officer)
    shown = {show: list(lines(officer.get(url(batch) + f"?show={show}"))) for show in ("", "error", "flag", "x")}
    assert shown == {"": [5, 4, 3], "error": [5], "flag": [4], "x": [5, 4, 3]}
    links = officer.get(url(batch)).context["card"]["filters"]
    assert [(link["label"], link["count"]) for link in links] == [("只看有错误", 1), ("只看须选择", 1), ("全部", 3)]


def test_rows_beyond_fifty_are_on_the_next_page(officer, cast):
    batch = brought(SAMPLE, cast.officer)
    first = officer.get(url(batch)).context["card"]
    second = officer.get(first["next_url"]).context["card"]
    assert (first["shown"], second["shown"], second["next_url"]) == (50, 10, "")
    assert officer.get(second["prev_url"]).context["card"]["shown"] == 50
    assert officer.get(url(batch) + "?after=forged").context["card"]["lost"] is True


@pytest.mark.parametrize("data", [book(VAGUE), SAMPLE], ids=["1 row", "60 rows"])
def test_the_result_asks_the_database_a_fixed_number_of_times(officer, cast, data, django_assert_num_queries):
    batch = brought(data, cast.officer)
    with django_assert_num_queries(11):
        officer.get(url(batch))


def test_the_rows_that_passed_are_written_and_listed_with_their_projects(officer, cast):
    batch = brought(book(row(), VAGUE), cast.officer)
    answer = act(officer, batch, "commit", follow=True)
    page = officer.get(answer.url)
    assert words(page) == ["已写入：新增 1 个项目，更新 0 个。"]
    assert page.templates[0].name == "ledgers/import_committed.html"
    project = Project.objects.get()
    assert cell(page, 3, "项目名称")["url"] == f"/projects/{project.public_id}/"
    assert page.context["listed_url"] == "/projects/lists/2026/1/"
    left = officer.get(url(batch) + "?show=left")
    assert (list(lines(left)), cell(left, 4, "总投资")["parts"][0]["select"]) == ([4], None)


def test_a_written_row_tells_what_was_decided(officer, cast):
    batch = brought(book(VAGUE), cast.officer)
    found = rechecked(officer, batch, data={at(batch, 3, "total_investment"): "@blank"})
    act(officer, found, "commit")
    [part] = cell(officer.get(url(batch)), 3, "总投资")["parts"]
    assert part["messages"] == [{"text": "已选：先留空，入库后补", "colour": "s"}]


def test_the_second_press_writes_nothing_again(officer, cast):
    batch = brought(book(row()), cast.officer)
    act(officer, batch, "commit")
    again = officer.get(act(officer, batch, "commit").url)
    assert words(again) == ["已写入：新增 1 个项目，更新 0 个。", "早已写入，没有重复写。"]
    assert (Project.objects.count(), ListEntry.objects.count()) == (1, 1)


@pytest.mark.parametrize("name", ["check", "resolve", "commit", "discard"])
def test_an_act_on_an_older_state_is_answered_with_the_conflict_page(officer, cast, name):
    batch = brought(book(row()), cast.officer)
    answer = act(officer, batch, name, version=batch.version - 1)
    assert (answer.status_code, answer.templates[0].name) == (409, "409.html")
    assert not Project.objects.exists()


def test_choices_that_were_not_checked_come_before_writing(officer, cast):
    batch = brought(book(row(), VAGUE), cast.officer)
    name = at(batch, 4, "total_investment")
    answer = act(officer, batch, "commit", {name: "@blank"})
    assert (answer.status_code, Project.objects.count()) == (422, 0)
    assert cell(answer, 4, "总投资")["parts"][0]["select"]["options"][1]["selected"] is True


def test_a_long_import_is_written_by_the_worker(officer, cast, monkeypatch):
    monkeypatch.setattr(committing, "INLINE_ROWS", 0)
    batch = brought(book(row()), cast.officer)
    page = officer.get(act(officer, batch, "commit").url)
    assert (words(page)[0], page.context["progress"]["finished"]) == (
        "行数较多，已交后台写入，写完在消息里告诉您。", False
    )  # fmt: skip
    assert run_job(ImportBatch.objects.get().job_id)
    assert officer.get(url(batch)).templates[0].name == "ledgers/import_committed.html"


def test_a_writing_that_failed_says_why_above_the_rows(officer, cast, monkeypatch):
    monkeypatch.setattr(committing, "INLINE_ROWS", 0)
    batch = brought(book(row()), cast.officer)
    act(officer, batch, "commit")
    cast.officer.posts.update(role="clerk")
    run_job(ImportBatch.objects.get().job_id)
    cast.officer.posts.update(role="officer")
    assert officer.get(url(batch)).context["failure"] == committing.NO_RIGHT


def test_without_a_good_row_the_button_says_why(officer, cast):
    blocked = [
        officer.get(url(brought(data, cast.officer))).context["acts"][0]["blocked"]
        for data in (book(VAGUE), book(row(), title="龙亭区2026年重点项目名单（二）"))
    ]
    assert blocked == ["没有通过的行：请先处理须选择和有错误的行", ""]
    committed(book(row()), cast.officer)
    again = brought(book(row(), title="龙亭区2026年重点项目名单（三）"), cast.officer)
    assert officer.get(url(again)).context["acts"][0]["blocked"] == "各行都与库里一致，不需要写入"


def test_a_changed_row_shows_before_and_after(officer, cast):
    committed(book(row()), cast.officer)
    page = officer.get(url(brought(book(row(total=30000)), cast.officer)))
    shown = cell(page, 3, "项目名称")
    assert shown["changes"] == [{"label": "总投资", "old": "20,000.00 万元", "new": "30,000.00 万元"}]
    assert shown["url"].startswith("/projects/")


def test_an_import_can_be_given_up_and_its_file_sent_again(officer, cast):
    batch = brought(book(row()), cast.officer)
    answer = officer.get(act(officer, batch, "discard").url)
    assert words(answer) == ["已放弃导入《名单.xlsx》，没有写入任何数据。"]
    assert officer.get(url(batch)).templates[0].name == "ledgers/import_discarded.html"
    assert brought(book(row()), cast.officer).pk != batch.pk


def test_the_marked_workbook_carries_the_doubts_as_comments(officer, cast):
    batch = brought(book(VAGUE), cast.officer, name="十月（终）.xlsx")
    answer = officer.get(url(batch, "marked/"))
    assert "%E5%8D%81%E6%9C%88%EF%BC%88%E7%BB%88%EF%BC%89_%E6%A0%87%E7%BA%A2.xlsx" in answer["Content-Disposition"]
    sheet = load_workbook(io.BytesIO(answer.getvalue())).worksheets[0]
    assert sheet["C3"].comment.text.startswith("“近百亿元”不是确切金额")


def test_without_its_file_there_is_no_marked_workbook(officer, cast):
    batch = make_batch(cast.officer)
    answer = officer.get(url(batch, "marked/"), follow=True)
    assert words(answer) == ["原文件已按期清理，不能再检查。请重新上传。"]


def test_the_empty_workbook_is_of_the_kind_that_is_read(officer, cast):
    answer = officer.get(TEMPLATE)
    sheet = load_workbook(io.BytesIO(answer.getvalue())).worksheets[0]
    assert sheet["A1"].value.endswith("年重点项目名单")
    assert len(sheet.data_validations.dataValidation) >= 4
    assert officer.get("/ledgers/imports/template/payroll/").status_code == 404


def test_the_state_decides_which_page_is_shown(officer, cast):
    for state in BatchState:
        batch = make_batch(cast.officer, state)
        assert officer.get(url(batch)).status_code == 200
