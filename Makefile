# Everything that one does here has a target. Python with pip, git and make are all it needs.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
# Debian's Python comes without ensurepip and refuses to install outside an environment; this
# works there and everywhere else.
PIP := $(PYTHON) -m pip --python $(BIN)/python --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help serve build check test lint clean

help:  ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

serve: $(VENV)/site  ## Serve the site at http://127.0.0.1:8000 and follow every change (PORT=)
	@$(BIN)/handbook serve --port $(PORT)

build: $(VENV)/site  ## Build the site strictly into site/
	@$(BIN)/handbook site

check: $(VENV)/site  ## Tell what is wrong with the questions
	@$(BIN)/handbook check

test: lint  ## Run all tests, those in the browser included
	@$(BIN)/pytest

lint: $(VENV)/test  ## Check style and types of the code
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy

clean:  ## Delete the environment, the site and everything generated
	@if [ -x $(BIN)/handbook ]; then $(BIN)/handbook clean; fi
	rm -rf $(VENV) site site.new site.old .mypy_cache .pytest_cache .ruff_cache

$(VENV)/site: pyproject.toml requirements/site.txt
	@$(PYTHON) scripts/require.py
	@test -x $(BIN)/python || $(PYTHON) -m venv --without-pip $(VENV)
	$(PIP) install --quiet --constraint requirements/site.txt --editable .
	@touch $@

$(VENV)/test: $(VENV)/site
	$(PIP) install --quiet --constraint requirements/site.txt --editable '.[test]'
	@touch $@

.PHONY: verify
verify: $(VENV)/site  ## Run every sample and compare
	@$(BIN)/handbook verify --all
