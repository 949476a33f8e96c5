from datetime import UTC, datetime, timedelta

import pytest
from axes.models import AccessAttempt

from longting.accounts.models import KnownDevice
from longting.accounts.services import devices, sign_in
from longting.audit.models import AuditEvent
from longting.common import clock

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
HERE, THERE = "10.1.1.1", "10.2.2.2"


def failures(username, ip, count, ago=0):
    row = AccessAttempt.objects.create(
        username=username, ip_address=ip, user_agent=f"{username}{ip}", failures_since_start=count, path_info="/"
    )
    AccessAttempt.objects.filter(pk=row.pk).update(attempt_time=NOW - timedelta(seconds=ago))


def test_nothing_holds_a_quiet_sign_in(db):
    assert not sign_in.is_held("beijiao", HERE, NOW)


@pytest.mark.parametrize(("count", "held"), [(99, False), (100, True), (1000, True)])
def test_an_address_with_a_hundred_failures_waits(db, count, held):
    failures("someone", HERE, count)
    assert sign_in.is_held("beijiao", HERE, NOW) == held


def test_failures_on_many_accounts_of_one_address_add_up(db):
    for number in range(25):
        failures(f"someone{number}", HERE, 4)
    assert sign_in.is_held("beijiao", HERE, NOW)
    assert not sign_in.is_held("beijiao", THERE, NOW)


def test_failures_older_than_a_quarter_of_an_hour_are_forgotten(db):
    failures("someone", HERE, 1000, ago=15 * 60)
    assert not sign_in.is_held("beijiao", HERE, NOW)


@pytest.mark.parametrize(("ago", "held"), [(0, True), (29, True), (30, False), (600, False)])
def test_an_account_under_attack_from_many_addresses_is_tried_each_half_minute(db, ago, held):
    failures("beijiao", HERE, 5, ago=ago)
    failures("beijiao", THERE, 5, ago=600)
    assert sign_in.is_held("beijiao", "10.3.3.3", NOW) == held


def test_nine_failures_do_not_slow_an_account_down(db):
    failures("beijiao", HERE, 9)
    assert not sign_in.is_held("beijiao", THERE, NOW)


def test_a_failure_on_an_account_is_recorded_under_it(cast):
    sign_in.record_failure("beijiao")
    event = AuditEvent.objects.get()
    assert (event.verb, event.actor_id, event.target_id) == (
        "sign_in_failed",
        str(cast.beijiao.pk),
        str(cast.beijiao.pk),
    )
    assert event.summary == "账号 beijiao 登录失败"


def test_what_was_typed_instead_of_an_account_is_not_kept(db):
    sign_in.record_failure("my-secret-password")
    event = AuditEvent.objects.get()
    assert (event.actor_name, event.target_name, event.summary) == ("系统", "未知账号", "未知账号登录失败")


def test_a_flood_leaves_one_record_per_account_and_window(cast):
    now = clock.now()
    for _ in range(5):
        sign_in.record_hold("beijiao", "", now)
        sign_in.record_hold("nobody", "", now)
    summaries = sorted(AuditEvent.objects.values_list("summary", flat=True))
    assert summaries == ["未知账号登录失败次数过多，暂停受理", "账号 beijiao 登录失败次数过多，暂停受理"]


def test_a_hold_is_recorded_again_in_the_next_window(cast):
    now = clock.now()
    sign_in.record_hold("beijiao", "", now)
    sign_in.record_hold("beijiao", "", now + timedelta(minutes=16))
    assert AuditEvent.objects.count() == 2


def test_a_browser_is_known_for_ninety_days(cast):
    keys = devices.remember_device(cast.beijiao, [], NOW)
    assert devices.is_known("beijiao", keys, NOW + timedelta(days=89))
    assert not devices.is_known("beijiao", keys, NOW + timedelta(days=90))


def test_a_browser_is_known_for_its_person_alone(cast):
    keys = devices.remember_device(cast.beijiao, [], NOW)
    assert not devices.is_known("zhujian", keys, NOW)
    assert not devices.is_known("beijiao", ["forged"], NOW)


def test_the_key_itself_is_not_stored(cast):
    [key] = devices.remember_device(cast.beijiao, [], NOW)
    assert KnownDevice.objects.get().digest != key


def test_signing_in_again_keeps_the_key_and_its_place_in_front(cast):
    first = devices.remember_device(cast.beijiao, [], NOW)
    both = devices.remember_device(cast.zhujian, first, NOW)
    again = devices.remember_device(cast.beijiao, both, NOW + timedelta(days=80))
    assert again == [first[0], both[0]]
    assert devices.is_known("beijiao", again, NOW + timedelta(days=160))


def test_a_shared_computer_remembers_the_last_five_people(cast):
    keys = []
    for person in (cast.beijiao, cast.zhujian, cast.officer, cast.leader, cast.owner, cast.auditor):
        keys = devices.remember_device(person, keys, NOW)
    assert len(keys) == 5
    assert not devices.is_known("beijiao", keys, NOW)
    assert devices.is_known("zhujian", keys, NOW)


def test_a_person_keeps_ten_browsers(cast):
    for minute in range(12):
        devices.remember_device(cast.beijiao, [], NOW + timedelta(minutes=minute))
    assert cast.beijiao.devices.count() == 10
    assert cast.beijiao.devices.last().seen_at == NOW + timedelta(minutes=2)


def test_a_known_browser_used_for_guessing_counts_as_a_strangers(cast):
    keys = devices.remember_device(cast.beijiao, [], NOW)
    for _ in range(5):
        assert devices.is_known("beijiao", keys, NOW)
        devices.count_failure("beijiao", keys, NOW)
    assert not devices.is_known("beijiao", keys, NOW)
    assert devices.is_known("beijiao", keys, NOW + timedelta(minutes=16))


def test_failures_of_an_earlier_window_do_not_add_up(cast):
    keys = devices.remember_device(cast.beijiao, [], NOW)
    for minute in (0, 1, 2, 20, 21):
        devices.count_failure("beijiao", keys, NOW + timedelta(minutes=minute))
    assert KnownDevice.objects.get().failures == 2


def test_a_right_password_forgets_the_wrong_ones(cast):
    keys = devices.remember_device(cast.beijiao, [], NOW)
    devices.count_failure("beijiao", keys, NOW)
    devices.remember_device(cast.beijiao, keys, NOW)
    assert (KnownDevice.objects.get().failures, KnownDevice.objects.get().failed_at) == (0, None)


def test_the_daily_cleaning_forgets_browsers_after_ninety_days(cast):
    devices.remember_device(cast.beijiao, [], NOW - timedelta(days=90))
    devices.remember_device(cast.beijiao, [], NOW)
    assert (devices.sweep_devices(NOW), cast.beijiao.devices.count()) == (1, 1)
