PYTHON ?= python3
# Tests wait now and then, for a screen or a program they started: one more than there are processors.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print((os.cpu_count() or 1) + 1)')
VENV := .venv
BIN := $(VENV)/bin
# Quick where it can be had; pip does the same more slowly.
INSTALL = $(BIN)/python -m $$(test -x $(BIN)/uv && echo uv) pip install --quiet

.PHONY: demo test test-long check bench actuary year docs pictures lock setup setup-dev translations clean help

# Where it is set nothing is kept compiled, and every start of the program compiles all of it and its libraries.
unexport PYTHONDONTWRITEBYTECODE

help:
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 24

demo: setup  ## a training store, and the console on it (off a terminal: the tour)
	@$(BIN)/ops-console demo

test: setup-dev  ## all tests, rules on SQLite; those for PostgreSQL are skipped where there is none
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

test-long: setup-dev  ## rules on both engines too, and every property with fifty times as many examples
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --every-engine --hypothesis-profile=long

check: setup-dev  ## format, lint, types, floors, translations
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy --strict src benchmarks simulation
	@$(BIN)/lint-imports
	@$(BIN)/python tools/translations.py check

bench: setup-dev  ## the figures we build for, each beside its yardstick
	@$(BIN)/python -m benchmarks.run

actuary: setup-dev  ## 100,000 random policies computed a second time, in decimals
	@$(BIN)/python -m tests.rules.test_second_actuary

year: setup-dev  ## a year of evenings on a training store: every run, every day closed, the books checked
	@$(BIN)/python -m tests.batch.test_a_year

simulate: setup-dev  ## three years of 20,000 policies, on SQLite and on PostgreSQL with 1 and 4 workers: one digest
	@$(BIN)/python -m simulation.run --compare

faults: setup-dev  ## runs killed, servers killed, disks full: every store ends like the undisturbed one
	@$(BIN)/python -m simulation.faults --write

docs: setup-dev  ## the pages of docs/ that are made from the code
	@$(BIN)/python -m tools.docs

pictures: setup-dev  ## the pictures of the README
	@$(BIN)/python -m tools.pictures

translations: setup-dev  ## gather new texts into the Chinese catalogue and compile it
	@$(BIN)/python tools/translations.py extract
	@$(BIN)/python tools/translations.py compile

setup: $(VENV)/.runtime  ## what the console needs
setup-dev: $(VENV)/.dev  ## what developers need besides

$(VENV)/.made: requirements/bootstrap.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11" >&2; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements/bootstrap.lock \
	  || echo "uv can't be had here; going on with pip" >&2
	@touch $@

$(VENV)/.runtime: $(VENV)/.made requirements/runtime.lock pyproject.toml
	@$(INSTALL) --require-hashes -r requirements/runtime.lock
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements/dev.lock
	@$(INSTALL) --require-hashes -r requirements/dev.lock
	@touch $@

COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --custom-compile-command "make lock" $(LOCK_FLAGS)
# make lock LOCK_FLAGS=--upgrade takes the newest versions.
lock: $(VENV)/.made  ## the locked requirements, after a change of pyproject.toml
	@$(COMPILE) --group bootstrap -o requirements/bootstrap.lock
	@$(COMPILE) pyproject.toml --group build -o requirements/runtime.lock
	@$(COMPILE) pyproject.toml --extra postgres -c requirements/runtime.lock -o requirements/postgres.lock
	@$(COMPILE) pyproject.toml --extra postgres --group build --group dev -c requirements/runtime.lock -o requirements/dev.lock

clean:  ## forget the environment and the caches
	@rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
