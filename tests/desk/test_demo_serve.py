"""Serving the demo: web, worker and beat begin and end together (the journeys in Chromium drive the real ones)."""

import os
import signal
import socket
import sys
from threading import Timer

import pytest

from longting.desk.demo import serve as serving

SLEEPS = [sys.executable, "-c", "import time; time.sleep(60)"]
ENDS = [sys.executable, "-c", "raise SystemExit(3)"]
STARTED = "已启动：http://127.0.0.1:{}/　按 Ctrl-C 结束。"


@pytest.fixture
def said() -> list[str]:
    """What is said; the signals of the test run are put back."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield []
    for number, handler in kept.items():
        signal.signal(number, handler)


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def serve(port: int, parts: dict[str, list[str]], said: list[str], monkeypatch) -> tuple[int, list]:
    """The exit code, and the exit codes of the children in the order they were started."""
    children, begin = [], serving.subprocess.Popen
    monkeypatch.setattr(serving, "commands", lambda port: parts)
    monkeypatch.setattr(serving, "PAUSE_SECONDS", 0.05)
    monkeypatch.setattr(
        serving.subprocess, "Popen", lambda *args, **kwargs: children.append(begin(*args, **kwargs)) or children[-1]
    )
    return serving.serve(port, said.append), [child.poll() for child in children]


def once(tmp_path, otherwise: str) -> list[str]:
    """A part that ends by itself the first time and then does what `otherwise` says."""
    mark = tmp_path / "was here"
    script = f"import pathlib, time; p = pathlib.Path({str(mark)!r}); seen = p.exists(); p.touch(); "
    return [sys.executable, "-c", f"{script}seen or exit(3); {otherwise}"]


def test_the_order_to_end_ends_every_part(said, port, monkeypatch):
    Timer(0.5, os.kill, (os.getpid(), signal.SIGTERM)).start()
    assert serve(port, {"web": SLEEPS, "worker": SLEEPS}, said, monkeypatch) == (0, [-signal.SIGTERM] * 2)
    assert said == [STARTED.format(port)]


def test_the_web_part_ending_by_itself_ends_the_worker_with_words(said, port, monkeypatch):
    assert serve(port, {"web": ENDS, "worker": SLEEPS}, said, monkeypatch) == (1, [3, -signal.SIGTERM])
    assert said[1:] == ["网页服务意外结束，已全部停止，原因见上面的错误信息。"]


def test_a_worker_that_ended_is_started_again_and_the_web_part_goes_on(said, port, tmp_path, monkeypatch):
    Timer(2, os.kill, (os.getpid(), signal.SIGTERM)).start()
    parts = {"web": SLEEPS, "worker": once(tmp_path, "time.sleep(60)")}
    assert serve(port, parts, said, monkeypatch) == (0, [-signal.SIGTERM, 3, -signal.SIGTERM])
    assert said[1:] == ["后台任务意外结束，已重新启动（10 分钟内第 1 次）。"]


def test_a_worker_that_keeps_ending_ends_everything(said, port, monkeypatch):
    code, ended = serve(port, {"web": SLEEPS, "worker": ENDS}, said, monkeypatch)
    assert (code, ended) == (1, [-signal.SIGTERM] + [3] * 6)
    again = [f"后台任务意外结束，已重新启动（10 分钟内第 {count} 次）。" for count in range(1, 6)]
    assert said[1:] == [*again, "后台任务在 10 分钟内意外结束 6 次，已全部停止，原因见上面的错误信息。"]


def test_ends_of_long_ago_do_not_count(said, port, monkeypatch):
    monkeypatch.setattr(serving, "WITHIN_SECONDS", 0)
    Timer(2, os.kill, (os.getpid(), signal.SIGTERM)).start()
    code, _ = serve(port, {"web": SLEEPS, "worker": ENDS}, said, monkeypatch)
    assert (code, len(said) > 7) == (0, True), said


def test_a_port_in_use_is_said_and_nothing_is_started(said, monkeypatch):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert serve(port, {"web": SLEEPS, "worker": SLEEPS}, said, monkeypatch) == (1, [])
    assert said == [f"端口 {port} 已被其他程序占用，没有启动。可用 --port 换一个。"]


@pytest.mark.parametrize("fault", [PermissionError(13, "Permission denied"), OverflowError("port must be 0-65535.")])
def test_the_port_is_not_blamed_for_another_fault(fault, said, port, monkeypatch):
    class Probe(socket.socket):
        def bind(self, address):
            raise fault

    monkeypatch.setattr(serving.socket, "socket", Probe)
    assert serve(port, {"web": ENDS, "worker": SLEEPS}, said, monkeypatch)[0] == 1
    assert said == [STARTED.format(port), "网页服务意外结束，已全部停止，原因见上面的错误信息。"]


def test_one_web_process_on_this_machine_only_and_one_beat():
    parts = serving.commands(8123)
    assert sorted(parts) == ["web", "worker"]
    assert parts["web"][parts["web"].index("--bind") + 1] == "127.0.0.1:8123"
    assert parts["worker"].count("-B") == 1
