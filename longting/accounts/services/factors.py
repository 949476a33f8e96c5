"""The second factor: a code from a telephone (TOTP, RFC 6238), with recovery codes for a lost one."""

import base64
from binascii import hexlify
from dataclasses import dataclass

from django.db import transaction
from django_otp.models import Device
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from longting.accounts.enums import Act
from longting.accounts.models import User
from longting.audit.services import Entry, record
from longting.common.errors import Refused

RECOVERY_CODES = 8
NAME, RECOVERY = "手机验证码", "恢复码"


@dataclass(frozen=True)
class Enrolled:
    """A bound telephone and its recovery codes, known only now."""

    device: TOTPDevice
    recovery_codes: list[str]


@transaction.atomic
def enrol_factor(user: User, *, secret: str, code: str, actor) -> Enrolled:
    """Bind the telephone that holds `secret` (base32), proven by one `code`, which is thereby used up.

    Raises Refused when the code does not fit or a telephone is bound already.
    """
    User.objects.select_for_update().get(pk=user.pk)
    if TOTPDevice.objects.devices_for_user(user, confirmed=True).exists():
        raise Refused("已经绑定了手机。要换手机，请先解除原来的绑定。")
    key = base64.b32decode(secret)
    clock = TOTP(key)
    if not clock.verify(int(code), tolerance=1):
        raise Refused("验证码不对。请核对手机时间是否准确，再输入最新的 6 位数字。", field="code")
    device = TOTPDevice.objects.create(
        user=user, name=NAME, key=hexlify(key).decode("ascii"), last_t=clock.t(), drift=clock.drift
    )
    codes = _give_recovery_codes(user)
    _record(user, Act.FACTOR_ENROL, f"{user.name}绑定第二因素（{NAME}）", actor)
    return Enrolled(device, codes)


@transaction.atomic
def pass_factor(user: User, *, code: str, actor) -> Device | None:
    """The device that accepts `code` (six digits, or a recovery code), None when none does. A code counts once; after
    a wrong one the device waits longer and longer. Right and wrong are both recorded."""
    kind = TOTPDevice if len(code) == 6 and code.isdigit() else StaticDevice
    device = kind.objects.select_for_update().filter(user=user, confirmed=True).first()
    if device is not None and device.verify_token(code):
        _record(user, Act.FACTOR_PASSED, f"{user.name}通过第二因素（{device.name}）", actor)
        return device
    _record(user, Act.FACTOR_FAILED, f"{user.name}的第二因素不符", actor)
    return None


@transaction.atomic
def remove_factor(user: User, *, password: str, actor) -> User:
    """Unbind one's own telephone. Raises Refused when the password is wrong or nothing is bound."""
    if not user.check_password(password):
        raise Refused("密码不对，第二因素没有解除。", field="password")
    if not drop_factors(user):
        raise Refused("还没有绑定手机。")
    _record(user, Act.FACTOR_REMOVE, f"{user.name}解除第二因素", actor)
    return user


def drop_factors(user: User) -> bool:
    """Part of another act: forget telephone and recovery codes. Returns whether there were any."""
    StaticDevice.objects.filter(user=user).delete()
    return bool(TOTPDevice.objects.filter(user=user).delete()[0])


def has_factor(user: User) -> bool:
    """Whether a telephone is bound."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def provisioning_url(user: User, secret: str) -> str:
    """The otpauth:// address that the telephone's camera reads (base32 `secret`)."""
    key = hexlify(base64.b32decode(secret)).decode("ascii")
    return TOTPDevice(user=user, key=key).config_url


def _give_recovery_codes(user: User) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name=RECOVERY)
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


def _record(user: User, act: Act, summary: str, actor) -> None:
    record(Entry(act, "user", user.pk, user.name, summary), actor=actor)
