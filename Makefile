# make demo   the whole product against stand-ins, nothing leaves this machine
# make test   lint, types and tests
# make quick  the pure tests: no processes, no sockets
# All create .venv on first use (the tests also build/node) and install nothing anywhere else.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
NODE := build/node
NODE_STAMP := $(NODE)/.installed
WORKFLOW_PARSER := @actions/workflow-parser@0.3.61 esbuild@0.28.2

.PHONY: demo test lint types tests quick coverage bench clean

demo: $(STAMP)
	$(BIN)/section11-setup demo --yes

test: lint types tests

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)
	$(BIN)/mypy

tests: $(STAMP) $(NODE_STAMP)
	$(BIN)/pytest

quick: $(STAMP)
	$(BIN)/pytest -m "not process and not slow"

coverage: $(STAMP)
	$(BIN)/pytest --cov=engine --cov-report=term

bench: $(STAMP)
	$(BIN)/python -m tests.bench

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

# GitHub's own reader of workflows; without npm or a network its tests are skipped and say so
$(NODE_STAMP): Makefile
	mkdir -p $(NODE)
	npm install --prefix $(NODE) --silent --no-audit --no-fund $(WORKFLOW_PARSER) || true
	touch $@

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
