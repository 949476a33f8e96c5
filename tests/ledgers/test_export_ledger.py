"""`manage.py export_ledger`: the page's workbook into a file, all of it or nothing."""

import hashlib
import io
import json
import os

import pytest
from django.core.management import CommandError, call_command

from ledgers.reader import EVERYONE
from longting.accounts.roles import Permission
from longting.audit.models import AuditEvent
from longting.audit.services import SYSTEM
from longting.common import clock
from projects.ledger import write_annual_list
from projects.services.lists import open_list, put_entry
from tests.ledgers.export_jobs import rows_in
from tests.projects.makers import make_project, unit

YEAR = clock.today().year


@pytest.fixture
def listed(cast):
    """A list with a project of the township and one of a bureau."""
    annual_list = open_list(YEAR, actor=SYSTEM)
    for project in (make_project(), make_project(responsible=unit("区住房和城乡建设局"))):
        put_entry(annual_list, project, values={}, actor=SYSTEM)
    return annual_list


@pytest.fixture
def out(tmp_path):
    return tmp_path / "名单.xlsx"


def run(out, *options, kind: str = "annual_list") -> str:
    said = io.StringIO()
    call_command("export_ledger", kind, "--out", str(out), *options, stdout=said)
    return said.getvalue()


def refused(out, *options, **given) -> str:
    with pytest.raises(CommandError) as problem:
        run(out, *options, **given)
    assert problem.value.returncode == 1
    return str(problem.value)


def exports() -> list[tuple[str, str]]:
    return list(AuditEvent.objects.filter(verb="list_export").values_list("actor_name", "summary"))


def test_the_workbook_is_the_one_of_the_page(cast, listed, out):
    assert run(out) == f"已导出{'年度重点项目名单'} 2 行：{out}\n"
    page = io.BytesIO()
    write_annual_list(listed, page, user=cast.officer, today=clock.today())
    assert rows_in(out.read_bytes()) == rows_in(page.getvalue())


def test_the_export_is_recorded_for_the_machine(listed, out):
    run(out)
    assert exports() == [("系统", f"导出{listed.title}正式台账，2 个项目")]


def test_json_tells_the_file_its_rows_and_its_hash(listed, out):
    assert json.loads(run(out, "--year", str(YEAR), "--batch", "1", "--json")) == {
        "kind": "annual_list",
        "label": "年度重点项目名单",
        "file": str(out),
        "rows": 2,
        "sha256": hashlib.sha256(out.read_bytes()).hexdigest(),
    }


def test_with_an_account_the_rows_are_those_of_the_account(cast, listed, out):
    run(out, "--user", "officer")
    assert exports() == [("吴经办", f"导出{listed.title}正式台账，2 个项目")]


@pytest.mark.parametrize(
    ("username", "words"),
    [
        ("nobody", "没有启用的账号“nobody”。请核对 --user。"),
        ("beijiao", "账号“beijiao”没有导出正式台账的权限。请换一个账号，或不写 --user。"),
    ],
)
def test_an_account_that_may_not_export_is_refused(listed, out, username, words):
    assert refused(out, "--user", username) == words
    assert (out.exists(), exports()) == (False, [])


def test_an_unknown_kind_names_the_known_ones(db, out):
    assert refused(out, kind="monthly") == "没有“monthly”这种台账。可用：annual_list（年度重点项目名单）。"


@pytest.mark.parametrize("options", [("--year", "2001"), ("--batch", "7"), ("--batch", "-1")])
def test_a_list_that_does_not_exist_leaves_no_file(listed, out, options):
    assert "批" in refused(out, *options)
    assert (list(out.parent.iterdir()), exports()) == ([], [])


def test_an_existing_file_is_overwritten_only_by_force(listed, out):
    out.write_bytes(b"mine")
    assert refused(out) == f"文件 {out} 已有，没有覆盖。请换个名字，或加 --force。"
    assert out.read_bytes() == b"mine"
    run(out, "--force")
    assert len(rows_in(out.read_bytes())) > 2


@pytest.mark.parametrize("place", ["missing/名单.xlsx", "file/名单.xlsx", ""])
def test_a_place_that_cannot_be_written_is_told_and_nothing_recorded(listed, tmp_path, place):
    (tmp_path / "file").write_bytes(b"")
    assert refused(tmp_path / place, "--force").startswith(f"不能写入 {tmp_path / place}：")
    assert (os.listdir(tmp_path), exports()) == (["file"], [])


def test_rows_that_fit_no_sheet_leave_no_file(listed, out, monkeypatch):
    monkeypatch.setattr("longting.common.xlsx.writer.LAST_ROW", 5)
    assert refused(out).startswith("一张工作表最多 5 行")
    assert (list(out.parent.iterdir()), exports()) == ([], [])


def test_the_reader_of_everything_only_reads():
    granted = {permission for permission in Permission if EVERYONE.may(permission)}
    assert granted == {Permission.VIEW_PROJECTS, Permission.VIEW_ALL, Permission.EXPORT_LEDGER}


def test_the_help_tells_in_chinese_which_kinds_there_are(capsys):
    with pytest.raises(SystemExit) as end:
        call_command("export_ledger", "--help")
    told = capsys.readouterr().out
    assert (end.value.code, "annual_list（年度重点项目名单）" in told, "把一种台账导出成正式工作簿" in told) == (
        0,
        True,
        True,
    )
