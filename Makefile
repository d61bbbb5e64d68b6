# Everything that one does here has a target. Python with pip, git and make are all it needs.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help serve build offline check verify test lint clean python environment test-environment

help:
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-7s %s\n", $$1, $$2}' Makefile

serve: environment  ## Serve the site at http://127.0.0.1:8000 and follow every change (PORT=)
	@"$(BIN)/handbook" serve --port "$(PORT)"

build: environment  ## Build the site strictly into site/
	@"$(BIN)/handbook" site

offline: environment  ## Pack the site to read it from a disk, into site-offline.zip
	@"$(BIN)/handbook" offline

check: environment  ## Tell what is wrong with the questions
	@"$(BIN)/handbook" check

verify: environment  ## Run every sample again and compare what it prints
	@"$(BIN)/handbook" verify --all

test: lint  ## Run all tests, those in the browser included
	@"$(BIN)/pytest"

lint: test-environment  ## Check style and types of the code
	@"$(BIN)/ruff" check
	@"$(BIN)/ruff" format --check
	@"$(BIN)/mypy"

# What `handbook clean` does, without the environment: that may be gone, broken, or moved here.
clean: python  ## Delete the environment, the site, and everything generated
	@PYTHONPATH=scripts "$(PYTHON)" -B -c 'from pathlib import Path; \
	from handbook.write import remove_generated; remove_generated(Path("docs"))'
	rm -rf "$(VENV)" .venv-tensorflow .venv-pytorch node_modules site site.new site.old site-offline.zip .cache .mypy_cache .pytest_cache .ruff_cache
	rm -rf scripts/*.egg-info
	find scripts tests -name __pycache__ -prune -exec rm -rf {} +

python:
	@command -v "$(PYTHON)" >/dev/null || { echo 'Python 3.11 to 3.14 is needed, and' \
	'"$(PYTHON)" was not found: make PYTHON=python3.12 ...' >&2; exit 1; }
	@"$(PYTHON)" scripts/require.py

# Debian's Python comes without ensurepip and refuses to install outside of an environment: one
# without a pip of its own, filled by the pip of the Python that made it, works everywhere.
environment: python
	@"$(PYTHON)" scripts/environment.py "$(VENV)"

test-environment: python
	@"$(PYTHON)" scripts/environment.py "$(VENV)" test
