"""`manage.py export_ledger`: the official workbook of a ledger, the same as the one its page gives."""

import json
from pathlib import Path

from django.core.management.base import CommandError

from ledgers.kinds import LEDGERS
from ledgers.reader import EVERYONE
from ledgers.services.printing import print_ledger
from longting.accounts.models import User
from longting.accounts.roles import Permission
from longting.common import clock
from longting.common.commands import ChineseCommand
from longting.common.errors import Refused


class Command(ChineseCommand):
    help = "把一种台账导出成正式工作簿，和页面上导出的一样。没有导成时退出码不为 0，也不留下半个文件。"

    def add_arguments(self, parser):
        kinds = "、".join(f"{kind.key}（{kind.label}）" for kind in LEDGERS.values())
        parser.add_argument("kind", help=f"台账种类：{kinds}")
        parser.add_argument("--out", required=True, type=Path, metavar="文件", help="写到哪个 .xlsx 文件")
        parser.add_argument("--year", type=int, help="年度，不写就是今年")
        parser.add_argument("--batch", type=int, default=1, help="批次，不写就是第 1 批")
        parser.add_argument("--user", default="", metavar="账号", help="按这个账号的可见范围导出；不写就是全部")
        parser.add_argument("--force", action="store_true", help="文件已有时覆盖")
        parser.add_argument("--json", action="store_true", help="按 JSON 输出结果")

    def handle(self, *, kind, out, year, batch, user, force, **options):
        today = clock.today()
        asked = {"year": today.year if year is None else year, "batch": batch, "force": force, "today": today}
        try:
            printed = print_ledger(kind, to=out, user=_reader(user), **asked)
        except Refused as refusal:
            raise CommandError(refusal.message) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(printed, ensure_ascii=False))
        else:
            self.stdout.write(f"已导出{printed['label']} {printed['rows']:,} 行：{printed['file']}")


def _reader(username: str):
    """Whose rows are printed. Raises Refused for an account that is unknown, closed or may not export."""
    if not username:
        return EVERYONE
    user = User.objects.active().filter(username=username).first()
    if user is None:
        raise Refused(f"没有启用的账号“{username}”。请核对 --user。")
    if not user.may(Permission.EXPORT_LEDGER):
        raise Refused(f"账号“{username}”没有导出正式台账的权限。请换一个账号，或不写 --user。")
    return user
