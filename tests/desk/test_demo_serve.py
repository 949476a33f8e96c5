"""Serving the demo: web, worker and beat begin and end together (the journeys in Chromium drive the real ones)."""

import os
import signal
import sys
from threading import Timer

import pytest

from longting.desk.demo import serve as serving

SLEEPS = [sys.executable, "-c", "import time; time.sleep(60)"]
ENDS = [sys.executable, "-c", "raise SystemExit(3)"]


@pytest.fixture
def said(monkeypatch) -> list[str]:
    """What is said; the signals of the test run are put back."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield []
    for number, handler in kept.items():
        signal.signal(number, handler)


def serve(parts: dict[str, list[str]], said: list[str], monkeypatch) -> tuple[int, list]:
    """The exit code, and the exit codes of the children."""
    children, begin = [], serving.subprocess.Popen
    monkeypatch.setattr(serving, "commands", lambda port: parts)
    monkeypatch.setattr(
        serving.subprocess, "Popen", lambda *args, **kwargs: children.append(begin(*args, **kwargs)) or children[-1]
    )
    return serving.serve(8123, said.append), [child.poll() for child in children]


def test_the_order_to_end_ends_every_part(said, monkeypatch):
    Timer(0.5, os.kill, (os.getpid(), signal.SIGTERM)).start()
    assert serve({"web": SLEEPS, "worker": SLEEPS}, said, monkeypatch) == (0, [-signal.SIGTERM] * 2)
    assert said == ["已启动：http://127.0.0.1:8123/　按 Ctrl-C 结束。"]


def test_a_part_that_ends_by_itself_ends_the_others_with_words(said, monkeypatch):
    assert serve({"web": ENDS, "worker": SLEEPS}, said, monkeypatch) == (1, [3, -signal.SIGTERM])
    assert said[1:] == ["web 意外结束，已全部停止。端口 8123 可能被占用，可用 --port 换一个。"]


def test_one_web_process_on_this_machine_only_and_one_beat(settings):
    parts = serving.commands(8123)
    assert sorted(parts) == ["web", "worker"]
    assert parts["web"][parts["web"].index("--bind") + 1] == "127.0.0.1:8123"
    assert parts["worker"].count("-B") == 1
