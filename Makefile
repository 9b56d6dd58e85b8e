# make test   everything that must hold before a change lands: lint, types, tests
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

.PHONY: test lint types check stress demo docs charts bench format clean
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

stress: $(VENV)/.dev
	@HYPOTHESIS_PROFILE=stress; export HYPOTHESIS_PROFILE; $(PYTEST)

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
	rm -rf $(VENV) .bench .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
