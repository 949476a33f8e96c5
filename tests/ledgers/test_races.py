"""Two officers at the same moment, on PostgreSQL, where rows really lock (make test-services)."""

import pytest
from django.db import connection

from ledgers.models import ImportBatch
from ledgers.services import imports
from longting.accounts.models import User
from projects.models import ListEntry, Project
from projects.seed import first_rule_set
from tests.factories import make_user, organisation
from tests.ledgers.books import TODAY, book, brought, row, upload
from tests.services.conftest import at_once

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
OFFICE = "区委重大项目推进工作委员会办公室"
MANY = book(*(row(name=f"园区{number}号厂房") for number in range(20)))


@pytest.fixture
def officers():
    assert connection.vendor == "postgresql", "set DATABASE_URL to a PostgreSQL (make test-services)"
    first_rule_set()
    return [make_user(name, "officer", organisation(OFFICE)) for name in ("first", "second")]


def test_two_officers_commit_at_once_and_it_is_written_once(officers):
    batch = brought(MANY, officers[0])

    def write(officer):
        mine, person = ImportBatch.objects.get(pk=batch.pk), User.objects.get(pk=officer.pk)
        return lambda: imports.commit_batch(mine, version=mine.version, actor=person, today=TODAY)

    done = at_once(*(write(officer) for officer in officers))
    assert sorted(one.is_new for one in done) == [False, True]
    assert (Project.objects.count(), ListEntry.objects.count()) == (20, 20)


def test_two_officers_send_one_file_at_once_and_it_is_taken_once(officers):
    taken = at_once(*(lambda officer=officer: upload(MANY, officer) for officer in officers))
    assert {one.pk for one in taken} == {ImportBatch.objects.get().pk}


def test_one_decides_and_the_other_is_told(officers):
    batch = brought(book(row(total="近百亿元")), officers[0])
    said = {batch.rows.get().pk: {"total_investment": "12000"}}

    def decide(officer):
        mine = ImportBatch.objects.get(pk=batch.pk)
        return lambda: imports.resolve_rows(mine, said, version=mine.version, actor=officer)

    done = at_once(*(decide(officer) for officer in officers))
    assert sorted(type(one).__name__ for one in done) == ["Conflict", "ImportBatch"]
