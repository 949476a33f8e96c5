"""Serving the demo: web, worker and beat begin and end with the one command."""

import signal
import socket
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.services.conftest import free_port, process, wait_for


@pytest.fixture(scope="module")
def environment(tmp_path_factory) -> dict[str, str]:
    """One installation for both: what is loaded once is not loaded again."""
    return {"VAR_DIR": str(tmp_path_factory.mktemp("installation")), "PYTHONUTF8": "1"}


def _ready(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as answer:
            return answer.status == 200
    except (URLError, ConnectionError, TimeoutError):
        return False


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def test_one_command_serves_the_accounts_and_ends_whole(tmp_path, environment):
    port = free_port()
    with process(tmp_path, environment, "manage.py", "demo", "--port", str(port)) as site:
        wait_for(lambda: _ready(port), seconds=60, folder=tmp_path)
        with urlopen(f"http://127.0.0.1:{port}/account/login/", timeout=10) as page:
            text = page.read().decode()
        site.send_signal(signal.SIGTERM)
        assert site.wait(timeout=40) == 0
    assert "试用模式" in text and "Longting-demo-2026" in text
    assert _is_free(port)
    assert f"已启动：http://127.0.0.1:{port}/" in (tmp_path / "log").read_text(encoding="utf-8")


def test_a_port_in_use_ends_everything_with_words(tmp_path, environment):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with process(tmp_path, environment, "manage.py", "demo", "--port", str(port)) as site:
            assert site.wait(timeout=60) == 1
    said = (tmp_path / "log").read_text(encoding="utf-8")
    assert f"web 意外结束，已全部停止。端口 {port} 可能被占用，可用 --port 换一个。" in said
