"""Probes for the container platform: alive (this process answers) and ready (database and queue answer)."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import JsonResponse
from redis import Redis
from redis.exceptions import RedisError


@login_not_required
def healthz(request):
    """Alive: the process serves requests."""
    return JsonResponse({"status": "ok"})


@login_not_required
def readyz(request):
    """Ready: 200 when every part this process needs answers, else 503 naming the part (no details to strangers)."""
    parts = {"database": _database_answers(), "queue": _queue_answers()}
    ready = all(parts.values())
    return JsonResponse({"status": "ok" if ready else "unavailable", "parts": parts}, status=200 if ready else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except DatabaseError:
        return False


def _queue_answers() -> bool:
    if not settings.REDIS_URL:
        return settings.QUEUE_DIR.is_dir()
    try:
        return bool(Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1).ping())
    except RedisError:
        return False
