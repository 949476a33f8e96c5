"""Two administrators at once: only a database that truly works in parallel can show it (make test-services)."""

from datetime import date
from functools import partial
from threading import Barrier, Thread

import pytest
from django.db import connection

from longting.accounts.models import Organisation, Post, User
from longting.accounts.roles import Role
from longting.accounts.services import organisations, users
from longting.accounts.services.posts import appoint
from longting.common.errors import Conflict, Refused
from tests.factories import make_cast, make_user, organisation

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
ROUNDS = 10


def at_once(*acts):
    """Run the acts in threads that start together; how many went through, and what the others were told."""
    start, told = Barrier(len(acts)), []

    def run(act):
        start.wait()
        try:
            act()
        except Refused as refusal:
            told.append(type(refusal))
        finally:
            connection.close()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(acts) - len(told), told


def test_excluding_duties_given_at_once_are_given_once():
    cast = make_cast()
    place = {"organisation": organisation("区委重大项目推进工作委员会办公室"), "starts": date(2026, 11, 24)}
    for number in range(ROUNDS):
        person = make_user(f"person{number}")
        give = partial(appoint, person, **place, reason="党组会议决定", actor=cast.admin)
        assert at_once(partial(give, role=Role.OFFICER), partial(give, role=Role.OFFICE_HEAD)) == (1, [Refused])
        assert Post.objects.filter(user=person).count() == 1


def rename(person, name, version, actor):
    users.edit_user(
        User.objects.get(pk=person.pk), name=name, phone="", version=version, reason="更正姓名用字", actor=actor
    )


def test_two_edits_at_once_leave_one_and_a_conflict():
    cast = make_cast()
    for version in range(1, ROUNDS + 1):
        acts = [partial(rename, cast.beijiao, name, version, cast.admin) for name in (f"甲{version}", f"乙{version}")]
        assert at_once(*acts) == (1, [Conflict])


def call(code, alias, actor):
    row = Organisation.objects.get(code=code)
    values = {name: getattr(row, name) for name in organisations.FIELDS} | {"aliases": [alias]}
    organisations.edit_organisation(row, values=values, version=row.version, reason="台账里的叫法", actor=actor)


def test_one_alias_given_to_two_organisations_at_once_goes_to_one():
    cast = make_cast()
    for number in range(ROUNDS):
        acts = [partial(call, code, f"别名{number}", cast.admin) for code in ("SWJ", "CZJ")]
        assert at_once(*acts) == (1, [Refused])
