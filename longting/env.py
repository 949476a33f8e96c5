"""Reading settings from the environment, failing loudly. Every value may also come from a file named by `NAME_FILE`."""

import os
import secrets
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

#: A key shorter or poorer than this can be guessed; Django's own deployment check uses the same bounds.
MIN_SECRET_LENGTH, MIN_SECRET_VARIETY = 50, 10


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
    hosts = [host for host in required("ALLOWED_HOSTS", production, "127.0.0.1,localhost,[::1]").split(",") if host]
    if production and "*" in hosts:
        raise ImproperlyConfigured("ALLOWED_HOSTS 不能为 *，请写明域名。")
    return hosts


def database(url: str) -> dict:
    """Django's DATABASES entry for `url`, with what each engine needs to be safe under concurrent writers."""
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
