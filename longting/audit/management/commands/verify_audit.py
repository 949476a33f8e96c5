"""`manage.py verify_audit`: proves the audit chain from the outside of the application."""

import json

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.db import connection

from longting.audit.forms import HOW, read_noted
from longting.audit.triggers import unprotected
from longting.audit.verify import Verdict, verify_chain
from longting.common.commands import ChineseCommand


class Command(ChineseCommand):
    help = "核对审计记录链：逐条重算校验码，指出第一条被改动、删除、插入或截去的记录。有问题时退出码为 1。"

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="按 JSON 输出结果")
        parser.add_argument("--seen", default="", metavar="序号:校验码", help=f"以前抄下的校验码，{HOW}")

    def handle(self, *args, **options):
        try:
            seen = read_noted(options["seen"])
        except ValidationError as problem:
            raise CommandError(problem.messages[0]) from None
        verdict, open_tables = verify_chain(seen=seen), unprotected(connection)
        if options["json"]:
            self.stdout.write(json.dumps(_plain(verdict, open_tables), ensure_ascii=False))
        elif verdict.holds:
            self.stdout.write(verdict.words)
        if not verdict.holds:
            raise CommandError(verdict.words)
        if open_tables:
            raise CommandError(
                f"记录完好，但数据库的只追加保护缺失：{'、'.join(open_tables)}。请数据库管理员补装触发器。"
            )


def _plain(verdict: Verdict, open_tables: list[str]) -> dict:
    return {
        "ok": verdict.holds and not open_tables,
        "count": verdict.count,
        "head": f"{verdict.seq}:{verdict.hash}",
        "fault": verdict.fault.value if verdict.fault else "",
        "bad_seq": verdict.bad_seq,
        "words": verdict.words,
        "unprotected": open_tables,
    }
