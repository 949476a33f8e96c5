"""`import_workbook`: dry by default, JSON for programs, writing through the services of the page."""

import io
import json

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from ledgers.models import ImportBatch
from ledgers.services import imports
from longting.accounts.models import User
from longting.audit.models import AuditEvent
from projects.models import ListEntry, Project
from tests.ledgers.books import PLAIN, SAMPLE, TODAY, book, brought, row

pytestmark = pytest.mark.django_db


def run(path, **options) -> str:
    out = io.StringIO()
    call_command("import_workbook", str(path), kind="annual_list", stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def workbook(tmp_path):
    path = tmp_path / "名单.xlsx"
    path.write_bytes(book(PLAIN, row(name="南区路网", total="近百亿元")))
    return path


def test_a_dry_run_without_any_account_tells_everything_as_json():
    assert User.objects.count() == 0
    told = json.loads(run(SAMPLE, json=True))
    expected = json.loads(SAMPLE.with_suffix(".expected.json").read_text(encoding="utf-8"))
    rows = {one["row"]: one for one in told["rows"]}
    assert list(told) == ["kind", "rows", "summary"]
    for one in expected["rows"]:
        found = rows[one["row"]]
        values = {key: found["values"][key] for key in one["values"]}
        assert (found["name"], found["status"].replace("new", "ok"), values) == (
            one["name"],
            one["status"],
            one["values"],
        )
    assert not {one["row"] for one in told["rows"] if one["status"] != "skipped"} & set(expected["not_rows"])


def test_problems_of_the_json_name_column_code_and_message(workbook):
    told = json.loads(run(workbook, json=True))
    assert told["rows"][-1]["problems"] == [
        {"column": "C", "code": "vague_amount", "message": "“近百亿元”不是确切金额。请填写一个数字，如 12000（万元）。"}
    ]
    assert (told["kind"], told["summary"]["new"], told["summary"]["flag"], told["summary"]["year"]) == (
        "annual_list", 1, 1, 2026,
    )  # fmt: skip


def test_a_dry_run_writes_nothing(cast, workbook):
    before = AuditEvent.objects.count()
    run(workbook, user="officer")
    assert (Project.objects.count(), ImportBatch.objects.count(), AuditEvent.objects.count()) == (0, 0, before)


def test_the_words_name_the_cell_of_every_doubt(workbook):
    assert run(workbook).splitlines() == [
        "年度 2026，读到 2 行，跳过 2 行（标题 1、表头 1）",
        "新增 1，无变化 0，更新 0，请选择 1，有错误 0",
        "1 处金额是文本，已转成数字。",
        "  名单 C4　南区路网：“近百亿元”不是确切金额。请填写一个数字，如 12000（万元）。",
    ]


def test_what_only_informs_is_not_among_the_doubts(tmp_path):
    path = tmp_path / "名单.xlsx"
    path.write_bytes(book(row(total="近百亿元", plan="约3亿元")))
    assert [line for line in run(path).splitlines() if "约3亿元" in line] == []


def test_a_doubt_without_a_cell_names_its_row(tmp_path):
    path, code = tmp_path / "名单.xlsx", "（项目代码：2309-410202-04-01-118230）"
    path.write_bytes(book(row(name=f"北区净水厂{code}"), row(name=f"南区路网{code}")))
    assert "  名单 第 4 行　南区路网(项目代码：2309-410202-04-01-118230)：项目代码与第 3 行相同。" in run(path)


def test_a_year_may_be_told(tmp_path):
    path = tmp_path / "名单.xlsx"
    path.write_bytes(book(PLAIN, title="", headings=("项目名称", "责任单位", "总投资", "计划投资", "起止年限")))
    assert run(path, year=2027).startswith("年度 2027，读到 1 行，跳过 1 行（表头 1）\n")
    assert run(path).startswith("年度 未识别，")


def test_committing_writes_the_good_rows_as_the_person_named(cast, workbook):
    assert run(workbook, commit=True, user="officer").endswith("已写入：新增 1 个项目，更新 0 个。\n")
    assert (Project.objects.get().name, ListEntry.objects.count()) == ("凤凰广场", 1)
    assert AuditEvent.objects.get(verb="import_commit").actor_name == "吴经办"
    assert run(workbook, commit=True, user="officer").endswith("早已写入，没有重复写。\n")
    assert Project.objects.count() == 1


def test_committing_an_import_checked_on_the_page_checks_it_anew(cast, workbook):
    brought(workbook, cast.officer)
    assert run(workbook, commit=True, user="officer").endswith("已写入：新增 1 个项目，更新 0 个。\n")


@pytest.mark.parametrize("written", [False, True])
def test_a_file_taken_in_for_another_year_is_not_written_into_this_one(cast, workbook, written):
    batch = brought(workbook, cast.officer)
    if written:
        imports.commit_batch(batch, version=batch.version, actor=cast.officer, today=TODAY)
    with pytest.raises(CommandError, match="已按 2026 年的名单上传过，与这里检查的 2027 年不同，没有写入"):
        run(workbook, commit=True, user="officer", year=2027)
    assert Project.objects.count() == int(written)


def test_the_marked_workbook_is_saved_beside(cast, workbook, tmp_path):
    out = tmp_path / "标红.xlsx"
    run(workbook, errors=out)
    assert openpyxl.load_workbook(out)["名单"]["C4"].comment.text.startswith("“近百亿元”不是确切金额")


def test_json_stays_json_when_committing(cast, workbook, capsys):
    err = io.StringIO()
    told = json.loads(run(workbook, json=True, commit=True, user="officer", stderr=err))
    assert (told["summary"]["new"], err.getvalue()) == (1, "已写入：新增 1 个项目，更新 0 个。\n")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"commit": True}, "写入须用 --user"),
        ({"year": 99999}, "--year 应在 2000 到 2100 之间"),
        ({"user": "nobody"}, "没有启用的账号“nobody”"),
        ({"user": "beijiao"}, "李北郊没有导入台账的权限"),
        ({"errors": "/nowhere/标红.xlsx"}, "文件打不开或写不了：/nowhere/标红.xlsx"),
    ],
)
def test_what_cannot_be_done_ends_with_words_and_a_code(cast, workbook, options, words):
    options = {name: type(workbook)(value) if name == "errors" else value for name, value in options.items()}
    with pytest.raises(CommandError, match=words):
        run(workbook, **options)
    assert Project.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [(None, "文件打不开或写不了"), (b"", "文件是空的"), ("项目名称,总投资".encode(), "文本（CSV）")],
)
def test_a_file_that_cannot_be_read_ends_with_words(tmp_path, content, words):
    path = tmp_path / "名单.xlsx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError, match=words):
        run(path)


def test_a_refused_workbook_is_not_committed(cast, tmp_path):
    path = tmp_path / "名单.xlsx"
    path.write_bytes(book(PLAIN, title="", headings=("项目名称", "责任单位", "总投资", "计划投资", "起止年限")))
    with pytest.raises(CommandError, match="看不出是哪一年的名单"):
        run(path, commit=True, user="officer")
