"""Accounts: made, changed, closed. Nobody's account is ever deleted, and the administrator never learns a password
that stays in use: what is shown once must be changed at the first sign-in."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction

from longting.accounts import passwords
from longting.accounts.enums import Act
from longting.accounts.models import User
from longting.accounts.services.changes import apply_changes, require_reason
from longting.accounts.services.factors import drop_factors
from longting.accounts.services.sessions import close_sessions
from longting.audit.services import Entry, record
from longting.common.errors import Refused


@dataclass(frozen=True)
class Issued:
    """An account with the temporary password just made for it: the only time the password is known."""

    user: User
    password: str


@transaction.atomic
def create_user(username: str, *, name: str, phone: str = "", now: datetime, actor) -> Issued:
    """A new account with a temporary password. Raises Refused when the account name is taken."""
    password = passwords.make_temporary()
    user = User(username=username, name=name, phone=phone, password=passwords.hash_temporary(password))
    user.temporary_until = now + timedelta(hours=passwords.TEMPORARY_HOURS)
    add_account(user, actor=actor)
    return Issued(user, password)


def add_account(user: User, *, actor) -> None:
    """Save the new `user` and record it, inside the caller's transaction. Raises Refused when the name is taken."""
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(f"账号“{user.username}”已有人使用，请换一个。", field="username") from error
    _record(user, Act.USER_CREATE, f"为{user.name}建立账号 {user.username}", actor)


@transaction.atomic
def edit_user(user: User, *, name: str, phone: str, version: int, reason: str, actor) -> User:
    """Change name and telephone. Raises Refused without a reason, Conflict when somebody changed the account."""
    reason = require_reason(reason)
    changes = apply_changes(user, {"name": name, "phone": phone}, version=version)
    if changes:
        _record(user, Act.USER_EDIT, f"修改账号 {user.username} 的{'、'.join(changes)}", actor, changes, reason)
    return user


@transaction.atomic
def deactivate_user(user: User, *, version: int, reason: str, actor) -> User:
    """Close the account: every session ends at once, the posts stay as history. Raises Refused for one's own."""
    reason = require_reason(reason)
    _refuse_oneself(user, actor, "不能停用自己的账号，请另一位系统管理员办理。")
    changes = _switch(user, False, version)
    close_sessions(user)
    user.devices.all().delete()
    _record(user, Act.USER_DEACTIVATE, f"停用{user.name}的账号 {user.username}", actor, changes, reason)
    return user


@transaction.atomic
def activate_user(user: User, *, version: int, reason: str, actor) -> User:
    """Open a closed account again; posts that are still in force count at once."""
    reason = require_reason(reason)
    changes = _switch(user, True, version)
    _record(user, Act.USER_ACTIVATE, f"启用{user.name}的账号 {user.username}", actor, changes, reason)
    return user


@transaction.atomic
def record_export(count: int, *, actor) -> None:
    """Somebody took the list of accounts out of the system."""
    record(Entry(Act.USER_EXPORT, "user", "", "账号名单", f"导出账号名单，共 {count} 人"), actor=actor)


@transaction.atomic
def reset_password(user: User, *, version: int, reason: str, now: datetime, actor, drop_factor: bool = False) -> Issued:
    """A new temporary password for somebody who lost his or hers; all sessions end. With `drop_factor` the second
    factor goes too (lost telephone). Raises Refused for one's own account."""
    reason = require_reason(reason)
    _refuse_oneself(user, actor, "自己的密码请在“我的账号”里修改。")
    password = passwords.make_temporary()
    values = {
        "password": passwords.hash_temporary(password),
        "must_change_password": True,
        "temporary_until": now + timedelta(hours=passwords.TEMPORARY_HOURS),
    }
    apply_changes(user, values, version=version)
    close_sessions(user)
    user.devices.all().delete()
    dropped = drop_factors(user) if drop_factor else False
    tail = "，同时解除第二因素" if dropped else ""
    _record(user, Act.PASSWORD_RESET, f"重置{user.name}的密码{tail}", actor, {}, reason)
    return Issued(user, password)


@transaction.atomic
def change_password(user: User, *, current: str, new: str, now: datetime, actor) -> User:
    """One's own password. Every other session ends (the view keeps the one it runs in). Raises Refused when `current`
    is wrong or `new` the same, ValidationError when `new` breaks the rules."""
    if not user.check_password(current):
        raise Refused("现在的密码不对，请重新输入。", field="current")
    if current == new:
        raise Refused("新密码不能与现在的密码相同。", field="new")
    validate_password(new, user)
    user.set_password(new)
    user.must_change_password = False
    user.temporary_until = None
    user.password_changed_at = now
    user.version += 1
    user.save(update_fields=["password", "must_change_password", "temporary_until", "password_changed_at", "version"])
    user.devices.all().delete()
    _record(user, Act.PASSWORD_CHANGE, f"{user.name}修改了密码", actor)
    return user


def _switch(user: User, active: bool, version: int) -> dict:
    changes = apply_changes(user, {"is_active": active}, version=version)
    if not changes:
        raise Refused("账号已经启用。" if active else "账号已经停用。")
    return changes


def _refuse_oneself(user: User, actor, words: str) -> None:
    if user.pk == actor.pk:
        raise Refused(words)


def _record(user: User, act: Act, summary: str, actor, changes: dict | None = None, reason: str = "") -> None:
    record(Entry(act, "user", user.pk, user.name, summary, changes or {}, reason), actor=actor)
