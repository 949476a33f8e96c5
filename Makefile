# Commands of the house. `make demo` and `make test` need nothing but Python 3.11+, venv and make.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
PORT ?= 8000

.PHONY: demo test test-services test-browser check lint lock clean

demo: $(VENV)/ready  ## migrate, load the demo cast, serve on 127.0.0.1:8000
	$(BIN)/python manage.py demo --port $(PORT)

test: $(VENV)/ready-dev  ## the whole suite on SQLite, no server needed
	$(BIN)/python -m pytest -m "not browser and not services"

test-services: export DATABASE_URL ?= postgres://postgres@127.0.0.1:5432/longting
test-services: export REDIS_URL ?= redis://127.0.0.1:6379/15
test-services: $(VENV)/ready-dev  ## the same suite on PostgreSQL and Redis (DATABASE_URL, REDIS_URL)
	$(BIN)/python -m pytest -m "not browser"

test-browser: $(VENV)/ready-dev  ## the journeys in headless Chromium
	DJANGO_ALLOW_ASYNC_UNSAFE=1 $(BIN)/python -m pytest -m browser tests/browser

check: lint  ## what a maintainer runs before handing in
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check

lint: $(VENV)/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

lock:  ## renew both lock files (needs uv); no host names enter them
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml --group dev --group e2e -c requirements.lock -o requirements-dev.lock

$(VENV)/ready: requirements.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	touch $@

$(VENV)/ready-dev: $(VENV)/ready requirements-dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

clean:
	rm -rf $(VENV) var .pytest_cache .ruff_cache
