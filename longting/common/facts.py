"""What is known of the request being served: kept for the audit trail and the log, empty in commands and jobs."""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class RequestFacts:
    """`request_id` joins the lines of one request in log and audit; `ip` is the address our own proxy saw."""

    request_id: str = ""
    ip: str = ""


_NONE = RequestFacts()
_current: ContextVar[RequestFacts] = ContextVar("request_facts", default=_NONE)


def current() -> RequestFacts:
    """The facts of the request being served, or empty ones outside a request."""
    return _current.get()


def enter(facts: RequestFacts):
    """Make `facts` current; returns the token that `leave` takes."""
    return _current.set(facts)


def leave(token) -> None:
    """Undo the matching `enter`."""
    _current.reset(token)
