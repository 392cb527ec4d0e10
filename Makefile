# make demo   the whole product against stand-ins, nothing leaves this machine
# make setup  the real set-up, with your accounts
# make test   lint, types and tests
# make quick  the pure tests: no processes, no sockets
# make docs   the documentation as a site, in build/site
# make pictures  the pictures of the documentation, from the real program (needs Chromium)
# make release-check   rehearse a release: build twice, install, run; nothing is published
# make lock   choose the newest allowed versions of everything in requirements-dev.lock
# All create .venv on first use (the tests also build/node) and install nothing anywhere else.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
LOCK := requirements-dev.lock
NODE := build/node
PARSER := $(NODE)/.installed
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
UV := $(BIN)/uv pip install --quiet --python $(BIN)/python
LOCKED := --require-hashes --requirement $(LOCK)
OURS := --no-deps --no-build-isolation --editable .

# Programs that the tests start load faster when what was compiled is kept.
unexport PYTHONDONTWRITEBYTECODE

CHECK := import sys; sys.exit("Python 3.11 or newer is needed. If there is one, name it: \
  make $(or $(MAKECMDGOALS),demo) PYTHON=python3.13" if sys.version_info < (3, 11) else 0)

.PHONY: demo setup test lint types tests quick coverage bench docs pictures lock release-check clean

demo: $(STAMP)
	$(BIN)/section11-setup demo --yes

setup: $(STAMP)
	$(BIN)/section11-setup

test: lint types tests

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(STAMP)
	$(BIN)/mypy

tests: $(STAMP) $(PARSER)
	$(BIN)/pytest

quick: $(STAMP)
	$(BIN)/pytest -m "not process and not slow"

coverage: $(STAMP)
	$(BIN)/pytest --cov=engine --cov-report=term

bench: $(STAMP)
	$(BIN)/python -m tests.bench

docs: $(STAMP)
	$(BIN)/python -m scripts.facts
	$(BIN)/python -m scripts.site

pictures: $(STAMP)
	mkdir -p build/pictures
	cp scripts/pictures/package.json scripts/pictures/package-lock.json build/pictures
	npm ci --silent --no-audit --no-fund --prefix build/pictures
	$(BIN)/python -m scripts.pictures

# One file for every system and Python. The engine's packages are those that mirrors run with: the
# very files that engine/requirements.txt pins lie in templates/wheels and go into the bundle.
lock: $(STAMP)
	rm -f templates/wheels/*.whl
	$(PIP) download --no-deps --require-hashes --only-binary :all: \
	  --dest templates/wheels --requirement engine/requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra dev \
	  --generate-hashes --no-annotate --upgrade --constraint engine/requirements.txt \
	  --custom-compile-command 'make lock' --output-file $(LOCK) pyproject.toml

# TAG=v4.1.0: refuse, too, what the workflow would refuse on that tag.
release-check: $(STAMP)
	rm -rf build/release
	$(BIN)/python -m scripts.release check build/release $(if $(TAG),--tag $(TAG))

# --clear: what left the lock leaves the environment, too. uv takes seconds where pip takes half a
# minute; pip steps in where uv finds no packages, because only pip was told where they lie.
$(STAMP): pyproject.toml $(LOCK)
	@$(PYTHON) -c '$(CHECK)'
	@echo "Fetching what this project needs into $(VENV): a minute or two."
	$(PYTHON) -m venv --clear $(VENV)
	awk '/^uv==/,!/\\$$/' $(LOCK) > $(VENV)/uv.txt
	$(PIP) install --require-hashes --requirement $(VENV)/uv.txt
	$(UV) $(LOCKED) || $(PIP) install $(LOCKED)
	$(UV) $(OURS) || $(PIP) install $(OURS)
	touch $@

# GitHub's own parser of workflows. Without npm its tests are skipped; the others need none of it.
$(PARSER): tests/project/package.json tests/project/package-lock.json
	mkdir -p $(NODE)
	cp tests/project/package.json tests/project/package-lock.json $(NODE)
	-npm ci --silent --no-audit --no-fund --prefix $(NODE)
	touch $@

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
