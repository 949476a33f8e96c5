from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django_otp.plugins.otp_totp.models import TOTPDevice

from longting.accounts.models import KnownDevice, User
from longting.accounts.services import users
from longting.accounts.services.changes import shown
from longting.audit.models import AuditEvent
from longting.common.errors import Conflict, Refused
from tests.factories import PASSWORD, client_of

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
REASON = "本人来电申请"


def last():
    return AuditEvent.objects.first()


def test_a_new_account_gets_a_temporary_password(cast):
    issued = users.create_user("li.si", name="李四", phone="13800138000", now=NOW, actor=cast.admin)
    person = User.objects.get(username="li.si")
    assert person.check_password(issued.password)
    assert (person.name, person.phone, person.must_change_password) == ("李四", "13800138000", True)
    assert person.temporary_until == NOW + timedelta(hours=72)


def test_a_new_account_is_recorded_without_its_password(cast):
    issued = users.create_user("li.si", name="李四", now=NOW, actor=cast.admin)
    event = last()
    assert (event.verb, event.target_id, event.actor_name) == ("user_create", str(issued.user.pk), "蒋管理")
    assert event.summary == "为李四建立账号 li.si"
    assert issued.password not in event.changes


def test_an_account_name_is_given_once(cast):
    with pytest.raises(Refused, match="账号“beijiao”已有人使用") as refused:
        users.create_user("beijiao", name="另一人", now=NOW, actor=cast.admin)
    assert refused.value.field == "username"
    assert not AuditEvent.objects.exists()


def test_an_edit_keeps_before_and_after(cast):
    users.edit_user(cast.beijiao, name="李北", phone="13800138000", version=1, reason=REASON, actor=cast.admin)
    event = last()
    assert event.summary == "修改账号 beijiao 的姓名、手机"
    assert event.changes == '{"姓名":["李北郊","李北"],"手机":["—","13800138000"]}'
    assert (event.reason, User.objects.get(pk=cast.beijiao.pk).version) == (REASON, 2)


def test_an_edit_that_changes_nothing_leaves_no_trace(cast):
    users.edit_user(cast.beijiao, name="李北郊", phone="", version=1, reason=REASON, actor=cast.admin)
    assert (AuditEvent.objects.count(), User.objects.get(pk=cast.beijiao.pk).version) == (0, 1)


def test_the_second_of_two_edits_of_the_same_version_is_a_conflict(cast):
    stale = User.objects.get(pk=cast.beijiao.pk)
    users.edit_user(cast.beijiao, name="李一", phone="", version=1, reason=REASON, actor=cast.admin)
    with pytest.raises(Conflict, match="已被他人处理"):
        users.edit_user(stale, name="李二", phone="", version=1, reason=REASON, actor=cast.admin)
    assert User.objects.get(pk=cast.beijiao.pk).name == "李一"


def test_an_edit_from_an_old_page_is_a_conflict(cast):
    users.edit_user(cast.beijiao, name="李一", phone="", version=1, reason=REASON, actor=cast.admin)
    with pytest.raises(Conflict):
        users.edit_user(
            User.objects.get(pk=cast.beijiao.pk), name="李二", phone="", version=1, reason=REASON, actor=cast.admin
        )


@pytest.mark.parametrize("reason", ["", "   ", "换人"])
def test_a_change_without_reason_is_refused(cast, reason):
    with pytest.raises(Refused, match="请写明理由") as refused:
        users.edit_user(cast.beijiao, name="李一", phone="", version=1, reason=reason, actor=cast.admin)
    assert refused.value.field == "reason"


def test_deactivation_ends_every_session_at_once(cast):
    client = client_of(cast.beijiao)
    KnownDevice.objects.create(user=cast.beijiao, digest="0" * 64, seen_at=NOW)
    users.deactivate_user(cast.beijiao, version=1, reason=REASON, actor=cast.admin)
    assert (cast.beijiao.sessions.count(), cast.beijiao.devices.count()) == (0, 0)
    assert not Session.objects.filter(session_key=client.session.session_key).exists()
    assert last().summary == "停用李北郊的账号 beijiao"


def test_nobody_deactivates_oneself(cast):
    with pytest.raises(Refused, match="不能停用自己的账号"):
        users.deactivate_user(cast.admin, version=1, reason=REASON, actor=cast.admin)
    assert User.objects.get(pk=cast.admin.pk).is_active


def test_a_closed_account_cannot_be_closed_again(cast):
    users.deactivate_user(cast.beijiao, version=1, reason=REASON, actor=cast.admin)
    with pytest.raises(Refused, match="账号已经停用"):
        users.deactivate_user(cast.beijiao, version=2, reason=REASON, actor=cast.admin)


def test_activation_opens_the_account_again(cast):
    users.deactivate_user(cast.beijiao, version=1, reason=REASON, actor=cast.admin)
    users.activate_user(cast.beijiao, version=2, reason=REASON, actor=cast.admin)
    assert User.objects.get(pk=cast.beijiao.pk).may("file_project")
    assert last().changes == '{"启用":["否","是"]}'


def test_an_open_account_cannot_be_opened_again(cast):
    with pytest.raises(Refused, match="账号已经启用"):
        users.activate_user(cast.beijiao, version=1, reason=REASON, actor=cast.admin)


def test_a_reset_gives_a_new_temporary_password_and_ends_sessions(cast):
    client_of(cast.beijiao)
    issued = users.reset_password(cast.beijiao, version=1, reason=REASON, now=NOW, actor=cast.admin)
    person = User.objects.get(pk=cast.beijiao.pk)
    assert person.check_password(issued.password)
    assert (person.must_change_password, person.sessions.count(), person.version) == (True, 0, 2)
    assert last().summary == "重置李北郊的密码"
    assert last().changes == "{}"


def test_a_reset_can_free_a_lost_telephone(cast):
    TOTPDevice.objects.create(user=cast.officer, name="手机")
    users.reset_password(cast.officer, version=1, reason=REASON, now=NOW, actor=cast.admin, drop_factor=True)
    assert not TOTPDevice.objects.exists()
    assert last().summary == "重置吴经办的密码，同时解除第二因素"


def test_a_reset_says_nothing_of_a_telephone_that_was_not_bound(cast):
    users.reset_password(cast.officer, version=1, reason=REASON, now=NOW, actor=cast.admin, drop_factor=True)
    assert last().summary == "重置吴经办的密码"


def test_one_does_not_reset_ones_own_password(cast):
    with pytest.raises(Refused, match="自己的密码请在"):
        users.reset_password(cast.admin, version=1, reason=REASON, now=NOW, actor=cast.admin)


def change(person, current=PASSWORD, new="wuyu-Hao-2026"):
    return users.change_password(person, current=current, new=new, now=NOW, actor=person)


def test_a_password_of_ones_own_ends_the_duty_to_change(cast):
    User.objects.filter(pk=cast.beijiao.pk).update(must_change_password=True, temporary_until=NOW)
    change(User.objects.get(pk=cast.beijiao.pk))
    person = User.objects.get(pk=cast.beijiao.pk)
    assert person.check_password("wuyu-Hao-2026")
    assert (person.must_change_password, person.temporary_until, person.password_changed_at) == (False, None, NOW)
    assert last().summary == "李北郊修改了密码"


def test_a_new_password_needs_the_old_one(cast):
    with pytest.raises(Refused, match="现在的密码不对") as refused:
        change(cast.beijiao, current="wrong")
    assert refused.value.field == "current"


def test_a_new_password_is_not_the_old_one(cast):
    with pytest.raises(Refused, match="新密码不能与现在的密码相同"):
        change(cast.beijiao, new=PASSWORD)


def test_a_weak_password_is_refused_by_the_rules(cast):
    with pytest.raises(ValidationError, match="longting"):
        change(cast.beijiao, new="Longting-2026")
    assert User.objects.get(pk=cast.beijiao.pk).check_password(PASSWORD)


def test_an_export_of_the_account_list_is_recorded(cast):
    users.record_export(14, actor=cast.admin)
    assert (last().verb, last().summary) == ("user_export", "导出账号名单，共 14 人")


def test_if_the_audit_record_fails_nothing_happened(cast, monkeypatch):
    class Deaf:
        pk, name = cast.admin.pk, "蒋管理"

        @property
        def role_label(self):
            raise ConnectionError

    with pytest.raises(ConnectionError):
        users.edit_user(cast.beijiao, name="李一", phone="", version=1, reason=REASON, actor=Deaf())
    assert User.objects.get(pk=cast.beijiao.pk).name == "李北郊"


@pytest.mark.parametrize(
    ("value", "text"),
    [(True, "是"), (False, "否"), (["甲", "乙"], "甲、乙"), ([], "—"), ("", "—"), (None, "—"), (0, "0")],
)
def test_audit_records_print_values_for_people(value, text):
    assert shown(value) == text
