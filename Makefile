# make demo   the whole product against stand-ins, nothing leaves this machine
# make test   lint, types and tests
# Both create .venv on first use and install nothing anywhere else.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test lint types tests coverage bench clean

demo: $(STAMP)
	$(BIN)/section11-setup demo --yes

test: lint types tests

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(STAMP)
	$(BIN)/mypy

tests: $(STAMP)
	$(BIN)/pytest

coverage: $(STAMP)
	$(BIN)/pytest --cov=engine --cov-report=term

bench: $(STAMP)
	$(BIN)/python -m tests.bench

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
