"""Serving the embedded default: web, worker and beat as three child processes of one command, ended together."""

import os
import signal
import subprocess
import sys
import time

from django.conf import settings


def commands(port: int) -> dict[str, list[str]]:
    """What is started: gunicorn with threads (SQLite writes are serial anyway) and one worker that also ticks."""
    python = sys.executable
    web = [python, "-m", "gunicorn", "longting.wsgi:application", "--bind", f"127.0.0.1:{port}", "--workers", "1"]
    web += ["--limit-request-line", "0"]  # gunicorn's own refusal is a bare English page; ours names the field
    worker = [python, "-m", "celery", "-A", "longting", "worker", "-B", "-P", "solo", "--loglevel", "WARNING"]
    return {"web": [*web, "--threads", "8", "--timeout", "60", "--log-level", "warning"], "worker": worker}


def serve(port: int, say) -> int:
    """Run until one part ends or Ctrl-C; returns the exit code. Children are ended by their own pid."""
    environment = os.environ | {"DEMO": "true", "DJANGO_SETTINGS_MODULE": "longting.settings"}
    children = {
        name: subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment)
        for name, command in commands(port).items()
    }
    stop = {"asked": False}

    def ask(signum, frame):
        stop["asked"] = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, ask)
    say(f"已启动：http://127.0.0.1:{port}/　按 Ctrl-C 结束。")
    ended = _wait(children, stop)
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    for child in children.values():
        child.wait(timeout=30)
    if ended:
        say(f"{ended} 意外结束，已全部停止。端口 {port} 可能被占用，可用 --port 换一个。")
    return 1 if ended else 0


def _wait(children: dict, stop: dict) -> str:
    """Wait for Ctrl-C ('') or for a child that ended by itself (its name)."""
    while not stop["asked"]:
        for name, child in children.items():
            if child.poll() is not None:
                return name
        time.sleep(0.3)
    return ""
