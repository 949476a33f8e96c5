"""What only real servers can show. These tests fail, rather than pass unseen, where the server is another one."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.conf import settings
from django.db import connection, connections

ROOT = Path(__file__).resolve().parents[2]


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/services" in item.nodeid:
            item.add_marker(pytest.mark.services)


@pytest.fixture
def postgresql(transactional_db):
    """PostgreSQL with rows that really commit, so that threads see each other."""
    assert connection.vendor == "postgresql", "set DATABASE_URL to a PostgreSQL (make test-services)"


@pytest.fixture
def redis_url() -> str:
    """The Redis of this run."""
    assert settings.REDIS_URL, "set REDIS_URL (make test-services)"
    return settings.REDIS_URL


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Begin all acts at the same moment, each on a connection of its own; what each returned or raised, in order."""
    results: list[object] = [None] * len(acts)
    gate = Barrier(len(acts))

    def run(place: int) -> None:
        try:
            gate.wait(timeout=30)
            results[place] = acts[place]()
        except Exception as fault:  # the caller compares what was raised
            results[place] = fault
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def process(folder: Path, environment: dict[str, str], *command: str) -> Iterator[subprocess.Popen]:
    """A Python process of ours, ended by its own pid; its words stand in `folder`/log."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL", "DEMO")}
    with (folder / "log").open("ab") as log:
        child = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=kept | environment, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            yield child
        finally:
            child.terminate()
            child.wait(timeout=60)


def wait_for(condition: Callable[[], bool], *, seconds: float, folder: Path) -> None:
    """Until `condition` holds; fails with the log of the process when it does not in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, (folder / "log").read_text(encoding="utf-8", errors="replace")[-3000:]
        time.sleep(0.1)
