import base64
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from longting.accounts.services import factors
from longting.audit.models import AuditEvent
from longting.common.errors import Refused
from tests.factories import PASSWORD

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
SECRET = base64.b32encode(b"12345678901234567890").decode("ascii")


def code_at(moment, secret=SECRET):
    clock = TOTP(base64.b32decode(secret))
    clock.time = moment.timestamp()
    return f"{clock.token():06d}"


def enrol(person, moment=NOW):
    with time_machine.travel(moment, tick=False):
        return factors.enrol_factor(person, secret=SECRET, code=code_at(moment), actor=person)


def use(person, code, moment):
    with time_machine.travel(moment, tick=False):
        return factors.pass_factor(person, code=code, actor=person)


def test_a_telephone_is_bound_by_one_code(cast):
    enrolled = enrol(cast.officer)
    assert factors.has_factor(cast.officer)
    assert (enrolled.device.name, len(set(enrolled.recovery_codes))) == ("手机验证码", 8)
    assert AuditEvent.objects.get().summary == "吴经办绑定第二因素（手机验证码）"


def test_a_wrong_code_binds_nothing(cast):
    with time_machine.travel(NOW, tick=False), pytest.raises(Refused, match="验证码不对") as refused:
        factors.enrol_factor(cast.officer, secret=SECRET, code=code_at(NOW + timedelta(hours=1)), actor=cast.officer)
    assert (refused.value.field, TOTPDevice.objects.count()) == ("code", 0)


def test_a_second_telephone_cannot_be_bound(cast):
    enrol(cast.officer)
    with pytest.raises(Refused, match="已经绑定了手机"):
        enrol(cast.officer, NOW + timedelta(minutes=5))


def test_the_right_code_passes_and_is_recorded(cast):
    device = enrol(cast.officer).device
    later = NOW + timedelta(minutes=5)
    assert use(cast.officer, code_at(later), later) == device
    assert AuditEvent.objects.first().verb == "factor_passed"


def test_a_code_counts_once(cast):
    enrol(cast.officer)
    later = NOW + timedelta(minutes=5)
    use(cast.officer, code_at(later), later)
    assert use(cast.officer, code_at(later), later + timedelta(seconds=1)) is None


def test_the_code_that_bound_the_telephone_is_used_up(cast):
    enrol(cast.officer)
    assert use(cast.officer, code_at(NOW), NOW + timedelta(seconds=1)) is None


def test_after_a_wrong_code_the_right_one_has_to_wait(cast):
    enrol(cast.officer)
    later = NOW + timedelta(minutes=5)
    assert use(cast.officer, "000000", later) is None
    assert use(cast.officer, code_at(later), later + timedelta(milliseconds=500)) is None
    assert use(cast.officer, code_at(later), later + timedelta(seconds=2)) is not None


def test_a_wrong_code_is_recorded(cast):
    enrol(cast.officer)
    use(cast.officer, "000000", NOW + timedelta(minutes=5))
    assert (AuditEvent.objects.first().verb, AuditEvent.objects.first().summary) == (
        "factor_failed",
        "吴经办的第二因素不符",
    )


def test_a_person_without_telephone_passes_with_nothing(cast):
    assert use(cast.officer, "123456", NOW) is None


def test_a_recovery_code_passes_once(cast):
    code = enrol(cast.officer).recovery_codes[0]
    assert use(cast.officer, code, NOW + timedelta(minutes=5)).name == "恢复码"
    assert use(cast.officer, code, NOW + timedelta(minutes=6)) is None
    assert StaticToken.objects.count() == 7


def test_a_recovery_code_of_another_person_does_not_pass(cast):
    code = enrol(cast.officer).recovery_codes[0]
    enrol(cast.office_head)
    assert use(cast.office_head, code, NOW + timedelta(minutes=5)) is None


def test_unbinding_needs_the_password(cast):
    enrol(cast.officer)
    with pytest.raises(Refused, match="密码不对") as refused:
        factors.remove_factor(cast.officer, password="wrong", actor=cast.officer)
    assert (refused.value.field, factors.has_factor(cast.officer)) == ("password", True)


def test_unbinding_forgets_telephone_and_recovery_codes(cast):
    enrol(cast.officer)
    factors.remove_factor(cast.officer, password=PASSWORD, actor=cast.officer)
    assert (factors.has_factor(cast.officer), StaticToken.objects.count()) == (False, 0)
    assert AuditEvent.objects.first().summary == "吴经办解除第二因素"


def test_nothing_bound_cannot_be_unbound(cast):
    with pytest.raises(Refused, match="还没有绑定手机"):
        factors.remove_factor(cast.officer, password=PASSWORD, actor=cast.officer)


def test_the_camera_reads_account_secret_and_issuer(cast):
    url = factors.provisioning_url(cast.officer, SECRET)
    assert url.startswith("otpauth://totp/")
    assert f"secret={SECRET}" in url
    assert ":officer?" in url.replace("%3A", ":")
