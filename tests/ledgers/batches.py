"""Rows of imports for the tests of this part, as the services leave them."""

from hashlib import sha256
from itertools import count

from ledgers import vault
from ledgers.enums import BatchState
from ledgers.models import ImportBatch
from longting.common import clock

_numbers = count(1)


def make_batch(person, state: BatchState = BatchState.CHECKED, **fields) -> ImportBatch:
    """An import of `person`'s unit."""
    number = next(_numbers)
    usual = {
        "kind": "annual_list",
        "organisation": person.post.organisation,
        "filename": f"名单{number}.xlsx",
        "sha256": sha256(str(number).encode()).hexdigest(),
        "size": 1,
        "created_by": person,
        "created_at": clock.now(),
    }
    return ImportBatch.objects.create(state=state, **(usual | fields))


def with_file(person, state: BatchState, **fields) -> ImportBatch:
    """An import whose workbook lies on the shelf."""
    return make_batch(person, state, stored_name=vault.keep(vault.IMPORTS, b"PK"), **fields)
