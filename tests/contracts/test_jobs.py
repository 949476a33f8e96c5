"""What runs by itself: beat's entries are registered tasks, and every dotted path in settings leads somewhere."""

from collections.abc import Iterable
from contextlib import suppress
from importlib import import_module

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

from longting.audit.queue import TASK
from longting.celery import app
from tests.contracts.test_imports import SEAMS


@pytest.fixture(scope="module")
def registered() -> set[str]:
    """Names of all tasks a worker knows."""
    app.loader.import_default_modules()
    return set(app.tasks)


def unknown_tasks(schedule: dict[str, dict], known: set[str]) -> list[str]:
    """Entries of beat whose task no worker knows."""
    return [f"{name} calls {entry['task']}" for name, entry in schedule.items() if entry["task"] not in known]


def paths(value) -> Iterable[str]:
    """The dotted paths of one setting, whatever its shape."""
    if isinstance(value, str):
        return [value]
    return list(value.values()) if isinstance(value, dict) else list(value)


def dead_paths(wanted: dict[str, Iterable[str]]) -> list[str]:
    """Dotted paths that lead to nothing."""
    problems = []
    for name, found in wanted.items():
        for path in found:
            if not _leads_somewhere(path):
                problems.append(f"{name}: {path}")
    return problems


def _leads_somewhere(path: str) -> bool:
    """Whether the path names a module or something in one."""
    for load in (import_string, import_module):
        with suppress(ImportError):
            load(path)
            return True
    return False


def test_beat_calls_only_registered_tasks(registered):
    assert unknown_tasks(settings.CELERY_BEAT_SCHEDULE, registered) == []


def test_the_hint_names_a_registered_task(registered):
    assert TASK in registered


def test_every_seam_leads_somewhere():
    wanted = {name: paths(getattr(settings, name)) for name in sorted(SEAMS)}
    problems = dead_paths(wanted)
    assert problems == [], "\n".join(problems)


def test_every_named_function_can_be_called():
    names = (
        "TODO_SOURCES",
        "SAVED_VIEWS",
        "EXPORT_JOB",
        "JOB_HANDLERS",
        "ATTACHMENT_OWNERS",
        "SWEEPS",
        "HANDOVER_TASKS",
    )
    found = {path: import_string(path) for name in names for path in paths(getattr(settings, name))}
    assert [path for path, function in found.items() if not callable(function)] == []


def test_our_tasks_are_named_after_their_app(registered):
    ours = sorted(name for name in registered if not name.startswith("celery."))
    assert [name for name in ours if name.count(".") != 1] == []


def test_control_an_unregistered_task_is_reported():
    schedule = {"good": {"task": "audit.sweep"}, "bad": {"task": "audit.gone"}}
    assert unknown_tasks(schedule, {"audit.sweep"}) == ["bad calls audit.gone"]


def test_control_a_dead_path_is_reported():
    wanted = {"SWEEPS": ["longting.audit.services.sweep.sweep", "longting.audit.services.sweep.gone", "gone.away"]}
    assert dead_paths(wanted) == ["SWEEPS: longting.audit.services.sweep.gone", "SWEEPS: gone.away"]
