"""Who asks, and what the log keeps of it."""

import json
import logging
import sys

import pytest
from django.test import RequestFactory

from longting.common.logs import JsonFormatter, QuietReporterFilter
from longting.common.middleware import client_ip


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "9.9.9.9", "127.0.0.1"),
        (1, "9.9.9.9, 10.0.0.7", "10.0.0.7"),
        (2, "9.9.9.9, 10.0.0.7", "9.9.9.9"),
        (2, "10.0.0.7", "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_a_forwarded_address_counts_only_as_deep_as_our_proxies(settings, proxies, forwarded, address):
    settings.TRUSTED_PROXIES = proxies
    assert client_ip(RequestFactory().get("/", HTTP_X_FORWARDED_FOR=forwarded)) == address


def test_one_event_is_one_line_without_numbers_of_people():
    try:
        raise ValueError("电话 13812345678")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "f", 1, "来电\n13812345678", (), sys.exc_info())
    line = JsonFormatter().format(record)
    facts = json.loads(line)
    assert (line.count("\n"), "13812345678" in line, facts["message"]) == (0, False, "来电\n138****5678")
    assert "ValueError: 电话 138****5678" in facts["trace"]


def test_an_error_report_keeps_nothing_that_was_typed():
    assert QuietReporterFilter().get_post_parameters(RequestFactory().post("/", {"phone": "1"})) == {}
