"""The first administrator of a new installation: no account comes with the software (SECURITY SE-01)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from longting.accounts import passwords
from longting.accounts.enums import OrganisationKind
from longting.accounts.models import Organisation, User
from longting.accounts.roles import Role
from longting.accounts.selectors import users_holding
from longting.accounts.services.posts import appoint
from longting.accounts.services.users import Issued, add_account
from longting.accounts.validators import username_problem
from longting.audit.services import SYSTEM
from longting.common.errors import Refused

#: Shorter than for accounts that an administrator can reset: nobody guards this one yet.
VALID_HOURS = 24


@transaction.atomic
def create_first_admin(username: str, *, name: str, now: datetime) -> Issued:
    """An administrator at the project office, with a temporary password good for a day.

    Raises Refused when somebody is administrator already (then accounts are made on the pages), when the office is
    not there, or when the account name will not do.
    """
    today = timezone.localdate(now)
    if users_holding(Role.ADMIN, today).exists():
        raise Refused("已有系统管理员。请由他在“账号”页面建立账号。")
    if problem := username_problem(username):
        raise Refused(problem)
    office = Organisation.objects.active().filter(kind=OrganisationKind.OFFICE).first()
    if office is None:
        raise Refused("还没有区项目办这个单位。请先运行 migrate。")
    password = passwords.make_temporary()
    user = User(username=username, name=name, password=passwords.hash_temporary(password))
    user.temporary_until = now + timedelta(hours=VALID_HOURS)
    add_account(user, actor=SYSTEM)
    appoint(user, organisation=office, role=Role.ADMIN, starts=today, reason="系统初始化，首位系统管理员", actor=SYSTEM)
    return Issued(user, password)
