# make test   everything that must hold before a change lands: lint, types, tests
# make test-quick   the tests without those that start many processes, while one writes
# make mutate       are faults noticed? mutmut puts one after the other into the modules of pyproject.toml
# make demo   the product in under a minute, in a throw-away repository
# make docs   rewrite the generated pages of docs/
# make stress the longer runs; make bench: the figures of bench/README.md
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# More than there are cores: a test often waits for git.
JOBS ?= 3
# Tests start thousands of processes: what is compiled once is kept, whatever the environment says.
export PYTHONDONTWRITEBYTECODE :=
PYTEST = TMPDIR=$$(sh tests/scratch.sh) && export TMPDIR && trap 'rm -rf "$$TMPDIR"' EXIT && \
	$(BIN)/python -m pytest -q -n $(JOBS) --dist loadgroup --basetemp="$$TMPDIR/run"

# Suites that mostly start processes: of git, of our programs, of pre-commit, npm and pip.
SLOW := tests/e2e tests/cli tests/hooks tests/sessions/runbook tests/test_packaging.py
# What is mutated, of the modules in pyproject.toml: make mutate MUTANTS='git_sessionlog.core.fix_tag*'
MUTANTS ?=
LONGEST := 1800

.PHONY: test test-quick lint types check stress mutate demo docs charts bench format clean
.DEFAULT_GOAL := test

test: lint types check

# pip of an older venv does not know dependency groups, so it is renewed first.
$(VENV)/.dev: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check -U "pip>=25.1"
	$(BIN)/python -m pip install -q --disable-pip-version-check -e . --group dev
	touch $(VENV)/.demo $@

$(VENV)/.demo: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check -e .
	touch $@

lint: $(VENV)/.dev
	$(BIN)/ruff check -q .
	$(BIN)/ruff format --check -q .
	$(BIN)/lint-imports --no-cache >$(VENV)/imports.log || { cat $(VENV)/imports.log; exit 1; }

types: $(VENV)/.dev
	$(BIN)/mypy

check: $(VENV)/.dev
	@$(PYTEST) -m "not stress"

test-quick: $(VENV)/.dev
	@$(PYTEST) -m "not stress" $(SLOW:%=--ignore=%)

stress: $(VENV)/.dev
	@HYPOTHESIS_PROFILE=stress TRUE_PROGRAMS=1; export HYPOTHESIS_PROFILE TRUE_PROGRAMS; $(PYTEST)

$(VENV)/.mutate: $(VENV)/.dev
	$(BIN)/python -m pip install -q --disable-pip-version-check --group mutate
	touch $@

# It ends after half an hour, and the next run goes on; what survived is listed.
mutate: $(VENV)/.mutate
	@timeout -s INT $(LONGEST) $(BIN)/mutmut run --max-children $(JOBS) $(MUTANTS) || true
	@$(BIN)/mutmut results | grep -v "not checked" || echo "no fault survived"

demo: $(VENV)/.demo
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh docs/demo.sh

docs: $(VENV)/.dev
	$(BIN)/python docs/generate.py

# The chart libraries of the report's page, by npm.
charts:
	$(PYTHON) docs/charts.py

format: $(VENV)/.dev
	$(BIN)/ruff check --fix -q .
	$(BIN)/ruff format -q .

bench:
	$(PYTHON) bench/run.py

clean:
	rm -rf $(VENV) mutants .bench .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
