# The application image: web, worker, beat and the one-off migration run from it, each with its own command.

FROM python:3.11-slim-bookworm AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PYTHONDONTWRITEBYTECODE=1
WORKDIR /srv/longting/app

RUN python -m venv /srv/longting/venv
COPY requirements.lock ./
RUN /srv/longting/venv/bin/pip install --require-hashes --only-binary :all: -r requirements.lock

# What comes along is named in .dockerignore.
COPY . ./

# The key made here signs nothing and is not kept: production settings refuse to load without one.
RUN SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(60))')" \
    LONGTING_ENV=production VAR_DIR=/var/lib/longting ALLOWED_HOSTS=build \
    DATABASE_URL=postgres://build@127.0.0.1/build REDIS_URL=redis://127.0.0.1:6379/0 \
    /srv/longting/venv/bin/python manage.py collectstatic --noinput


FROM python:3.11-slim-bookworm

RUN apt-get update \
    && apt-get install -y --no-install-recommends fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 longting \
    && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin longting \
    && install -d -o longting -g longting -m 0750 /var/lib/longting/files /var/lib/longting/beat \
    && install -d -o longting -g longting -m 0755 /var/lib/longting /var/lib/longting/static

COPY --from=build /srv/longting /srv/longting
COPY --from=build --chown=longting:longting /var/lib/longting/static /var/lib/longting/static

ENV PATH=/srv/longting/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    TZ=Asia/Shanghai \
    LONGTING_ENV=production \
    VAR_DIR=/var/lib/longting
WORKDIR /srv/longting/app
USER 10001:10001
EXPOSE 8000

HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "deploy/healthcheck.py", "/healthz"]

# Threads because a page waits for the database more than it computes; the number of processes is WEB_CONCURRENCY.
# How long an address may be is nginx's to say (large_client_header_buffers); gunicorn would answer in English.
CMD ["gunicorn", "longting.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", \
     "--limit-request-line", "0", "--threads", "4", "--timeout", "60", "--graceful-timeout", "50", "--max-requests", "2000", \
     "--max-requests-jitter", "200", "--worker-tmp-dir", "/dev/shm", "--log-level", "info"]
