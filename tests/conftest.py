"""What every test stands on: no network, quick passwords, the seeded ground restored after a flush, the shared cast."""

import socket

import pytest
from django.db import connection
from django.test import TransactionTestCase

from longting.accounts import seed
from longting.audit import triggers
from projects.seed import first_rule_set
from tests import factories

LOOPBACK = ("127.0.0.1", "::1", "localhost")
QUICK_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]


@pytest.fixture(scope="session", autouse=True)
def _restored_ground():
    """A test that commits is cleaned up by emptying all tables. The audit trail's triggers must let that one flush
    pass and stand again afterwards, and the seeded organisations must be there for the next test."""
    empty_tables = TransactionTestCase._fixture_teardown

    def flush(case):
        triggers.remove(connection)
        try:
            empty_tables(case)
        finally:
            triggers.install(connection)
            seed.organisations()
            first_rule_set()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", flush)
        yield


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    """Tests talk to this machine only (PostgreSQL, Redis and the live server stand on the loopback)."""
    connect = socket.socket.connect

    def guarded(self, address):
        if self.family != socket.AF_UNIX and address[0] not in LOOPBACK:
            raise AssertionError(f"a test tried to reach {address!r}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    settings.PASSWORD_HASHERS = QUICK_HASHERS


@pytest.fixture(scope="session")
def _test_folder(tmp_path_factory):
    return tmp_path_factory.mktemp("var")


@pytest.fixture(autouse=True)
def _own_folders(settings, _test_folder):
    """Tests leave nothing among the files of this installation."""
    settings.STATIC_ROOT, settings.MEDIA_ROOT = _test_folder / "static", _test_folder / "files"
    settings.STATIC_ROOT.mkdir(exist_ok=True)


@pytest.fixture
def cast(db):
    """The shared cast: `cast.officer`, `cast.beijiao`, … (see factories.CAST)."""
    return factories.make_cast()
