# What a newcomer needs: `make demo` and `make test`. Both set up what they use, ask nothing, and are quick
# when repeated. Everything is installed into .venv beside this file and nowhere else, except that `make test`
# asks apt-get for Chromium where it may.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
RUNS ?= 1000
DEMO := runs/demo
PIP := $(PY) -m pip -qq --disable-pip-version-check --no-input

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
export PYTHONUTF8 := 1
export PYTHONNOUSERSITE := 1

# The paths of a virtual environment are written into its scripts: once moved, it has to be made again.
ifneq ($(shell cat $(VENV)/.home 2>/dev/null),$(CURDIR))
.PHONY: $(VENV)/.home
endif

.PHONY: help install demo test bench docs chromium lock clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' Makefile

install: $(VENV)/.installed  ## makes .venv and installs the command `parley` in it
	@echo "Parley is installed: $(VENV)/bin/parley --help"

demo: $(VENV)/.installed  ## runs the baseline of kosovo-2007 and writes its report
	@echo "==> Simulating kosovo-2007/baseline $(RUNS) times"
	@$(VENV)/bin/parley run kosovo-2007/baseline --runs $(RUNS) --out $(DEMO)

test: $(VENV)/.tested chromium  ## installs what the tests need, then checks and tests everything
	@echo "==> ruff check";          $(PY) -m ruff check .
	@echo "==> ruff format --check"; $(PY) -m ruff format --check .
	@echo "==> mypy --strict";       $(PY) -m mypy
	@echo "==> import-linter";       $(VENV)/bin/lint-imports --no-logo
	@echo "==> pytest";              $(PY) -m pytest --numprocesses auto --dist loadfile --cov --cov-report=term
	@echo "==> All checks passed."

bench: $(VENV)/.installed  ## times the protocols and the ensemble (takes a few minutes)
	@$(PY) -m benchmarks.protocols
	@$(PY) -m benchmarks.ensemble

docs: $(VENV)/.installed  ## writes anew what programs write in docs/ (takes minutes)
	@$(PY) -m docs

$(VENV)/.home:
	@command -v "$(PYTHON)" >/dev/null || { echo "Parley needs Python 3.11 or newer; there is no '$(PYTHON)' here." >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Parley needs Python 3.11 or newer; '$(PYTHON)' is $$("$(PYTHON)" --version 2>&1)." >&2; \
	  echo "Name another one, such as: make install PYTHON=python3.12" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "'$(PYTHON)' cannot make virtual environments (on Debian and Ubuntu: apt-get install python3-venv)." >&2; exit 1; }
	@if [ -e $(VENV)/.home ] || ! $(PY) -m pip --version >/dev/null 2>&1; then \
	  echo "==> Making $(VENV) with $$("$(PYTHON)" --version)"; "$(PYTHON)" -m venv --clear $(VENV); fi
	@printf '%s\n' "$(CURDIR)" > $@

$(VENV)/.installed: $(VENV)/.home requirements.lock pyproject.toml
	@echo "==> Installing what Parley runs with (requirements.lock); the first time takes a minute or two"
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.tested: $(VENV)/.installed requirements-test.lock
	@echo "==> Installing what the tests need (requirements-test.lock)"
	@$(PIP) install --require-hashes -r requirements-test.lock
	@touch $@

# The report is looked at in a real browser. Where there is none and none can be installed, those tests skip and say so.
chromium:
	@for name in chromium chromium-browser google-chrome; do command -v $$name >/dev/null 2>&1 && exit 0; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	  echo "==> Installing Chromium"; export DEBIAN_FRONTEND=noninteractive; \
	  { apt-get -qq update && apt-get -qq install -y --no-install-recommends chromium; } >/dev/null 2>&1 \
	    || echo "    Chromium could not be installed: the tests in a browser are skipped."; \
	else echo "==> No Chromium here: the tests in a browser are skipped."; fi

# Pins stay as they are unless pyproject.toml asks for more; `make lock UPGRADE=--upgrade` takes the newest.
# The first lock constrains the second, and constraints have no extras. The second keeps them: a pin without the
# extra that a package asks for (coverage[toml]) does not hold pip, which then takes the newest and finds no hash.
COMPILE = CUSTOM_COMPILE_COMMAND='make lock' $(PY) -m piptools compile --quiet --generate-hashes \
  --allow-unsafe --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options $(UPGRADE)

lock: $(VENV)/.installed  ## renews the two lock files from pyproject.toml (takes minutes)
	@$(PIP) install 'pip-tools>=7.5,<8'
	@$(COMPILE) --strip-extras --build-deps-for editable --output-file requirements.lock pyproject.toml
	@$(COMPILE) --no-strip-extras --extra test --constraint requirements.lock --output-file requirements-test.lock pyproject.toml

clean:  ## removes .venv, caches and the demo's run
	@rm -rf $(VENV) $(DEMO) build dist *.egg-info .coverage .coverage.* .hypothesis .import_linter_cache \
	  .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
