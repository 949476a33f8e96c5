"""What a browser says of itself, in the words of the person who uses it."""

import re

#: The first that is found names the browser: every later one is also written by the earlier ones.
_BROWSERS = (
    (re.compile(r"MicroMessenger/(\d+)"), "微信"),
    (re.compile(r"DingTalk/(\d+)"), "钉钉"),
    (re.compile(r"Edg\w*/(\d+)"), "Edge"),
    (re.compile(r"QQBrowser/(\d+)"), "QQ浏览器"),
    (re.compile(r"(?:360SE|360EE|QihooBrowser)/?(\d*)"), "360浏览器"),
    (re.compile(r"Firefox/(\d+)"), "Firefox"),
    (re.compile(r"Chrome/(\d+)"), "Chrome"),
    (re.compile(r"Version/(\d+)[\d.]* (?:Mobile/\w+ )?Safari"), "Safari"),
)
_SYSTEMS = (
    ("Android", "安卓"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)  # fmt: skip


def browser_of(agent: str) -> str:
    """`Chrome 120　Windows` for a User-Agent; what it says word by word when it names no browser we know."""
    named = next(((name, found[1]) for pattern, name in _BROWSERS if (found := pattern.search(agent))), None)
    if named is None:
        return agent
    system = next((words for mark, words in _SYSTEMS if mark in agent), "")
    return "　".join(part for part in (" ".join(named).strip(), system) if part)
