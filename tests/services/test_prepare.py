"""deploy/prepare.sh makes everything that docker-compose.yml mounts, once, and production starts with it."""

import shutil
import subprocess

import pytest
import yaml

from tests.contracts.house import ROOT
from tests.contracts.test_settings import GOOD, SETUP, start

HOST = "xmb.example.gov.cn"


@pytest.fixture
def prepared(tmp_path):
    """A folder in which the script has run."""
    shutil.copy(ROOT / "docker-compose.yml", tmp_path)
    shutil.copytree(ROOT / "deploy", tmp_path / "deploy", ignore=shutil.ignore_patterns("secrets", "certs"))
    run(tmp_path, HOST)
    return tmp_path


def run(folder, host: str) -> None:
    subprocess.run(["sh", "deploy/prepare.sh", host], cwd=folder, check=True, capture_output=True, timeout=60)


def mounted(folder) -> dict[str, bytes]:
    """The content of every file that docker-compose.yml mounts as a secret."""
    secrets = yaml.safe_load((folder / "docker-compose.yml").read_text(encoding="utf-8"))["secrets"]
    return {name: (folder / entry["file"]).read_bytes() for name, entry in secrets.items()}


def test_every_mounted_secret_is_made(prepared):
    made = mounted(prepared)
    assert {name for name, content in made.items() if not content} == {"secret_key_fallbacks"}
    assert made["postgres_password"] in made["database_url"]
    assert f"PUBLIC_HOST={HOST}\n" in (prepared / ".env").read_text(encoding="utf-8")


def test_the_folders_are_closed_to_others(prepared):
    folders = [prepared / "deploy" / name for name in ("secrets", "certs")]
    assert [folder.stat().st_mode & 0o777 for folder in folders] == [0o700, 0o700]


def test_production_starts_with_what_was_made(prepared, tmp_path):
    names = {"SECRET_KEY": "secret_key", "DATABASE_URL": "database_url", "SECRET_KEY_FALLBACKS": "secret_key_fallbacks"}
    files = {f"{name}_FILE": str(prepared / "deploy" / "secrets" / file) for name, file in names.items()}
    environment = {name: value for name, value in GOOD.items() if name not in names} | files
    ended = start(tmp_path, environment, "-c", SETUP)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_a_second_run_changes_nothing(prepared):
    before = mounted(prepared)
    run(prepared, "other.example.gov.cn")
    assert mounted(prepared) == before
    assert f"PUBLIC_HOST={HOST}\n" in (prepared / ".env").read_text(encoding="utf-8")


def test_the_certificate_is_for_the_host(prepared):
    path = str(prepared / "deploy" / "certs" / "fullchain.pem")
    command = ["openssl", "x509", "-in", path, "-noout", "-checkhost", HOST]
    shown = subprocess.run(command, capture_output=True, text=True, check=True, timeout=20)
    assert shown.stdout.strip() == f"Hostname {HOST} does match certificate"
