# Everything a developer needs. `make help` lists it.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help run test lint format bench captures schema lock chromium

help:  ## list the commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 12

# The lock holds a hash for each file: what is installed is what was reviewed.
$(READY): requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is needed ($(PYTHON) not found; make PYTHON=/path/to/python3.11 …)"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --quiet --no-deps --no-build-isolation --editable .
	touch $@

run: $(READY)  ## the portal on http://127.0.0.1:5000 with a demonstration database (HOST, PORT to change)
	PORTAL_MODE=$${PORTAL_MODE:-demonstration} $(BIN)/portal serve

test: $(READY) chromium lint  ## lint, then every test
	$(BIN)/python -m pytest -n 2 $(ARGS)

lint: $(READY)  ## style, types, floors of the house
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY)  ## write the code as the linter wants it
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(READY)  ## measures (bench/)
	$(BIN)/python -m bench

captures: $(READY) chromium  ## pictures of the main screens, in docs/captures/
	$(BIN)/python -m bench.captures

schema: $(READY)  ## the JSON schema of the exam language, for editors
	$(BIN)/portal schema

lock: $(READY)  ## choose versions again and write requirements.lock
	CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras \
	  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options \
	  --extra dev --output-file requirements.lock pyproject.toml

# The browser tests drive Debian's chromium; Playwright's own build is never downloaded.
chromium:
	@command -v chromium >/dev/null || \
	 { [ "$$(id -u)" = 0 ] && apt-get update -q && apt-get install -q -y --no-install-recommends chromium; } || \
	 { command -v sudo >/dev/null && sudo -n true 2>/dev/null && sudo apt-get update -q && sudo apt-get install -q -y --no-install-recommends chromium; } || \
	 { echo "The browser tests need chromium: apt-get install chromium (as root), then make test again."; exit 1; }
