"""Transitions of what has states in this part. Pure."""

from longting.accounts.roles import Permission
from longting.common.workflow import Table, Transition
from projects.enums import Act, OverrideState

#: 资格改判: one person of the office asks, the head of the office decides, and says why when the answer is no.
OVERRIDES = Table((
    Transition(Act.OVERRIDE_SIGN, OverrideState.REQUESTED, OverrideState.SIGNED, Permission.SIGN_OVERRIDE),
    Transition(
        Act.OVERRIDE_REFUSE, OverrideState.REQUESTED, OverrideState.REFUSED, Permission.SIGN_OVERRIDE,
        comment_required=True,
    ),
    Transition(Act.OVERRIDE_LAPSE, OverrideState.SIGNED, OverrideState.LAPSED, None),  # by the facts that changed
))  # fmt: skip
