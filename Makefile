# The book with two commands: `make book` and `make test`. Each target sets up .venv first when it is missing or outdated.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8000
JOBS ?= $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)

.PHONY: help setup book serve test lab refresh student lint bench mutants clean

help:  ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/reader.ok  ## create .venv and install what a reader needs

book: .venv/reader.ok  ## build the site into _build/html
	@$(BIN)/python -m tools.build

serve: book  ## build the site and serve it on http://127.0.0.1:8000 (PORT=… for another)
	@$(BIN)/python -m http.server $(PORT) --bind 127.0.0.1 --directory _build/html

test: .venv/author.ok book  ## run every check: package, numbers, formulas, notebooks, site
	@PYTHON=$(BIN)/python JOBS=$(JOBS) sh tests/run.sh

lab: .venv/reader.ok  ## open the chapters in JupyterLab
	@$(BIN)/jupyter trust chapters/*.ipynb appendix/*.ipynb >/dev/null  # else JupyterLab hides stored figures
	@$(BIN)/jupyter lab --notebook-dir=. --LabApp.default_url=/lab/tree/chapters

refresh: .venv/reader.ok  ## run the notebooks and store their outputs in the normal form
	@$(BIN)/python -m tools.refresh

student: .venv/reader.ok  ## write the chapters without solutions into _build/student
	@$(BIN)/python -m tools.student

lint: .venv/author.ok  ## ruff, on code and notebooks
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

bench: .venv/author.ok  ## print measurements of the package and the site
	@for file in benchmarks/*.py; do echo "== $$file"; $(BIN)/python $$file || exit 1; done

mutants: .venv/author.ok  ## alter numbers, formulas and code, and count how many alterations the checks notice
	@$(BIN)/python -m bookproof mutants
	@$(BIN)/mutmut run && $(BIN)/mutmut results && $(BIN)/mutmut export-cicd-stats
	@$(BIN)/python -m bookproof mutants --code-statistics mutants/mutmut-cicd-stats.json

clean:  ## remove the site and the stored results of chapters
	rm -rf _build

.venv/reader.ok: requirements.txt constraints.txt pyproject.toml package.json package-lock.json
	@sh setup.sh "$(PYTHON)" requirements.txt
	@touch $@

.venv/author.ok: requirements-dev.txt .venv/reader.ok
	@sh setup.sh "$(PYTHON)" requirements-dev.txt
	@touch $@
