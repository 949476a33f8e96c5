"""The pages of an import: uploading, waiting, refusing, who may see which."""

import uuid
from datetime import timedelta

import pytest

from ledgers.enums import BatchState
from ledgers.models import ImportBatch
from ledgers.pages.progress import PATIENCE
from longting.audit.models import Job, JobState
from longting.audit.services.jobs import run_job
from longting.common import clock
from longting.common.form_words import STALE
from tests.common.sheets.makers import parts, text_cell, zipped
from tests.common.sheets.ole_maker import ole, xls
from tests.factories import client_of
from tests.ledgers.batches import make_batch
from tests.ledgers.books import SAMPLE, book, brought, row, upload
from tests.ledgers.import_pages import ACTS, LIST, NEW, TEMPLATE, VIEWS, act, send_file, url, words

HOSTILE = {
    "empty": b"",
    "text": b"hello",
    "broken zip": b"PK\x03\x04broken",
    "truncated": SAMPLE.read_bytes()[:5000],
    "password": ole({"EncryptedPackage": b"x" * 64, "EncryptionInfo": b"x" * 64}),
    "zip of something else": zipped({"readme.txt": "hello"}),
    "zip bomb": zipped({"xl/workbook.xml": "0" * 300_000_000}),
    "macros": zipped(parts("") | {"xl/vbaProject.bin": b"x"}),
    "old macros": xls(("名单", 0, 0, b""), storages=("_VBA_PROJECT_CUR",)),
    "last corner": zipped(parts(f'<row r="1048576">{text_cell("XFD1048576", "乙")}</row>')),
    "a million rows": zipped(parts("<row><c><v>1</v></c></row>" * 1_000_000)),
    "entities": zipped(parts("") | {"xl/sharedStrings.xml": '<!DOCTYPE a [<!ENTITY b "c">]><sst/>'}),
}


@pytest.fixture
def officer(cast):
    return client_of(cast.officer)


def test_the_sample_goes_from_upload_to_its_result(officer):
    answer = send_file(officer, SAMPLE.read_bytes())
    batch = ImportBatch.objects.get()
    assert (answer.status_code, answer.url) == (302, url(batch))
    assert officer.get(url(batch)).templates[0].name == "ledgers/import_waiting.html"
    assert run_job(batch.job_id)
    page = officer.get(url(batch))
    assert page.templates[0].name == "ledgers/import_checked.html"
    assert [(fig["label"], fig["text"]) for fig in page.context["figs"]] == [
        ("读到的行", 60), ("可以导入", 50), ("须您选择", 10), ("有错误", 0), ("跳过", 9)
    ]  # fmt: skip
    assert page.context["figs"][4]["note"] == "标题 2、表头 2、分类标题 3、合计 1、签字栏 1"


def test_the_same_file_again_leads_to_the_first_import(officer, cast):
    data = book(row())
    first = send_file(officer, data)
    again = officer.get(send_file(officer, data).url)
    assert again.request["PATH_INFO"] == first.url
    assert words(again)[0].endswith(f"由{cast.officer.name}上传过，这里是那一次的导入。")
    assert ImportBatch.objects.count() == 1


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_is_explained_and_never_a_fault(officer, data):
    answer = send_file(officer, data)
    if answer.status_code == 302:
        batch = ImportBatch.objects.get()
        run_job(batch.job_id)
        assert ImportBatch.objects.get().state == BatchState.REFUSED
        assert officer.get(url(batch)).status_code == 200
    else:
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["file"])


def test_a_file_over_the_limit_is_refused_before_it_is_read(officer, settings):
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    answer = send_file(officer, b"x" * (1024 * 1024 + 1))
    [text] = answer.context["form"].errors["file"]
    assert text == "文件有 1.0 MB，最多 1 MB。请删去图片和无关的工作表，再上传。"
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize("fields", [{"year": "1999"}, {"year": "二零"}, {"kind": "payroll"}])
def test_an_upload_with_a_wrong_year_or_kind_is_shown_again(officer, fields):
    answer = send_file(officer, book(row()), **fields)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, list(fields))


def test_a_workbook_of_another_kind_says_what_it_lacks(officer, cast):
    batch = brought(book(("甲", 1), headings=("姓名", "年龄")), cast.officer)
    page = officer.get(url(batch))
    assert page.templates[0].name == "ledgers/import_refused.html"
    assert "缺少项目名称、总投资、责任单位" in page.content.decode()
    assert page.context["form"] is None


def test_a_list_without_a_year_asks_for_it_and_is_checked_again(officer, cast):
    headings = ("项目名称", "责任单位", "总投资（万元）", "计划投资（万元）", "建设起止年限")
    batch = brought(book(row(), headings=headings, title="重点项目名单"), cast.officer)
    assert officer.get(url(batch)).context["form"]["version"].value() == batch.version
    answer = act(officer, batch, "check", year="2026")
    assert answer.url == url(batch)
    run_job(ImportBatch.objects.get().job_id)
    found = ImportBatch.objects.get()
    assert (found.state, found.year) == (BatchState.CHECKED, 2026)


def test_a_wrong_year_at_the_new_check_is_said_in_words(officer, cast):
    batch = make_batch(cast.officer, BatchState.REFUSED, message="x")
    answer = officer.post(url(batch, "check/"), {"version": batch.version, "year": "26"}, follow=True)
    assert words(answer) == ["请填写四位年份，如 2026；不填则按标题识别。"]


def test_a_forged_version_says_that_the_page_is_stale(officer, cast):
    batch = brought(book(row()), cast.officer)
    answer = officer.post(url(batch, "resolve/"), {"version": "x"})
    assert (answer.status_code, STALE in answer.text, "Version" in answer.text) == (422, True, False)


def test_the_progress_stops_when_the_check_is_done(officer, cast):
    batch = upload(book(row()), cast.officer)
    assert b"data-poll-stop" not in officer.get(url(batch, "progress/")).content
    run_job(batch.job_id)
    assert b"data-poll-stop data-poll-reload" in officer.get(url(batch, "progress/")).content


def test_without_the_worker_the_check_can_be_done_at_once(officer, cast, time_machine):
    batch = upload(book(row()), cast.officer)
    assert officer.get(url(batch)).context["progress"]["may_check"] is False
    time_machine.move_to(clock.now() + PATIENCE + timedelta(seconds=1))
    assert officer.get(url(batch)).context["progress"]["may_check"] is True
    act(officer, batch, "check")
    assert ImportBatch.objects.get().state == BatchState.CHECKED
    assert run_job(batch.job_id)
    assert ImportBatch.objects.get().rows.count() == 1


def test_a_check_that_failed_says_why_and_can_be_repeated(officer, cast):
    batch = upload(book(row()), cast.officer)
    Job.objects.update(state=JobState.FAILED, message="处理进程几次中断。", finished_at=clock.now())
    page = officer.get(url(batch))
    assert (page.context["progress"]["failure"], page.context["progress"]["may_check"]) == ("处理进程几次中断。", True)


def test_a_township_may_not_import(cast):
    batch = brought(book(row()), cast.officer)
    client = client_of(cast.beijiao)
    gets = [LIST, TEMPLATE, *(url(batch, part) for part in VIEWS)]
    posts = [NEW, *(url(batch, f"{name}/") for name in ACTS)]
    answers = [client.get(address) for address in gets] + [client.post(address) for address in posts]
    assert {answer.status_code for answer in answers} == {403}


def test_the_import_of_another_unit_is_not_found(officer, cast):
    theirs = make_batch(cast.officer, organisation=cast.beijiao.post.organisation)
    gets = [officer.get(url(theirs, part)) for part in VIEWS]
    posts = [act(officer, theirs, name) for name in ACTS]
    assert {answer.status_code for answer in gets + posts} == {404}
    assert officer.get(LIST).context["rows"] == []
    assert officer.get(f"{LIST}{uuid.uuid4()}/").status_code == 404


def test_an_act_without_the_version_it_was_made_on_is_a_bad_request(officer, cast):
    batch = brought(book(row()), cast.officer)
    assert {officer.post(url(batch, f"{name}/")).status_code for name in ("check", "discard")} == {400}


def test_the_list_shows_the_imports_of_the_unit(officer, cast):
    brought(book(row(), row(name="")), cast.officer, name="十月.xlsx")
    [line] = officer.get(LIST).context["rows"]
    assert [one.text for one in line["cells"][:5]] == [
        "十月.xlsx", "2026", "已检查，未写入", "新增 1，有错误 1", cast.officer.name
    ]  # fmt: skip


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_database_a_fixed_number_of_times(officer, cast, number, django_assert_num_queries):
    for _ in range(number):
        make_batch(cast.officer)
    with django_assert_num_queries(10):
        officer.get(LIST)


def test_more_imports_than_a_page_are_reached_by_turning_it(officer, cast):
    for _ in range(21):
        make_batch(cast.officer)
    first = officer.get(LIST).context
    assert (len(first["rows"]), first["prev_url"]) == (20, "")
    second = officer.get(first["next_url"]).context
    assert (len(second["rows"]), len(officer.get(second["prev_url"]).context["rows"])) == (1, 20)
