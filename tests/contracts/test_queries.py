"""No page asks the database once per row: every GET address is opened over many rows, watched by django-zeal."""

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client, override_settings
from zeal import zeal_context
from zeal.constants import initialize_app_registry
from zeal.errors import NPlusOneError
from zeal.patch import patch

from longting.audit.enums import JobKind
from longting.audit.models import Job
from longting.common import clock
from longting.desk.demo.cast import load_cast
from longting.desk.demo.projects import load_projects
from projects.views.pool import ProjectList
from tests import factories
from tests.conftest import QUICK_HASHERS
from tests.contracts.ground import Ground
from tests.contracts.test_urls import ASKERS, MATRIX, address
from tests.ledgers.books import book, brought, row

pytestmark = pytest.mark.django_db
#: Roles whose pages differ in what they ask for.
LOOKERS = ("officer", "clerk", "leader", "auditor", "admin")
PAGES = sorted(name for name, verb in MATRIX if verb == "GET" and MATRIX[name, verb]["anonymous"] == "login")


@pytest.fixture(scope="module")
def ground(django_db_setup, django_db_blocker, _test_folder):
    """Many rows of everything that pages list, taken back at the end."""
    initialize_app_registry()
    patch()
    ours = override_settings(PASSWORD_HASHERS=QUICK_HASHERS, MEDIA_ROOT=_test_folder / "files")
    with django_db_blocker.unblock(), transaction.atomic(), ours:
        made = Ground(factories.make_cast())
        made.prepare()
        load_projects(load_cast(), clock.today())
        _more(made)
        yield made
        transaction.set_rollback(True)


def _more(ground: Ground) -> None:
    """Three of each thing that belongs to a person, and an import with rows."""
    for person in vars(ground.cast).values():
        for _ in range(3):
            for thing in (ground.notice, ground.view, ground.session):
                thing(person)
    for kind in JobKind:
        Job.objects.create(kind=kind, key=kind, created_at=clock.now())
    for name in ("甲", "乙", "丙"):
        brought(book(row(name=f"{name}厂房"), row(name=f"{name}宿舍", total="近百亿元")), ground.cast.officer)


def faults(name: str, ground: Ground, **query) -> list[str]:
    """What a page asked once per row, by who opened it."""
    found = []
    for who in (who for who in LOOKERS if MATRIX[name, "GET"][who] == "ok"):
        person = getattr(ground.cast, ASKERS[who])
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = ground.signed_in(person)
        url, _ = address(name, ground, person)
        try:
            with zeal_context():
                answer = client.get(url, query or None)
                b"".join(answer.streaming_content if answer.streaming else ())
        except NPlusOneError as fault:
            found.append(f"{name} by {who}: {str(fault).splitlines()[0]}")
    return found


@pytest.mark.parametrize("name", PAGES)
def test_no_page_asks_once_per_row(name, ground):
    assert faults(name, ground) == []


@pytest.mark.parametrize("name", ["projects:project-list", "projects:list-detail", "accounts:user-list"])
def test_no_export_asks_once_per_row(name, ground):
    assert faults(name, ground, export="xlsx") == []


def test_control_a_list_that_forgot_its_join_is_reported(ground, monkeypatch):
    whole = ProjectList.get_queryset
    monkeypatch.setattr(ProjectList, "get_queryset", lambda page, request: whole(page, request).select_related(None))
    assert faults("projects:project-list", ground)[0].startswith("projects:project-list by officer: N+1 detected on")
