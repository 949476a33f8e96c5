"""Password rules (SECURITY §6.1), temporary passwords and rotation.

Two presets, because 等保 and ASVS contradict each other: `mlps` asks for mixed classes and rotation, `asvs` for length.
"""

import re
import secrets
import string
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.checks import Error
from django.core.exceptions import ValidationError
from django.utils import timezone

WORDS = Path(__file__).parent / "data" / "local_words.txt"
#: A generated password nobody has used yet is valid this long.
TEMPORARY_HOURS = 72
NOTICE_DAYS = 14
LONGEST_RUN = 4
#: Enough for a random password of 15 characters; the first real password is hashed at full cost.
TEMPORARY_ITERATIONS = 30_000
_LOOK_ALIKE = (str.maketrans("013457@$", "oleastas"), str.maketrans("013457@$", "oieastas"))
_UNMISTAKABLE = "".join(char for char in string.ascii_letters + string.digits if char not in "0O1lIo")
_CLASSES = (str.islower, str.isupper, str.isdigit, lambda char: not char.isalnum())


@dataclass(frozen=True)
class Preset:
    """`length` characters at least, of `classes` classes at least (lower, upper, digit, other; 0 = no rule), to be
    changed every `days` days (None = only when it may be known to others)."""

    length: int
    classes: int
    days: int | None


PRESETS = {
    "mlps": Preset(length=10, classes=3, days=90),  # GB/T 22239-2019 身份鉴别: complexity, 定期更换
    "asvs": Preset(length=15, classes=0, days=None),  # OWASP ASVS 5.0 6.2.1, 6.2.5, 6.2.10
}


def preset() -> Preset:
    """The preset chosen by PASSWORD_RULES; KeyError for an unknown one (the start-up check says so first)."""
    return PRESETS[settings.PASSWORD_RULES]


def check_preset(app_configs, **kwargs):
    """Start-up check: a misspelt preset must not fall back to a weaker one."""
    if settings.PASSWORD_RULES in PRESETS:
        return []
    text = f"PASSWORD_RULES 只能是 {'、'.join(PRESETS)}，现在是 {settings.PASSWORD_RULES!r}。"
    return [Error(text, id="accounts.E001")]


def problems(password: str, username: str, rules: Preset) -> list[str]:
    """Everything wrong with `password`, as Chinese sentences; an empty list when it may be used."""
    found = []
    if len(password) < rules.length:
        found.append(f"密码至少 {rules.length} 个字符，现在是 {len(password)} 个。")
    if sum(any(map(is_of, password)) for is_of in _CLASSES) < rules.classes:
        found.append(f"密码须含大写字母、小写字母、数字、符号四类中的至少 {rules.classes} 类。")
    if word := _guessable(password, username):
        found.append(f"密码里有容易猜到的“{word}”，请换掉。")
    if run := _run(password):
        found.append(f"密码里有连续或重复的“{run}”，请打乱。")
    return found


def _guessable(password: str, username: str) -> str:
    """The first local word (or the account itself) inside `password`, however it is disguised."""
    plain = unicodedata.normalize("NFKC", password).casefold()
    shapes = [re.sub(r"[\W_]", "", text) for text in (plain, *(plain.translate(table) for table in _LOOK_ALIKE))]
    account = re.sub(r"[\W_]", "", username.casefold())
    words = (*local_words(), account) if len(account) >= 4 else local_words()
    return next((word for word in words if any(word in shape for shape in shapes)), "")


def _run(password: str) -> str:
    """The first stretch longer than LONGEST_RUN that repeats (aaaaa) or counts (12345, edcba)."""
    for step in (0, 1, -1):
        start = 0
        for end in range(1, len(password) + 1):
            if end < len(password) and ord(password[end]) - ord(password[end - 1]) == step:
                continue
            if end - start > LONGEST_RUN:
                return password[start:end]
            start = end
    return ""


@cache
def local_words() -> tuple[str, ...]:
    """The words of data/local_words.txt, longest first so that the message names the whole word."""
    lines = (line.strip() for line in WORDS.read_text(encoding="utf-8").splitlines())
    return tuple(sorted({line for line in lines if line and not line.startswith("#")}, key=len, reverse=True))


class RuleValidator:
    """The rules above as a Django password validator."""

    def validate(self, password, user=None):
        """ValidationError with every problem at once."""
        found = problems(password, getattr(user, "username", ""), preset())
        if found:
            raise ValidationError(found)

    def get_help_text(self):
        rules = preset()
        classes = f"，含大写字母、小写字母、数字、符号中的至少 {rules.classes} 类" if rules.classes else ""
        return f"至少 {rules.length} 个字符{classes}；不要用地名、单位名、账号和连续字符。"


def days_left(changed_at: datetime | None, now: datetime) -> int | None:
    """Calendar days until the password of `changed_at` must be changed (0 or less: now); None without rotation."""
    days = preset().days
    if days is None or changed_at is None:
        return None
    return (timezone.localdate(changed_at) + timedelta(days=days) - timezone.localdate(now)).days


def make_temporary() -> str:
    """A random password to be read over the telephone: three groups of five, no look-alike characters."""
    while True:
        password = "-".join("".join(secrets.choice(_UNMISTAKABLE) for _ in range(5)) for _ in range(3))
        if all(not problems(password, "", rules) for rules in PRESETS.values()):
            return password


def hash_temporary(password: str) -> str:
    """The stored form of a generated password: fewer rounds, so that an import of 200 people takes seconds.

    Django tops the rounds up when such a password is tried and when it is used, so neither time nor strength tells."""
    hasher = PBKDF2PasswordHasher()
    return hasher.encode(password, hasher.salt(), TEMPORARY_ITERATIONS)
