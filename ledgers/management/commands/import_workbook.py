"""`manage.py import_workbook FILE --kind KIND`: the check of the import page as a command; dry unless --commit."""

import json
from pathlib import Path

from django.core.files import File
from django.core.management import CommandError

from ledgers.enums import WRITABLE, BatchState
from ledgers.examine import Examined, examine
from ledgers.kinds import LEDGERS, LedgerKind, kind_of
from ledgers.models import ImportBatch
from ledgers.report import as_json, lines
from ledgers.services import imports
from ledgers.services.imports.marked import marks_of
from longting.accounts.models import User
from longting.accounts.roles import Permission
from longting.audit.services import SYSTEM
from longting.common import clock
from longting.common.commands import ChineseCommand
from longting.common.errors import Refused
from longting.common.sheets.annotate import mark_workbook
from longting.common.sheets.reader import UnreadableWorkbook

YEARS = range(2000, 2101)
WILD_YEAR = "--year 应在 2000 到 2100 之间。"
OTHER_YEAR = (
    "这个文件已按 {year} 年的名单上传过，与这里检查的 {shown} 年不同，没有写入。"
    "请用 --year {year}，或先放弃那一次导入。"
)


class Command(ChineseCommand):
    help = (
        "检查一份台账工作簿，逐行说明会怎样写入；不加 --commit 不写任何数据。"
        "写入只写检查通过的行，一次写入，全部成功或全部不写。"
    )

    def add_arguments(self, parser):
        kinds = "、".join(f"{kind.key}（{kind.label}）" for kind in LEDGERS.values())
        parser.add_argument("file", type=Path, help="工作簿文件（.xlsx、.xls、.et、.ods）")
        parser.add_argument("--kind", required=True, choices=sorted(LEDGERS), help=f"种类：{kinds}")
        parser.add_argument("--year", type=int, help="名单年度；不写则按标题识别")
        parser.add_argument("--user", help="办理人的账号；写入时必填，检查时按此人的可见范围")
        parser.add_argument("--commit", action="store_true", help="写入检查通过的行")
        parser.add_argument("--errors", type=Path, metavar="OUT.xlsx", help="另存一份标红、带批注的工作簿")
        parser.add_argument("--json", action="store_true", help="按 JSON 输出检查结果")

    def handle(self, *args, **options):
        try:
            self._run(kind_of(options["kind"]), _person(options), options)
        except (Refused, UnreadableWorkbook) as refusal:
            raise CommandError(refusal.message) from refusal
        except OSError as fault:
            raise CommandError(f"文件打不开或写不了：{fault.filename}（{_why(fault)}）。") from fault

    def _run(self, kind: LedgerKind, person, options: dict) -> None:
        path, today = options["file"], clock.today()
        if options["year"] is not None and options["year"] not in YEARS:
            raise CommandError(WILD_YEAR)
        given = {"kind": kind, "year": options["year"], "actor": person, "today": today}
        found = examine(path, filename=path.name, **given)
        if options["json"]:
            self.stdout.write(json.dumps(as_json(kind.key, found), ensure_ascii=False, indent=1))
        else:
            self._say(lines(found))
        if options["errors"]:
            options["errors"].write_bytes(mark_workbook(path.read_bytes(), marks_of(found.rows)))
        if options["commit"]:
            out = self.stderr if options["json"] else self.stdout
            out.write(self._commit(path, given, found))

    def _commit(self, path: Path, given: dict, found: Examined) -> str:
        """Through the same services as the page: taken in, checked, written. What was written, in words.

        Refused when the file was taken in for another year than the one just shown.
        """
        kind, person, today = given["kind"], given["actor"], given["today"]
        with path.open("rb") as source:
            received = imports.receive_workbook(File(source, path.name), kind=kind, year=given["year"], actor=person)
        batch = ImportBatch.objects.get(pk=received.batch.pk)
        if not received.is_new and batch.state == BatchState.CHECKED:
            batch = imports.recheck_batch(batch, version=batch.version, actor=person)
        batch = imports.check_batch(batch, actor=person, today=today)
        if batch.state == BatchState.REFUSED:
            raise Refused(batch.message)
        if batch.year != found.year:
            raise Refused(OTHER_YEAR.format(year=batch.year, shown=found.year))
        if batch.state == BatchState.UNCHANGED:
            return imports.NO_CHANGE
        if batch.state == BatchState.COMMITTED and any(found.counts[status] for status in WRITABLE):
            batch = imports.check_again(batch, version=batch.version, actor=person)
            batch = imports.check_batch(batch, actor=person, today=today)
        done = imports.commit_batch(batch, version=batch.version, actor=person, today=today)
        return imports.words_of(done)

    def _say(self, words) -> None:
        for line in words:
            self.stdout.write(line)


def _why(fault: OSError) -> str:
    """What the operating system says in English, in the words of its user."""
    kinds = {FileNotFoundError: "没有这个文件", PermissionError: "没有权限", IsADirectoryError: "这是一个目录"}
    return kinds.get(type(fault), f"系统错误 {fault.errno}")


def _person(options: dict):
    """Who acts. A dry run needs nobody: then the machine looks, which writes nothing."""
    if not options["user"]:
        if options["commit"]:
            raise CommandError("写入须用 --user 写明办理人的账号。")
        return SYSTEM
    person = User.objects.active().filter(username=options["user"]).first()
    if person is None:
        raise CommandError(f"没有启用的账号“{options['user']}”。")
    if not person.may(Permission.IMPORT_LEDGER):
        raise CommandError(f"{person.name}没有导入台账的权限。")
    return person
