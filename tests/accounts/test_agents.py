"""Browsers by their names."""

import pytest

from longting.accounts.agents import browser_of
from longting.accounts.models import UserSession

KIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
WINDOWS = f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {KIT} Chrome/86.0.4240.198 Safari/537.36"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (WINDOWS, "Chrome 86　Windows"),
        (f"{WINDOWS} Edg/120.0.2210.91", "Edge 120　Windows"),
        (f"{WINDOWS} QIHU 360SE", "360浏览器　Windows"),
        (f"Mozilla/5.0 (X11; Linux x86_64) {KIT} HeadlessChrome/128.0.0.0 Safari/537.36", "Chrome 128　Linux"),
        (f"Mozilla/5.0 (Linux; Android 12; V2) {KIT} Chrome/86.0 Mobile MicroMessenger/8.0.44", "微信 8　安卓"),
        (f"Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) {KIT} Version/17.1 Mobile/15E148 Safari/604.1",
         "Safari 17　iPhone"),
        ("Mozilla/5.0 (compatible) Firefox/115.0", "Firefox 115"),
        ("curl/8.5.0", "curl/8.5.0"),
        ("", ""),
    ],
)  # fmt: skip
def test_an_agent_is_named_by_browser_and_system(agent, words):
    assert browser_of(agent) == words
    assert UserSession(agent=agent).browser == words
