"""The demo cast: one account per role, the same in every installation, so that handbook and journeys can name them."""

from datetime import date

from django.db import transaction

from longting.accounts.models import Organisation, OrganisationKind, Post, User
from longting.accounts.roles import Role
from longting.audit.services import SYSTEM, Entry, record
from longting.common import clock

PASSWORD = "Longting-demo-2026"
SINCE = date(2025, 1, 1)
COMPANY = "开封龙亭示范建设有限公司（演示）"

#: account → (name on screen, role, organisation code)
CAST = {
    "owner": ("项目单位甲", Role.OWNER, "DEMO-OWNER"),
    "beijiao": ("经办人甲", Role.CLERK, "410202201"),
    "beijiao_head": ("负责人甲", Role.UNIT_HEAD, "410202201"),
    "zhujian": ("经办人丙", Role.CLERK, "ZJJ"),
    "zhujian_head": ("负责人丙", Role.UNIT_HEAD, "ZJJ"),
    "department": ("经办人丁", Role.DEPARTMENT, "HBJ"),
    "officer": ("经办人乙", Role.OFFICER, "XMB"),
    "office_head": ("负责人乙", Role.OFFICE_HEAD, "XMB"),
    "committee": ("委员甲", Role.COMMITTEE, "WYH"),
    "leader": ("区领导甲", Role.LEADER, "QWQZF"),
    "service": ("服务官甲", Role.SERVICE_OFFICER, "ZJJ"),
    "auditor": ("审计员甲", Role.AUDITOR, "QWQZF"),
    "admin": ("管理员甲", Role.ADMIN, "XMB"),
}


@transaction.atomic
def load_cast() -> dict[str, User]:
    """Create the accounts that are missing and return all of them by account name."""
    owner = {"name": COMPANY, "short": "示范建设", "kind": OrganisationKind.COMPANY, "order": 5000}
    Organisation.objects.get_or_create(code="DEMO-OWNER", defaults=owner)
    for username, (name, role, code) in CAST.items():
        if not User.objects.filter(username=username).exists():
            _add(username, name, role, Organisation.objects.get(code=code))
    return {user.username: user for user in User.objects.filter(username__in=CAST)}


def _add(username: str, name: str, role: Role, organisation: Organisation) -> None:
    # The published demo password would not outlive a first login; the demo is refused in production by settings.
    user = User(username=username, name=name, must_change_password=False, password_changed_at=clock.now())
    user.set_password(PASSWORD)
    user.save()
    Post.objects.create(user=user, role=role, organisation=organisation, starts=SINCE)
    text = f"建立演示账号 {username}：{organisation.name} {role.label}"
    record(Entry("create", "user", user.pk, name, text), actor=SYSTEM)
