"""Plain makers of rows for tests: every argument has a harmless default, nothing happens behind the caller's back."""

from datetime import date
from itertools import count
from types import SimpleNamespace

from django.test import Client

from longting.accounts.models import Organisation, OrganisationKind, Post, User, UserSession
from longting.accounts.roles import Role
from longting.common import clock

PASSWORD = "Zhong-dian-2026"
#: Far enough back that every post of the cast is in force on any day a test may choose.
IN_OFFICE_SINCE = date(2020, 1, 1)

_numbers = count(1)

#: The shared cast: attribute → (name, role, organisation's full name); `outsider` is the clerk of another unit.
CAST = {
    "owner": ("周建设", Role.OWNER, "开封龙亭示范建设有限公司"),
    "beijiao": ("李北郊", Role.CLERK, "北郊乡人民政府"),
    "beijiao_head": ("王北郊", Role.UNIT_HEAD, "北郊乡人民政府"),
    "zhujian": ("赵住建", Role.CLERK, "区住房和城乡建设局"),
    "zhujian_head": ("钱住建", Role.UNIT_HEAD, "区住房和城乡建设局"),
    "department": ("孙环保", Role.DEPARTMENT, "市生态环境局龙亭分局"),
    "officer": ("吴经办", Role.OFFICER, "区委重大项目推进工作委员会办公室"),
    "office_head": ("郑主任", Role.OFFICE_HEAD, "区委重大项目推进工作委员会办公室"),
    "committee": ("冯委员", Role.COMMITTEE, "区委重大项目推进工作委员会"),
    "leader": ("陈区长", Role.LEADER, "区委区政府"),
    "service": ("褚首席", Role.SERVICE_OFFICER, "区住房和城乡建设局"),
    "auditor": ("卫审计", Role.AUDITOR, "区委区政府"),
    "admin": ("蒋管理", Role.ADMIN, "区委重大项目推进工作委员会办公室"),
    "outsider": ("沈外乡", Role.CLERK, "柳园口乡人民政府"),
}


def organisation(name: str) -> Organisation:
    """One of the seeded organisations by its full name."""
    return Organisation.objects.get(name=name)


def make_organisation(name: str = "", kind: str = OrganisationKind.COMPANY, **fields) -> Organisation:
    """A new organisation; by default a company (项目单位)."""
    number = next(_numbers)
    name = name or f"开封测试{number}有限公司"
    fields = {"code": f"T{number:05d}", "short": name[:12], "order": 5000 + number} | fields
    return Organisation.objects.create(name=name, kind=kind, **fields)


def make_post(user: User, role: str, at: Organisation, starts: date = IN_OFFICE_SINCE, **fields) -> Post:
    """A post in force from `starts` on."""
    return Post.objects.create(user=user, role=role, organisation=at, starts=starts, **fields)


def make_user(username: str = "", role: str | None = None, organisation: Organisation | None = None, **fields) -> User:
    """A person with PASSWORD as password; with `role` and `organisation` also holding that post."""
    number = next(_numbers)
    fields = {"name": f"测试{number}", "must_change_password": False, "password_changed_at": clock.now()} | fields
    user = User(username=username or f"test{number}", **fields)
    user.set_password(PASSWORD)
    user.save()
    if role is not None:
        make_post(user, role, organisation)
    return user


def client_of(user: User, **headers) -> Client:
    """A browser in which `user` is signed in, as the sign-in service leaves it."""
    client = Client(headers=headers)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    now = clock.now()
    UserSession.objects.create(user=user, session_key=client.session.session_key, started_at=now, seen_at=now)
    return client


def make_cast() -> SimpleNamespace:
    """Everybody of CAST; the owner's company is made here, all other organisations come with the migrations."""
    known = {row.name: row for row in Organisation.objects.all()}
    company = CAST["owner"][2]
    known[company] = make_organisation(company, OrganisationKind.COMPANY, code="SFJS", short="示范建设")
    people = {
        username: make_user(username, role, known[unit], name=name) for username, (name, role, unit) in CAST.items()
    }
    return SimpleNamespace(**people)
