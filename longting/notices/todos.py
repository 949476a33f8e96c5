"""To-dos (待办): computed from the data whenever somebody looks, never stored. When the act is done, by whoever, the
to-do is gone for everybody it waited for."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.module_loading import import_string

from longting.notices.models import Notice


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing that waits for a person: `title` says which, `subject` what it is about (a project), `what` is to be
    done, `due` until when (None = no limit), `url` where, and `act` the words of the button."""

    title: str
    subject: str
    what: str
    due: date | None
    url: str
    act: str


@dataclass(frozen=True, slots=True)
class Counts:
    """Figures of the page head."""

    unread: int
    todos: int

    @property
    def total(self) -> int:
        return self.unread + self.todos


def todos_of(user, today: date) -> list[Todo]:
    """What waits for `user`, the most urgent first, from every source named in settings.TODO_SOURCES.

    A source is `function(user, today) -> list[Todo]`. It is asked on every page of everybody, so it looks at
    permissions first, asks the database once, and puts many things of one kind into one to-do with their number.
    """
    found = [todo for path in settings.TODO_SOURCES for todo in import_string(path)(user, today)]
    return sorted(found, key=lambda todo: (todo.due or date.max, todo.title, todo.subject))


def counts(user, today: date) -> Counts:
    """Unread notices and to-dos of `user`."""
    unread = Notice.objects.visible_to(user).unread().count()
    return Counts(unread=unread, todos=len(todos_of(user, today)))
