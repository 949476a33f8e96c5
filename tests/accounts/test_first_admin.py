import io

import pytest
from django.core.management import CommandError, call_command

from longting.accounts.models import Organisation, User
from longting.audit.models import AuditEvent
from longting.common import clock


def run(username="jiang.guanli", name="蒋管理"):
    out = io.StringIO()
    call_command("first_admin", username, name=name, stdout=out)
    return out.getvalue()


def test_a_fresh_installation_has_no_account(db):
    assert User.objects.count() == 0


def test_the_first_administrator_gets_a_password_for_a_day(db):
    line = run().splitlines()[0]
    person = User.objects.get(username="jiang.guanli")
    assert person.check_password(line.rsplit(" ", 1)[1])
    assert person.may("manage_accounts")
    assert person.must_change_password
    assert 23 < (person.temporary_until - clock.now()).total_seconds() / 3600 <= 24


def test_the_machine_is_recorded_as_the_one_who_made_it(db):
    run()
    events = list(AuditEvent.objects.order_by("seq").values_list("verb", "actor_name"))
    assert events == [("user_create", "系统"), ("post_create", "系统")]


def test_a_second_first_administrator_is_refused(db):
    run()
    with pytest.raises(CommandError, match="已有系统管理员"):
        run("another")


def test_a_closed_administrator_does_not_count(db):
    run()
    User.objects.update(is_active=False)
    run("another")
    assert User.objects.get(username="another").may("manage_accounts")


def test_an_improper_account_name_is_refused(db):
    with pytest.raises(CommandError, match="账号用 3 至 40 个"):
        run("蒋管理")


def test_without_the_office_there_is_nobody_to_administrate(db):
    Organisation.objects.filter(kind="office").update(is_active=False)
    with pytest.raises(CommandError, match="还没有区项目办"):
        run()
