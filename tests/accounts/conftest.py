from datetime import UTC, datetime

import pytest
import time_machine


@pytest.fixture
def time_machine_now():
    """A clock that stands still until the test moves it with `shift`."""
    with time_machine.travel(datetime(2026, 11, 24, 2, 0, tzinfo=UTC), tick=False) as traveller:
        yield traveller
