"""`manage.py demo`: everything a stranger needs to try the system on this machine."""

from django.conf import settings
from django.core.management import CommandError, call_command

from longting.accounts.models import Organisation
from longting.accounts.roles import Role
from longting.common import clock
from longting.common.commands import ChineseCommand
from longting.desk.demo.cast import CAST, PASSWORD, load_cast
from longting.desk.demo.declarations import load_declarations
from longting.desk.demo.projects import counted, load_projects
from longting.desk.demo.serve import serve


class Command(ChineseCommand):
    help = "建库、装入演示数据并在本机启动（网页、后台任务、定时器）。已装入的数据不会重复装。"

    def add_arguments(self, parser):
        parser.add_argument("--no-serve", action="store_true", help="只建库和装入数据，不启动服务")
        parser.add_argument("--port", type=int, default=8000, help="网页端口，默认 8000")

    def handle(self, *args, **options):
        if settings.PRODUCTION:
            raise CommandError("生产环境不能装入演示数据。")
        call_command("migrate", verbosity=0)
        cast, today = load_cast(), clock.today()
        new = load_projects(cast, today) + load_declarations(cast, today)
        self.stdout.write(f"演示数据{'已装入' if new else '早已装入'}：{counted()}。")
        self._print_accounts()
        if options["no_serve"]:
            return
        code = serve(options["port"], self.stdout.write)
        if code:
            raise CommandError("服务没有正常结束。")

    def _print_accounts(self):
        units = dict(Organisation.objects.values_list("code", "short"))
        self.stdout.write(f"账号（密码都是 {PASSWORD}）：")
        for username, (name, role, code) in CAST.items():
            self.stdout.write(f"  {username:<14}{units[code]}　{name}（{Role.label_of(role)}）")
