# The front door. `make course` and `make test` are the two commands of the README.
PYTHON ?= python3
PIP_ARGS ?=
VENV := .venv
BIN := $(VENV)/bin
STAMPS := build/.stamps

# What each step depends on; a file that is newer than the step's stamp runs the step again.
files = $(shell find $(1) -type f -not -path '*/__pycache__/*' -not -path '*/.ipynb_checkpoints/*' -not -name '*.pyc' 2>/dev/null)
PACKAGE := $(call files,cnncourse)
SOLUTIONS := $(call files,solutions)
BOOK := $(call files,book benchmarks/results deploy) _config.yml _toc.yml

# Apart from the other tests, because they must see every line and branch of the layers.
LAYER_TESTS := tests/layers_numpy tests/layers_torch tests/test_parity.py

.PHONY: help course install book exercises class report test lint bench bench-grading mutants site-check pdf clean
.DELETE_ON_ERROR:

help: ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

course: book class ## the book, the exercises, and a sample class graded; prints where to look
	@$(BIN)/cnncourse build report

install: $(VENV)/.installed ## the environment alone

$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if (3, 11) <= v < (3, 14) else f"Python {v.major}.{v.minor} found as $(PYTHON); 3.11 to 3.13 is needed: make install PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --disable-pip-version-check $(PIP_ARGS) -r requirements.lock
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation --editable .
	@touch $@

exercises: $(STAMPS)/exercises ## the student notebooks, from the solution texts
$(STAMPS)/exercises: $(VENV)/.installed $(SOLUTIONS) $(PACKAGE) nbgrader_config.py
	@$(BIN)/cnncourse build exercises
	@mkdir -p $(STAMPS) && touch $@

class: $(STAMPS)/class ## the sample class: 24 submissions, graded, with feedback
$(STAMPS)/class: $(STAMPS)/exercises
	@$(BIN)/cnncourse build class
	@mkdir -p $(STAMPS) && touch $@

book: $(STAMPS)/book ## the HTML book
$(STAMPS)/book: $(STAMPS)/exercises $(BOOK)
	@$(BIN)/cnncourse build book
	@mkdir -p $(STAMPS) && touch $@

report: ## the grade table of the sample class, and the links
	@$(BIN)/cnncourse build report

lint: $(VENV)/.installed ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: $(VENV)/.installed lint ## everything; says what was skipped and why
	$(BIN)/python -m pytest -n 2 --dist loadfile $(LAYER_TESTS) --cov-fail-under=100 --cov-report=term-missing:skip-covered \
	    --cov=cnncourse.layers_numpy --cov=cnncourse.layers_torch
	$(BIN)/python -m pytest -n 2 --dist loadfile $(LAYER_TESTS:%=--ignore=%)

bench: $(VENV)/.installed ## the layers against PyTorch, as a table
	$(BIN)/python -m benchmarks.layers

bench-grading: $(VENV)/.installed ## grading against plain nbgrader, as a table
	$(BIN)/python -m benchmarks.grading

mutants: $(VENV)/.installed ## small changes to the layers that no test notices (8 minutes)
	$(BIN)/python tests/mutants.py

site-check: book ## every page in Chromium, Lighthouse, valid HTML, screenshots (needs Chromium and npm)
	$(BIN)/python -m pytest -s tests/site/check_pages.py tests/site/check_tools.py

pdf: book ## the whole book as one PDF (needs Chromium)
	@$(BIN)/cnncourse build pdf

clean: ## removes what was built, and keeps the environment
	rm -rf build
