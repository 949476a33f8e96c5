"""Versions and steps are only added: the code refuses changes, and the database does when somebody goes round it."""

import pytest
from django.db import IntegrityError, connection, transaction

from approvals.models import DeclarationVersion, Step
from longting.audit.models.frozen import ImmutableRow
from tests.approvals import makers

WORDS = "申报的版本和办理记录不能修改或删除。"
WAYS = {
    "save": lambda row: row.save(),
    "delete": lambda row: row.delete(),
    "update": lambda row: type(row).objects.update(declaration=row.declaration),
    "delete all": lambda row: type(row).objects.all().delete(),
    "bulk_update": lambda row: type(row).objects.bulk_update([row], ["declaration"]),
}


@pytest.mark.parametrize("model", [DeclarationVersion, Step], ids=lambda model: model.__name__)
@pytest.mark.parametrize("way", WAYS)
def test_the_code_changes_no_row(model, way, cast):
    makers.submitted(cast)
    row = model.objects.first()
    with pytest.raises(ImmutableRow, match=WORDS):
        WAYS[way](row)


@pytest.mark.parametrize("table", ["approvals_declarationversion", "approvals_step", "approvals_liststep"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET id = id"])
def test_the_database_changes_no_row(table, statement, cast):
    makers.before_committee(cast)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))
