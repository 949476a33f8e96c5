"""`manage.py first_admin`: the only account made outside the pages."""

from django.core.management.base import CommandError

from longting.accounts.services.first_admin import VALID_HOURS, create_first_admin
from longting.accounts.validators import clean_username
from longting.common import clock
from longting.common.commands import ChineseCommand
from longting.common.errors import Refused


class Command(ChineseCommand):
    help = "建立首位系统管理员，显示一次临时密码。已有系统管理员时拒绝。"

    def add_arguments(self, parser):
        parser.add_argument("username", help="账号，例如 jiang.guanli")
        parser.add_argument("--name", required=True, help="姓名")

    def handle(self, username, name, **options):
        try:
            issued = create_first_admin(clean_username(username), name=name, now=clock.now())
        except Refused as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"账号 {issued.user.username}　临时密码 {issued.password}")
        self.stdout.write(f"{VALID_HOURS} 小时内有效，第一次登录时须改成自己的密码。")
