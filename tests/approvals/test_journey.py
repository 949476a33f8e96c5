"""The four stages from the application to the issued list, through the services alone."""

import pytest

from approvals.enums import State
from tests.approvals import makers


@pytest.mark.parametrize("state", list(State), ids=lambda state: state.value)
def test_every_state_is_reached_by_the_acts_that_lead_there(state, cast):
    assert State(makers.in_state(state, cast).state) is state
