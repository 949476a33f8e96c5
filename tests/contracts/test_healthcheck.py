"""The health check of the web container: asks under a name the site answers to, and believes nothing but 200."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import module_from_spec, spec_from_file_location
from threading import Thread

import pytest

from tests.contracts.house import ROOT

HOST = "xmb.example.gov.cn"


class Site(BaseHTTPRequestHandler):
    """Answers only under its own name, like ours."""

    def do_GET(self):
        known = self.headers["Host"] == HOST
        self.send_response(200 if known and self.path == "/healthz" else 503 if known else 400)
        self.end_headers()

    def log_message(self, *args):
        """Nothing to say."""


@pytest.fixture
def healthcheck(monkeypatch) -> Iterator:
    """The program as a module, asking a site of this test's own."""
    spec = spec_from_file_location("healthcheck", ROOT / "deploy" / "healthcheck.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setattr(module, "PORT", server.server_address[1])
        yield module
        server.shutdown()


@pytest.mark.parametrize(
    ("path", "host", "expected"), [("/healthz", HOST, True), ("/readyz", HOST, False), ("/healthz", "localhost", False)]
)
def test_only_a_healthy_answer_under_the_right_name_counts(healthcheck, path, host, expected):
    assert healthcheck.answers(path, host) is expected


def test_a_process_that_does_not_answer_is_not_healthy(healthcheck, monkeypatch):
    monkeypatch.setattr(healthcheck, "PORT", 1)
    assert healthcheck.answers("/healthz", HOST) is False
