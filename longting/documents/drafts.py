"""Giving a draft back to its form."""

from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict

from longting.documents.models import FormDraft


@dataclass(frozen=True)
class Restored:
    """What was typed: `initial` for a form that is shown (one value, or a list where there were several), `data` for
    one that reads it as if sent, and `saved_at`, which the page should tell."""

    initial: dict
    data: QueryDict
    saved_at: datetime


def restore(form: str, subject: str, user) -> Restored | None:
    """The draft `user` has of this form, None when there is none."""
    row = FormDraft.objects.visible_to(user).filter(form=form, subject=subject).first()
    if row is None:
        return None
    data = QueryDict(mutable=True)
    for name, values in row.data.items():
        data.setlist(name, values)
    initial = {name: values[0] if len(values) == 1 else values for name, values in row.data.items()}
    return Restored(initial, data, row.saved_at)
