"""Daily cleaning."""

from datetime import timedelta

from django.contrib.sessions.models import Session

from longting.audit.models import ActToken
from longting.audit.services.sweep import sweep, sweep_rows
from longting.common import clock


def test_old_tokens_and_expired_sessions_go_and_others_stay(db):
    now = clock.now()
    for number, hours in enumerate((1, 47, 49)):
        ActToken.objects.create(user_id="1", act="a", token=str(number), created_at=now - timedelta(hours=hours))
    for number, hours in enumerate((-1, 1)):
        Session.objects.create(session_key=f"s{number}", session_data="", expire_date=now + timedelta(hours=hours))
    assert sweep_rows(now) == 2
    assert (ActToken.objects.count(), Session.objects.get().session_key) == (2, "s1")


def test_every_cleaner_named_in_the_settings_is_called(db, settings):
    settings.SWEEPS = ["longting.audit.services.sweep.sweep_rows"]
    assert sweep(now=clock.now()) == {"longting.audit.services.sweep.sweep_rows": 0}


def test_a_token_names_its_act(db):
    assert str(ActToken(act="/projects/7/edit/", token="0f")) == "/projects/7/edit/ 0f"
