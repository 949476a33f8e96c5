"""Serving the embedded default: web, worker and beat as two child processes of one command, ended together."""

import errno
import os
import signal
import socket
import subprocess
import sys
import time

from django.conf import settings

#: A worker that ends is started again, but not for ever: what fails this often will not mend itself.
RESTARTS, WITHIN_SECONDS = 5, 600
PAUSE_SECONDS = 0.3
SEE_ABOVE = "已全部停止，原因见上面的错误信息。"


def commands(port: int) -> dict[str, list[str]]:
    """What is started: gunicorn with threads (SQLite writes are serial anyway) and one worker that also ticks."""
    python = sys.executable
    web = [python, "-m", "gunicorn", "longting.wsgi:application", "--bind", f"127.0.0.1:{port}", "--workers", "1"]
    web += ["--limit-request-line", "0"]  # gunicorn's own refusal is a bare English page; ours names the field
    worker = [python, "-m", "celery", "-A", "longting", "worker", "-B", "-P", "solo", "--loglevel", "WARNING"]
    return {"web": [*web, "--threads", "8", "--timeout", "60", "--log-level", "warning"], "worker": worker}


def serve(port: int, say) -> int:
    """Run until Ctrl-C, or until the web part ends or the worker keeps ending; returns the exit code. Children are
    ended by their own pid."""
    if _is_taken(port):
        say(f"端口 {port} 已被其他程序占用，没有启动。可用 --port 换一个。")
        return 1
    children = {name: _begin(command) for name, command in commands(port).items()}
    stop = {"asked": False}

    def ask(signum, frame):
        stop["asked"] = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, ask)
    say(f"已启动：http://127.0.0.1:{port}/　按 Ctrl-C 结束。")
    fault = _watch(children, port, stop, say)
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    for child in children.values():
        child.wait(timeout=30)
    if fault:
        say(fault)
    return 1 if fault else 0


def _is_taken(port: int) -> bool:
    """Whether another program listens there. Asked the way gunicorn asks, which may follow itself at once."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as fault:  # a port that is not allowed or no port at all is for gunicorn to say
            return getattr(fault, "errno", 0) == errno.EADDRINUSE
    return False


def _begin(command: list[str]) -> subprocess.Popen:
    environment = os.environ | {"DEMO": "true", "DJANGO_SETTINGS_MODULE": "longting.settings"}
    return subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment)


def _watch(children: dict[str, subprocess.Popen], port: int, stop: dict, say) -> str:
    """Wait for Ctrl-C ('') or for what ends everything (its sentence). A worker that ended is started again: pages and
    what people type do not depend on it, and its jobs stand in the database."""
    ends: list[float] = []
    while not stop["asked"]:
        now = time.monotonic()
        if children["web"].poll() is not None:
            return f"网页服务意外结束，{SEE_ABOVE}"
        if children["worker"].poll() is not None:
            ends = [moment for moment in ends if now - moment < WITHIN_SECONDS] + [now]
            if len(ends) > RESTARTS:
                return f"后台任务在 {WITHIN_SECONDS // 60} 分钟内意外结束 {len(ends)} 次，{SEE_ABOVE}"
            children["worker"] = _begin(commands(port)["worker"])
            say(f"后台任务意外结束，已重新启动（{WITHIN_SECONDS // 60} 分钟内第 {len(ends)} 次）。")
        time.sleep(PAUSE_SECONDS)
    return ""
