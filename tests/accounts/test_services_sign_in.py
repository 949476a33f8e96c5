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
    assert sign_in.pause_of("beijiao", HERE, NOW) == 0


@pytest.mark.parametrize(("count", "pause"), [(4, 0), (5, 30), (1000, 30)])
def test_five_wrong_ones_at_one_address_make_an_account_slow_there(db, count, pause):
    failures("beijiao", HERE, count)
    assert sign_in.pause_of("beijiao", HERE, NOW) == pause
    assert sign_in.pause_of("zhujian", HERE, NOW) == 0


@pytest.mark.parametrize(("ago", "pause"), [(0, 30), (29, 1), (29.5, 1), (30, 0), (600, 0)])
def test_the_pause_runs_from_the_last_wrong_one(db, ago, pause):
    failures("beijiao", HERE, 5, ago=ago)
    assert sign_in.pause_of("beijiao", HERE, NOW) == pause


@pytest.mark.parametrize(("count", "pause"), [(98, 0), (99, 30)])
def test_at_an_address_with_a_hundred_wrong_ones_an_account_is_slow_from_its_first(db, count, pause):
    failures("someone", HERE, count)
    failures("beijiao", HERE, 1)
    assert sign_in.pause_of("beijiao", HERE, NOW) == pause


@pytest.mark.parametrize("count", [100, 1000])
def test_whoever_made_no_mistake_is_not_slow_at_such_an_address(db, count):
    failures("someone", HERE, count)
    assert sign_in.pause_of("beijiao", HERE, NOW) == 0


def test_wrong_ones_on_many_accounts_of_one_address_add_up(db):
    for number in range(25):
        failures(f"someone{number}", HERE, 4)
    assert sign_in.pause_of("someone3", HERE, NOW) == 30
    assert sign_in.pause_of("someone3", THERE, NOW) == 0


def test_failures_older_than_a_quarter_of_an_hour_are_forgotten(db):
    failures("beijiao", HERE, 1000, ago=15 * 60)
    assert sign_in.pause_of("beijiao", HERE, NOW) == 0


@pytest.mark.parametrize(("ago", "pause"), [(0, 30), (29, 1), (30, 0), (600, 0)])
def test_an_account_under_attack_from_many_addresses_is_tried_each_half_minute(db, ago, pause):
    failures("beijiao", HERE, 5, ago=ago)
    failures("beijiao", THERE, 5, ago=600)
    assert sign_in.pause_of("beijiao", "10.3.3.3", NOW) == pause


def test_nine_failures_do_not_slow_an_account_down_elsewhere(db):
    failures("beijiao", HERE, 9)
    assert sign_in.pause_of("beijiao", THERE, NOW) == 0


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
