"""Reading settings from the environment, failing loudly. Every value may also come from a file named by `NAME_FILE`."""

import os
import secrets
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

#: A key shorter or poorer than this can be guessed; Django's own deployment check uses the same bounds.
MIN_SECRET_LENGTH, MIN_SECRET_VARIETY = 50, 10
_POSTGRES = ("postgres", "postgresql")
_YES, _NO = frozenset({"true", "1", "yes", "on"}), frozenset({"false", "0", "no", "off"})


def value(name: str, default: str = "") -> str:
    """The setting `name`, or the stripped content of the file named by `name_FILE` (container secrets)."""
    path = os.environ.get(f"{name}_FILE")
    if not path:
        return env.str(name, default=default)
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE 指向的文件读不到：{path}（{error.strerror}）") from error


def required(name: str, production: bool, fallback: str) -> str:
    """`value(name)`; in production a missing value stops the start instead of falling back."""
    found = value(name)
    if found:
        return found
    if production:
        raise ImproperlyConfigured(f"生产环境必须设置 {name}（或 {name}_FILE）。")
    return fallback


def flag(name: str, default: bool) -> bool:
    """A yes or no. A misspelt word stops the start: read as "no" it would open what somebody meant to close."""
    found = value(name, str(default)).lower()
    if found not in _YES | _NO:
        raise ImproperlyConfigured(f"{name} 只能是 true 或 false，现在是 {found!r}。")
    return found in _YES


def number(name: str, default: int, least: int) -> int:
    """A whole number, `least` at the smallest."""
    found = value(name, str(default))
    if not found.isascii() or not found.isdigit() or int(found) < least:
        raise ImproperlyConfigured(f"{name} 要填不小于 {least} 的整数，现在是 {found!r}。")
    return int(found)


def secret_key(production: bool, keyfile: Path) -> str:
    """The signing key: from the environment, or (embedded only) made once and kept beside the data."""
    key = value("SECRET_KEY")
    if not key and not production:
        return _kept_key(keyfile)
    if len(key) < MIN_SECRET_LENGTH or len(set(key)) < MIN_SECRET_VARIETY or key.startswith("django-insecure-"):
        raise ImproperlyConfigured(
            f"SECRET_KEY 缺失或太弱：至少 {MIN_SECRET_LENGTH} 个字符、{MIN_SECRET_VARIETY} 种不同字符。"
        )
    return key


def _kept_key(keyfile: Path) -> str:
    keyfile.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(os.open(keyfile, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
            out.write(secrets.token_urlsafe(60))
    except FileExistsError:
        pass  # another process of the same start made it first
    return keyfile.read_text(encoding="ascii")


def allowed_hosts(production: bool) -> list[str]:
    """Host names this site answers to; `*` is refused in production because links are built from the host."""
    named = required("ALLOWED_HOSTS", production, "127.0.0.1,localhost,[::1]").split(",")
    hosts = [host.strip() for host in named if host.strip()]
    if production and "*" in hosts:
        raise ImproperlyConfigured("ALLOWED_HOSTS 不能为 *，请写明域名。")
    return hosts


def redis_url(production: bool) -> str:
    """Where the queue is; "" = the folder of the embedded default."""
    url = required("REDIS_URL", production, "")
    if url and not url.startswith(("redis://", "rediss://")):
        raise ImproperlyConfigured("REDIS_URL 要写成 redis://主机:端口/库号。")
    return url


def database(production: bool, fallback: str) -> dict:
    """Django's DATABASES entry, with what each engine needs to be safe under concurrent writers. One of the two that
    the suite passes on; production takes PostgreSQL, where several processes write at once."""
    url = required("DATABASE_URL", production, fallback)
    scheme, separator, _ = url.partition("://")  # the address itself is not repeated: it holds a password
    if not separator or scheme not in (_POSTGRES if production else (*_POSTGRES, "sqlite")):
        place = "生产环境" if production else ""
        raise ImproperlyConfigured(f"DATABASE_URL 不能用。{place}要写成 postgres://用户:密码@主机/库名。")
    config = environ.Env.db_url_config(url)
    if config["ENGINE"].endswith("sqlite3"):
        # Without IMMEDIATE a fifth of concurrent writes fail; without recursive_triggers INSERT OR REPLACE
        # would slip past the triggers that keep the audit trail append-only.
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
            "PRAGMA recursive_triggers=ON;PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-16000;",
        }
        return config
    config["CONN_MAX_AGE"] = 300
    config["CONN_HEALTH_CHECKS"] = True
    config["OPTIONS"] = {
        "connect_timeout": 5,
        "options": "-c statement_timeout=15000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=30000",
    }
    return config
