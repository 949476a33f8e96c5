"""Starting with good and bad environments, each in a process of its own: bad ones stop the start and say why."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KEY = secrets.token_urlsafe(60)
REQUIRED = frozenset({"SECRET_KEY", "DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS"})
GOOD = {
    "LONGTING_ENV": "production",
    "SECRET_KEY": KEY,
    "DATABASE_URL": "postgres://longting:secret@127.0.0.1:5432/longting",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "ALLOWED_HOSTS": "xmb.example.gov.cn",
}
POSTGRES = "postgres://用户:密码@主机/库名"
SETUP = "import django; django.setup()"
PRINTED = "from django.conf import settings; print(settings.REDIS_URL, settings.DATABASES['default']['PASSWORD'])"


def start(tmp_path: Path, environment: dict[str, str], *command: str) -> subprocess.CompletedProcess:
    """Run Python with `environment` and nothing else of ours; `command` defaults to setting Django up."""
    plain = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    plain |= {"DJANGO_SETTINGS_MODULE": "longting.settings", "VAR_DIR": str(tmp_path / "var"), "PYTHONUTF8": "1"}
    arguments = [sys.executable, "-W", "error", *(command or ("-c", SETUP))]
    return subprocess.run(arguments, cwd=ROOT, env=plain | environment, capture_output=True, text=True, timeout=60)


def refusal(tmp_path: Path, environment: dict[str, str]) -> str:
    """The last line of a start that must fail."""
    ended = start(tmp_path, environment)
    assert ended.returncode == 1, ended.stdout
    return ended.stderr.strip().splitlines()[-1].removeprefix("django.core.exceptions.ImproperlyConfigured: ")


def test_embedded_start_needs_nothing_set(tmp_path):
    ended = start(tmp_path, {})
    assert (ended.returncode, ended.stderr) == (0, "")


def test_production_starts_with_the_required_values_and_leaves_no_deployment_warning(tmp_path):
    ended = start(tmp_path, GOOD, "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert (ended.returncode, ended.stdout) == (0, "System check identified no issues (0 silenced).\n"), ended.stderr


@pytest.mark.parametrize("name", sorted(REQUIRED - {"SECRET_KEY"}))
def test_production_without_a_required_value_does_not_start(tmp_path, name):
    environment = {key: value for key, value in GOOD.items() if key != name}
    assert refusal(tmp_path, environment) == f"生产环境必须设置 {name}（或 {name}_FILE）。"


@pytest.mark.parametrize("key", ["", "short", "a" * 60, "django-insecure-" + "abcdefghij" * 6, "ab" * 40])
def test_production_with_a_missing_or_weak_key_does_not_start(tmp_path, key):
    text = "SECRET_KEY 缺失或太弱：至少 50 个字符、10 种不同字符。"
    assert refusal(tmp_path, GOOD | {"SECRET_KEY": key}) == text


def test_a_weak_key_is_refused_in_embedded_use_too(tmp_path):
    assert refusal(tmp_path, {"SECRET_KEY": "short"}) == "SECRET_KEY 缺失或太弱：至少 50 个字符、10 种不同字符。"


@pytest.mark.parametrize("hosts", ["*", "xmb.example.gov.cn,*"])
def test_production_does_not_answer_to_every_host_name(tmp_path, hosts):
    assert refusal(tmp_path, GOOD | {"ALLOWED_HOSTS": hosts}) == "ALLOWED_HOSTS 不能为 *，请写明域名。"


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("SECOND_FACTOR_REQUIRED", "ture", "SECOND_FACTOR_REQUIRED 只能是 true 或 false，现在是 'ture'。"),
        ("SESSION_IDLE_SECONDS", "0", "SESSION_IDLE_SECONDS 要填不小于 60 的整数，现在是 '0'。"),
        ("SESSIONS_PER_USER", "三", "SESSIONS_PER_USER 要填不小于 1 的整数，现在是 '三'。"),
        ("TRUSTED_PROXIES", "-1", "TRUSTED_PROXIES 要填不小于 0 的整数，现在是 '-1'。"),
        ("REDIS_URL", "memory://", "REDIS_URL 要写成 redis://主机:端口/库号。"),
        ("DATABASE_URL", "sqlite:////tmp/x.sqlite3", f"DATABASE_URL 不能用。生产环境要写成 {POSTGRES}。"),
        ("DATABASE_URL", "mysql://longting:secret@db/x", f"DATABASE_URL 不能用。生产环境要写成 {POSTGRES}。"),
        ("DATABASE_URL", "longting", f"DATABASE_URL 不能用。生产环境要写成 {POSTGRES}。"),
    ],
)
def test_production_with_a_value_that_means_nothing_does_not_start(tmp_path, name, text, words):
    assert refusal(tmp_path, GOOD | {name: text}) == words


def test_the_embedded_database_is_one_of_the_two_that_are_tested(tmp_path):
    assert refusal(tmp_path, {"DATABASE_URL": "oracle://a:b@c/d"}) == f"DATABASE_URL 不能用。要写成 {POSTGRES}。"


WEB = ("-c", "import longting.wsgi")
LOOSE = ("-c", "from longting.policy import POLICY; POLICY.pop('desk:jobs'); import longting.wsgi")


@pytest.fixture
def collected(tmp_path):
    """Static files stand where the image has put them."""
    (tmp_path / "var" / "static").mkdir(parents=True)


def test_the_web_process_starts(tmp_path, collected):
    assert start(tmp_path, GOOD, *WEB).returncode == 0


@pytest.mark.parametrize(
    ("environment", "command", "words"),
    [
        ({"PASSWORD_RULES": "none"}, WEB, "PASSWORD_RULES 只能是 mlps、asvs，现在是 'none'。"),
        ({}, LOOSE, "网址 desk:jobs 没有写进权限表 longting/policy.py"),
    ],
    ids=["password rules", "policy"],
)
def test_the_web_process_asks_the_start_up_checks(tmp_path, collected, environment, command, words):
    ended = start(tmp_path, GOOD | environment, *command)
    assert (ended.returncode, ended.stderr.strip().endswith(words)) == (1, True), ended.stderr


def test_the_demo_is_refused_in_production(tmp_path):
    assert refusal(tmp_path, GOOD | {"DEMO": "true"}) == "生产环境不能打开 DEMO。"


def test_the_demo_command_is_refused_in_production(tmp_path):
    ended = start(tmp_path, GOOD, "manage.py", "demo", "--no-serve")
    assert (ended.returncode, ended.stderr) == (1, "CommandError: 生产环境不能装入演示数据。\n")


def test_an_unknown_environment_does_not_start(tmp_path):
    assert refusal(tmp_path, {"LONGTING_ENV": "staging"}) == "LONGTING_ENV 只能是 embedded 或 production。"


def test_secrets_may_come_from_files(tmp_path):
    url, key = tmp_path / "database_url", tmp_path / "secret_key"
    url.write_text("postgres://longting:from-file@127.0.0.1/longting\n", encoding="utf-8")
    key.write_text(f"{KEY}\n", encoding="utf-8")
    environment = {name: value for name, value in GOOD.items() if name not in ("SECRET_KEY", "DATABASE_URL")}
    environment |= {"SECRET_KEY_FILE": str(key), "DATABASE_URL_FILE": str(url)}
    ended = start(tmp_path, environment, "-c", f"{SETUP}; {PRINTED}")
    assert (ended.returncode, ended.stdout) == (0, "redis://127.0.0.1:6379/0 from-file\n"), ended.stderr


def test_a_secret_file_that_cannot_be_read_stops_the_start(tmp_path):
    gone = tmp_path / "gone"
    text = f"SECRET_KEY_FILE 指向的文件读不到：{gone}（No such file or directory）"
    assert refusal(tmp_path, GOOD | {"SECRET_KEY_FILE": str(gone)}) == text


def test_a_weak_key_in_a_file_is_refused(tmp_path):
    path = tmp_path / "secret_key"
    path.write_text("short", encoding="utf-8")
    environment = GOOD | {"SECRET_KEY": "", "SECRET_KEY_FILE": str(path)}
    assert refusal(tmp_path, environment) == "SECRET_KEY 缺失或太弱：至少 50 个字符、10 种不同字符。"


def test_the_embedded_key_is_made_once_and_kept_to_its_owner(tmp_path):
    start(tmp_path, {})
    kept = tmp_path / "var" / "secret_key"
    first = kept.read_text(encoding="ascii")
    start(tmp_path, {})
    assert (kept.read_text(encoding="ascii"), kept.stat().st_mode & 0o777) == (first, 0o600)


COOKIES = (
    "from django.conf import settings as s; "
    "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, "
    "s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE, s.SECURE_HSTS_SECONDS > 0)"
)


@pytest.mark.parametrize(
    ("environment", "printed"),
    [
        ({}, "longting csrf False False True Lax False"),
        (GOOD, "__Host-longting __Host-csrf True True True Lax True"),
    ],
    ids=["embedded", "production"],
)
def test_cookies_fit_the_transport(tmp_path, environment, printed):
    """SECURITY D-39: browsers drop Secure cookies on plain http, so the embedded preset must not set them."""
    assert start(tmp_path, environment, "-c", f"{SETUP}; {COOKIES}").stdout.strip() == printed
