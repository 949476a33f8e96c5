"""One rendered form acts once (SECURITY D-18): claimed before the act, settled with where it led, or given back."""

import re
import time
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from longting.audit.models import ActToken

#: A first sending that has not come back after this long is taken to have died with its process.
RUNNING_LIMIT = timedelta(minutes=2)
#: Seconds between two looks at a first sending.
STEP = 0.1
_TOKEN = re.compile(r"[0-9a-f]{32}")
_MAX_ACT = ActToken._meta.get_field("act").max_length
_MAX_URL = ActToken._meta.get_field("result_url").max_length


@dataclass(frozen=True)
class Claim:
    """What claiming a form gave: `row` when the act may run now, else where its first run led ("" = still running)."""

    row: ActToken | None
    result_url: str = ""


def new_token() -> str:
    """A token for one rendered form."""
    return uuid.uuid4().hex


def is_token(text: str) -> bool:
    """Whether `text` has the shape of a token; anything else is treated as no token."""
    return bool(_TOKEN.fullmatch(text))


def claim_act(token: str, *, act: str, actor, now: datetime) -> Claim:
    """Take the form for `actor`; `act` is the address it was sent to, because one form may offer several acts.

    Two at the same moment: the unique constraint lets one through.
    """
    row = ActToken(user_id=str(actor.pk), act=act[:_MAX_ACT], token=token, created_at=now)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return _claim_again(row)
    return Claim(row)


def await_result(token: str, *, act: str, actor, seconds: float) -> str:
    """Where the first sending led, waited for as long as it runs, at most `seconds`; "" when it did not come back."""
    rows = ActToken.objects.filter(user_id=str(actor.pk), act=act[:_MAX_ACT], token=token)
    until = time.monotonic() + seconds
    while (row := rows.first()) is not None and not row.result_url and time.monotonic() < until:
        time.sleep(STEP)
    return row.result_url if row else ""


def settle_act(row: ActToken, *, result_url: str) -> None:
    """The act is done and led to `result_url` (an address too long to keep loses its query)."""
    kept = result_url if len(result_url) <= _MAX_URL else result_url.partition("?")[0][:_MAX_URL]
    ActToken.objects.filter(pk=row.pk, created_at=row.created_at).update(result_url=kept)


def release_act(row: ActToken) -> None:
    """The act did not happen: the form may be sent again."""
    ActToken.objects.filter(pk=row.pk, created_at=row.created_at).delete()


def _claim_again(wanted: ActToken) -> Claim:
    """The form was sent before. A run that died is taken over by exactly one later sending (compare and set)."""
    same = ActToken.objects.filter(user_id=wanted.user_id, act=wanted.act, token=wanted.token)
    found = same.first()
    if found is None or found.result_url or found.created_at > wanted.created_at - RUNNING_LIMIT:
        return Claim(None, found.result_url if found else "")
    taken = same.filter(created_at=found.created_at, result_url="").update(created_at=wanted.created_at)
    return Claim(same.first() if taken else None)
