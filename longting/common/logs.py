"""One event, one JSON line, without personal data."""

import json
import logging
import re

from django.views.debug import SafeExceptionReporterFilter

from longting.common import facts

_MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)")
_IDENTITY = re.compile(r"(?<!\d)\d{6}(?:19|20)\d{9}[\dXx](?!\d)")


def scrub(text: str) -> str:
    """Mask mobile numbers and identity numbers wherever they stand in `text`."""
    return _IDENTITY.sub("******************", _MOBILE.sub(r"\1****\2", text))


class JsonFormatter(logging.Formatter):
    """JSON lines with the request id; line breaks inside a message cannot forge a second event."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "request": facts.current().request_id,
            "message": scrub(record.getMessage()),
        }
        if record.exc_info:
            line["trace"] = scrub(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


class QuietReporterFilter(SafeExceptionReporterFilter):
    """Keeps request bodies and telephone numbers out of error reports."""

    hidden_settings = re.compile("API|TOKEN|KEY|SECRET|PASS|SIGNATURE|URL|PHONE|COOKIE", re.IGNORECASE)

    def get_post_parameters(self, request):
        return {}
