"""The one mechanism of every workflow: a table of transitions, asked by services and shown by pages.

A noun declares its table as data; `Table.check` is asked under the row lock by the one function that moves its state.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any

State = Hashable
Guard = Callable[[Any], str | None]


class Refusal(ValueError):
    """An act that may not be done now. The text is Chinese, says why and what to do, and is shown as it is.

    code: state, permission, comment or guard; a view answers 403 for permission and shows the others.
    """

    def __init__(self, message: str, code: str = "state"):
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Transition:
    """One act: from `source` to `target`, by whoever holds `permission` (None: anyone the row is visible to).

    guard: a pure function of the subject that returns a Chinese reason against the act, or None.
    """

    action: Hashable
    source: State
    target: State
    permission: Hashable | None
    comment_required: bool = False
    guard: Guard | None = None


class Table:
    """Transitions of one noun. Raises ValueError when two rows give the same action in the same state."""

    def __init__(self, transitions: Iterable[Transition]):
        self.transitions = tuple(transitions)
        self._rows: dict[tuple[Hashable, State], Transition] = {}
        for row in self.transitions:
            if (row.action, row.source) in self._rows:
                raise ValueError(f"two transitions for {row.action!r} in {row.source!r}")
            self._rows[row.action, row.source] = row

    @property
    def states(self) -> tuple[State, ...]:
        """Every state named, in the order of first mention."""
        return tuple(dict.fromkeys(state for row in self.transitions for state in (row.source, row.target)))

    @property
    def actions(self) -> tuple[Hashable, ...]:
        """Every action named, in the order of first mention."""
        return tuple(dict.fromkeys(row.action for row in self.transitions))

    def find(self, action: Hashable, state: State) -> Transition:
        """The row of an action in a state. Raises Refusal when the state does not allow it."""
        if row := self._rows.get((action, state)):
            return row
        raise Refusal(f"现在是“{_label(state)}”，不能{_label(action)}。请刷新页面，按最新状态办理。", "state")

    def available(self, state: State, may: Callable[[Hashable], bool]) -> tuple[Transition, ...]:
        """What a person may start from this state, in table order; guards are judged only when the act is done."""
        return tuple(row for row in self.transitions if row.source == state and _permitted(row, may))

    def check(
        self, action: Hashable, state: State, *, may: Callable[[Hashable], bool], comment: str = "", subject: Any = None
    ) -> Transition:
        """The row when state, permission, comment and guard all agree. Raises Refusal for the first that does not."""
        row = self.find(action, state)
        if not _permitted(row, may):
            raise Refusal(f"您的岗位不能{_label(action)}。请由有此职责的人办理。", "permission")
        if row.comment_required and not comment.strip():
            raise Refusal(f"{_label(action)}需要写明理由。请填写理由后再提交。", "comment")
        if row.guard and (reason := row.guard(subject)):
            raise Refusal(reason, "guard")
        return row


def _permitted(row: Transition, may: Callable[[Hashable], bool]) -> bool:
    return row.permission is None or may(row.permission)


def _label(value: Hashable) -> str:
    """The Chinese word of a Labelled member, or the value itself."""
    return getattr(value, "label", str(value))
