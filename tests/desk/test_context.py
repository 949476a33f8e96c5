"""What stands on every page besides its own content."""

from datetime import date

import pytest

from longting.common import clock
from longting.desk.context import TRIAL
from tests.factories import client_of

pytestmark = pytest.mark.django_db


def warnings(client) -> list[str]:
    return client.get("/account/me/").context["frame"]["warnings"]


@pytest.mark.parametrize(
    ("production", "demo", "said"), [(False, False, [TRIAL]), (False, True, []), (True, False, [])]
)
def test_an_installation_without_encryption_says_so(cast, settings, production, demo, said):
    settings.PRODUCTION, settings.DEMO = production, demo
    assert warnings(client_of(cast.beijiao)) == said


def test_the_line_is_read_on_the_page(cast):
    assert TRIAL in client_of(cast.beijiao).get("/account/me/").content.decode()


def test_a_year_without_a_calendar_of_days_off_is_told(cast, settings, monkeypatch):
    settings.PRODUCTION = True
    client = client_of(cast.beijiao)
    monkeypatch.setattr(clock, "today", lambda: date(2030, 1, 2))
    assert warnings(client) == ["系统里没有2030年的放假调休安排，工作日按周一至周五计算。"]


def test_strangers_see_the_name_of_the_system_only(client):
    frame = client.get("/account/login/").context["frame"]
    assert (frame["brand"], frame["nav"], frame["warnings"]) == ("龙亭区重大项目管理", [], [])
