"""The organisations a new installation starts with."""

import json
from pathlib import Path

from longting.accounts.models import Organisation

SOURCE = Path(__file__).parent / "data" / "organisations.json"


def organisations(model=Organisation) -> None:
    """Add the organisations of data/organisations.json that are missing, in the order of the file (steps of ten, so
    that the office can put others between). What the office has changed since is left as it is. The migration passes
    its own historical `model`; tests call this after the database was emptied."""
    for place, row in enumerate(json.loads(SOURCE.read_text(encoding="utf-8"))["organisations"], start=1):
        parent = model.objects.get(code=row["parent"]) if row["parent"] else None
        model.objects.get_or_create(
            code=row["code"],
            defaults={
                "name": row["name"],
                "short": row["short"],
                "kind": row["kind"],
                "parent": parent,
                "aliases": row["aliases"],
                "order": place * 10,
            },
        )
