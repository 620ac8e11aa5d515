# Everything one does here has a name; `make` alone lists them.

.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
BIN := .venv/bin
PYTHON ?= python3
UV := $(shell command -v uv 2>/dev/null)
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard loyalty_app/translations/*/LC_MESSAGES/*.po))
# Each process starts a Postgres of its own.
TEST_PROCESSES ?= 2

.NOTPARALLEL:
.PHONY: help setup setup-dev run test lint types architecture templates translations \
        translations-check format bench bench-live browser screenshots lock

help:  ## list these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /|/' | \
		while IFS='|' read -r name words; do printf '  make %-20s %s\n' "$$name" "$$words"; done

setup: .venv/installed $(CATALOGUES)  ## make .venv with exactly the locked libraries, and the shop's secret key
	@scripts/secret-key
setup-dev: .venv/installed-dev $(CATALOGUES)  ## the same, with what tests and checks need

# A stamp newer than its lock file means there is nothing to do.
.venv/installed: requirements.txt | .venv/bin/python
	@scripts/install requirements.txt
	@touch $@

.venv/installed-dev: requirements-dev.txt | .venv/bin/python
	@scripts/install requirements-dev.txt
	@touch $@ .venv/installed

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Tessera needs Python 3.11 or newer; set PYTHON to one.")'
ifdef UV
	@uv venv --quiet --python $(PYTHON) .venv
else
	@$(PYTHON) -m venv .venv || { echo "On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
endif

%.mo: %.po | .venv/installed
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

run: setup  ## start the shop on http://localhost:8000 (PORT, HOST and DEMO=0 are heeded)
	@scripts/run

test: setup-dev lint types architecture templates translations-check browser  ## all checks and all tests
	$(BIN)/pytest --numprocesses $(TEST_PROCESSES) $(PYTEST_ARGS)

lint: setup-dev  ## style and likely mistakes
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup-dev  ## mypy --strict
	$(BIN)/mypy

architecture: setup-dev  ## imports point down the ranks
	$(BIN)/lint-imports

templates: setup-dev  ## mistakes in templates
	@if [ -d templates ]; then $(BIN)/djlint --lint --quiet templates; fi

translations: setup-dev  ## collect new texts into the .po files and compile them
	$(BIN)/pybabel --quiet extract -F pyproject.toml -k _l -k _n:1,2 -k said_later --sort-by-file --no-wrap \
		--add-location=file --omit-header -o .venv/messages.pot .
	@for catalogue in $(CATALOGUES:.mo=.po); do \
		$(BIN)/pybabel --quiet update --input-file .venv/messages.pot --output-file $$catalogue \
			--locale "$$(basename "$$(dirname "$$(dirname "$$catalogue")")")" --no-wrap \
			--ignore-pot-creation-date --no-fuzzy-matching --ignore-obsolete; \
	done
	@$(MAKE) --no-print-directory $(CATALOGUES)

translations-check: setup-dev  ## every text has its translation
	@scripts/check-translations

format: setup-dev  ## let the tools tidy up
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup-dev  ## how fast it is, beside the bare driver (CDNOW=purchases.csv imports that file)
	@$(BIN)/python -m bench $(if $(CDNOW),--purchases $(CDNOW)) $(BENCH_ARGS)

bench-live: setup-dev  ## how soon phones hear of a purchase, and how many of them one process carries
	@$(BIN)/python -m bench.live

browser:  ## find chromium for the browser tests, or install it (as root on Debian)
	@scripts/browser

screenshots: setup-dev  ## pictures of every page on a phone, in test-results/screenshots
	@PYTHONPATH=. $(BIN)/python scripts/screenshots.py

lock:  ## renew the lock files from pyproject.toml (needs the network)
	@scripts/lock
