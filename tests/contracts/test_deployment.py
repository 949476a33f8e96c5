"""Dockerfile, docker-compose.yml and the proxy's configuration agree with each other and with settings."""

import re
import shutil
from pathlib import Path

import pytest
from celery.app.utils import find_app

from longting import settings as house
from longting.celery import app
from longting.documents import store
from tests.contracts.deploy_files import Deployment, environment_names, every, one
from tests.contracts.test_settings import REQUIRED

ROOT = Path(__file__).resolve().parents[2]
FILES = ("Dockerfile", "docker-compose.yml", ".dockerignore", "pyproject.toml", "deploy")
#: Read by gunicorn itself, not by our settings.
FOREIGN = {"WEB_CONCURRENCY"}
PROBES = ("/healthz", "/readyz")


def unknown_names(found: Deployment) -> list[str]:
    """Names given to our containers that settings do not read."""
    known = environment_names(ROOT / "longting" / "settings.py", ROOT / "longting" / "env.py") | FOREIGN
    given = {name.removesuffix("_FILE") for service in found.ours.values() for name in service["environment"]}
    return [f"{name} is not read by settings" for name in sorted(given - known)]


def missing_names(found: Deployment) -> list[str]:
    """Names that production needs and a service does not get; secrets come from files that are mounted."""
    problems = []
    for name, service in found.ours.items():
        given = service["environment"]
        problems += [f"{name} lacks {key}" for key in sorted(REQUIRED) if not {key, f"{key}_FILE"} & set(given)]
        files = [value for key, value in given.items() if key.endswith("_FILE")]
        mounted = {f"/run/secrets/{secret}" for secret in service["secrets"]}
        problems += [f"{name} reads {path}, which is not mounted" for path in files if path not in mounted]
        problems += [f"{name} has {key} in the open" for key in ("SECRET_KEY", "DATABASE_URL") if key in given]
    return problems


def wrong_celery(found: Deployment) -> list[str]:
    """Celery commands that name another application than ours, and too many or too few beats."""
    commands = {name: service.get("command", []) for name, service in found.ours.items()}
    celery = {name: command for name, command in commands.items() if command[:1] == ["celery"]}
    named = [f"{name} runs {c[2]}" for name, c in celery.items() if c[1] != "-A" or not _is_ours(c[2])]
    beats = [name for name, command in celery.items() if {"beat", "-B"} & set(command)]
    workers = [name for name, command in celery.items() if "worker" in command]
    return named + [f"{len(beats)} beats"] * (len(beats) != 1) + ["no worker"] * (not workers)


def _is_ours(name: str) -> bool:
    try:
        return find_app(name) is app
    except (ImportError, AttributeError):
        return False


def roots(found: Deployment) -> list[str]:
    """Containers of ours, and the proxy, that run as root or may gain rights."""
    user = found.stages[-1].last("USER")
    problems = [] if user.split(":")[0].isdigit() and user.split(":")[0] != "0" else [f"the image runs as {user!r}"]
    for name, service in (found.ours | {"proxy": found.services["proxy"]}).items():
        problems += [f"{name} may write its image"] * (not service.get("read_only"))
        problems += [f"{name} keeps capabilities"] * (service.get("cap_drop") != ["ALL"])
        problems += [f"{name} runs as another user"] * (service.get("user", user) != user)
    return problems


def loose_images(found: Deployment) -> list[str]:
    """Images whose tag does not name a version."""
    version = re.search(r'(?m)^version = "(.+)"', (found.root / "pyproject.toml").read_text(encoding="utf-8")).group(1)
    bases = [stage.base for stage in found.stages] + [service["image"] for service in found.services.values()]
    loose = [f"{image} is not pinned" for image in bases if not re.search(r":\d+(\.\d+)*(-[a-z-]+)?$", image)]
    ours = {service["image"] for service in found.ours.values()}
    return loose + [f"{image} is not version {version}" for image in ours if image != f"longting:{version}"]


def open_doors(found: Deployment) -> list[str]:
    """Anything but the proxy reachable from outside."""
    problems = [f"{name} publishes ports" for name, s in found.services.items() if name != "proxy" and "ports" in s]
    problems += [f"{name} shares the host's network" for name, s in found.services.items() if "network_mode" in s]
    stores = [name for name in ("postgres", "redis") if found.services[name]["networks"] != ["back"]]
    problems += [f"{name} is not only on the inner network" for name in stores]
    return problems + ["the inner network has a way out"] * (not found.compose["networks"]["back"].get("internal"))


def unwatched(found: Deployment) -> list[str]:
    """Services without a health check or restart; web and proxy must ask the probes."""
    lasting = {name: service for name, service in found.services.items() if name != "migrate"}
    problems = [
        f"{name} has no health check" for name, s in lasting.items() if not s.get("healthcheck", {}).get("test")
    ]
    problems += [f"{name} does not restart" for name, s in lasting.items() if s.get("restart") != "unless-stopped"]
    asked = {name: str(lasting[name].get("healthcheck")) for name in ("web", "proxy")}
    asked["the image"] = found.stages[-1].last("HEALTHCHECK")
    return problems + [f"{name} asks no probe" for name, text in asked.items() if not any(p in text for p in PROBES)]


def unready(found: Deployment) -> list[str]:
    """Parts that may start before the tables are up to date."""
    lasting = {name: service for name, service in found.ours.items() if name != "migrate"}
    wanted = "service_completed_successfully"
    early = [n for n, s in lasting.items() if s["depends_on"].get("migrate", {}).get("condition") != wanted]
    command = " ".join(found.services["migrate"]["command"])
    steps = ("check --deploy --fail-level WARNING", "migrate --noinput", "collectstatic --noinput")
    return [f"{name} does not wait for migrate" for name in early] + [f"no {s}" for s in steps if s not in command]


def _container_path(found: Deployment, inner: str) -> str:
    return f"{found.services['web']['environment']['VAR_DIR']}/{inner}/"


def places(found: Deployment) -> list[str]:
    """Static and protected files lie where the application put them, in a volume both can reach."""
    static = _container_path(found, str(house.STATIC_ROOT.relative_to(house.VAR_DIR)))
    files = str(house.MEDIA_ROOT.relative_to(house.VAR_DIR))
    protected = _container_path(found, f"{files}/{store.root().name}")
    prefix = found.services["web"]["environment"]["ACCEL_PREFIX"]
    wanted = {f"/{house.STATIC_URL}": (static, False), prefix: (protected, True)}
    locations = {location.args[-1]: location for location in every(found.proxy, "location")}
    there = {
        path: (one(locations[path].body, "alias"), bool(every(locations[path].body, "internal")))
        for path in wanted
        if path in locations
    }
    wrong = [
        f"{path} leads to {there.get(path)}, not {place}" for path, place in wanted.items() if there.get(path) != place
    ]
    return (
        wrong + _unshared(found, static, "migrate") + _unshared(found, _container_path(found, files), "web", "worker")
    )


def _unshared(found: Deployment, path: str, *writers: str) -> list[str]:
    def volume(service: str) -> str:
        mounts = [mount.split(":") for mount in found.services[service]["volumes"]]
        return next((mount[0] for mount in mounts if mount[1] == path.rstrip("/")), "")

    shared = volume("proxy")
    known = shared in found.compose["volumes"]
    return [f"{path} of {name} is not what the proxy sees" for name in writers if not known or volume(name) != shared]


def narrow_gates(found: Deployment) -> list[str]:
    """The proxy refuses what the application would take, takes old TLS, or waits for ever."""
    size = one(found.proxy, "client_max_body_size")
    fits = size.endswith("m") and int(size[:-1]) * 1024 * 1024 > house.MAX_UPLOAD_BYTES
    problems = [] if fits else [f"client_max_body_size {size} is below MAX_UPLOAD_BYTES"]
    protocols = [directive.args for directive in every(found.proxy, "ssl_protocols")]
    problems += [] if protocols == [("TLSv1.2", "TLSv1.3")] else [f"ssl_protocols {protocols}"]
    limits = ("client_header_timeout", "client_body_timeout", "send_timeout")
    return problems + [f"no {name}" for name in limits if not one(found.proxy, name)]


def wrong_forwarding(found: Deployment) -> list[str]:
    """Headers that settings rely on behind a proxy."""
    given = {(d.args[0], d.args[1]) for d in every(found.proxy, "proxy_set_header")}
    wanted = {
        ("Host", "$http_host"),
        ("X-Forwarded-For", "$proxy_add_x_forwarded_for"),
        ("X-Forwarded-Proto", "$scheme"),
    }
    return [f"the proxy does not set {name}" for name, _ in sorted(wanted - given)]


def undocumented(found: Deployment) -> list[str]:
    """Values of an installation that deploy/env.example does not name, or names in vain."""
    text = (found.root / "docker-compose.yml").read_text(encoding="utf-8")
    used, named = set(re.findall(r"\$\{([A-Z_]+)", text)), set(found.environment_example())
    return [f"{name} is not in env.example" for name in sorted(used - named)] + [
        f"{name} is used nowhere" for name in sorted(named - used)
    ]


def unhashed(found: Deployment) -> list[str]:
    """Installing packages without checking their hashes, or an image without fonts and static files."""
    runs = " ".join(text for stage in found.stages for key, text in stage.instructions if key == "RUN")
    wanted = ("--require-hashes", "fonts-noto-cjk", "collectstatic")
    return [f"the Dockerfile has no {word}" for word in wanted if word not in runs] + [
        "one stage only" for _ in [0] if len(found.stages) < 2
    ]


CHECKS = (
    unknown_names, missing_names, wrong_celery, roots, loose_images, open_doors, unwatched, unready, places,
    narrow_gates, wrong_forwarding, undocumented, unhashed,
)  # fmt: skip


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_deployment_holds(check):
    assert check(Deployment(ROOT)) == []


COMPOSE, IMAGE, NGINX, SITE = "docker-compose.yml", "Dockerfile", "deploy/nginx/nginx.conf", "deploy/nginx/site.conf"
#: One fault each: (check, file, what stands there, what is put instead, what must be reported).
FAULTS = [
    (unknown_names, COMPOSE, "LOG_LEVEL: $", "LOGLEVEL: $", ["LOGLEVEL is not read by settings"]),
    (wrong_celery, COMPOSE, "longting, worker,", "longting, worker, -B,", ["2 beats"]),
    (wrong_celery, COMPOSE, "[celery, -A, longting, beat", "[celery, -A, projects, beat", ["beat runs projects"]),
    (roots, IMAGE, "USER 10001:10001", "USER root", None),
    (loose_images, COMPOSE, "postgres:15-bookworm", "postgres:latest", ["postgres:latest is not pinned"]),
    (loose_images, IMAGE, "python:3.11-slim-bookworm AS build", "python AS build", ["python is not pinned"]),
    (open_doors, COMPOSE, "shm_size: 256mb", 'ports: ["5432:5432"]', ["postgres publishes ports"]),
    (open_doors, COMPOSE, "internal: true", "internal: false", ["the inner network has a way out"]),
    (unwatched, COMPOSE, "deploy/healthcheck.py, /healthz]", "deploy/healthcheck.py, /]", ["web asks no probe"]),
    (places, SITE, "files/attachments/;", "files/;", None),
    (places, SITE, "        internal;\n", "", None),
    (places, COMPOSE, "- static:/var/lib/longting/static:ro", "- files:/var/lib/longting/static:ro", None),
    (narrow_gates, NGINX, "size 12m", "size 8m", ["client_max_body_size 8m is below MAX_UPLOAD_BYTES"]),
    (narrow_gates, NGINX, "TLSv1.2 TLSv1.3", "TLSv1 TLSv1.2", ["ssl_protocols [('TLSv1', 'TLSv1.2')]"]),
    (wrong_forwarding, "deploy/nginx/forward.conf", "$scheme", "https", ["the proxy does not set X-Forwarded-Proto"]),
    (undocumented, COMPOSE, "${LOG_LEVEL", "${LOUDNESS", None),
    (unhashed, IMAGE, " --require-hashes", "", ["the Dockerfile has no --require-hashes"]),
    (unready, COMPOSE, "condition: service_completed_successfully", "condition: service_started", None),
    (missing_names, COMPOSE, "    - database_url\n  environment", "  environment", None),
    (missing_names, COMPOSE, "    REDIS_URL: redis://redis:6379/0\n", "", None),
]


@pytest.mark.parametrize(("check", "name", "old", "new", "report"), FAULTS)
def test_control_a_planted_fault_is_reported(tmp_path, check, name, old, new, report):
    for part in FILES:
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        copy(ROOT / part, tmp_path / part)
    text = (tmp_path / name).read_text(encoding="utf-8")
    assert text.count(old) >= 1
    (tmp_path / name).write_text(text.replace(old, new), encoding="utf-8")
    found = check(Deployment(tmp_path))
    assert found == report if report is not None else found != []
