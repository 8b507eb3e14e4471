# The book with three commands: `make book`, `make check` and `make test`. Each target sets up .venv first when it is missing or outdated.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8000
SEED ?= $(shell date +%j)
# Some machines ask Python to keep no bytecode; each process of a build would then compile every library it imports.
unexport PYTHONDONTWRITEBYTECODE
JOBS ?= $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)

# Two targets that write the same things, such as node_modules and the site, must not run side by side under -j.
.NOTPARALLEL:

.PHONY: help setup book serve check test test-engines smoke long wheel lab refresh student lint bench mutants clean

help:  ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/reader.ok  ## create .venv and install what a reader needs

book: .venv/reader.ok  ## build the site into _build/html
	@$(BIN)/python -m tools.build

serve: book  ## build the site and serve it on http://127.0.0.1:8000 (PORT=… for another)
	@$(BIN)/python -m http.server $(PORT) --bind 127.0.0.1 --directory _build/html

check: .venv/author.ok  ## what an author runs before a commit: lint, types, numbers, words, formulas, package
	@PYTHON=$(BIN)/python JOBS=$(JOBS) sh tests/check.sh

test: .venv/author.ok book  ## run all tests, all but lint: package, numbers, formulas, notebooks, site
	@PYTHON=$(BIN)/python JOBS=$(JOBS) sh tests/run.sh

test-engines: .venv/author.ok book  ## open every page in Chromium, Firefox and WebKit (on Debian: firefox-esr, webkit2gtk-driver, xvfb)
	@LOSSBOOK_ENGINES="chromium firefox webkit" $(BIN)/python -m pytest -q -rs tests/engines

smoke: check  ## `check`, and two widgets in a browser
	@OMP_NUM_THREADS=1 $(BIN)/python -m pytest -q -n $(JOBS) --dist loadgroup tests/browser/test_widget_sigmoid_explorer.py tests/browser/test_widget_question.py

long: .venv/author.ok  ## random inputs by the thousand, notebooks with other roundings, a sample of altered numbers and claims
	@OMP_NUM_THREADS=1 $(BIN)/python -m pytest -q -n $(JOBS) --hypothesis-profile=long tests/lossbook
	@OMP_NUM_THREADS=1 $(BIN)/python -m pytest -q -n $(JOBS) --hypothesis-profile=long tests/browser/test_widgets.py -k thousand
	@PYTHONPATH=$(CURDIR)/tests/shaken ATEN_CPU_CAPABILITY=default OMP_NUM_THREADS=1 $(BIN)/python -m pytest -q -n $(JOBS) --dist loadfile \
		-p tests.notebooks --nbval --nbval-cell-timeout 180 chapters appendix
	@$(BIN)/python -m bookproof mutants --sample 500 --seed $(SEED)

wheel: .venv/author.ok  ## install the package's wheel alone, at pinned and at lowest versions, and run its doctests
	@sh tests/wheel.sh $(BIN)/python pinned
	@sh tests/wheel.sh $(BIN)/python lowest

lab: .venv/reader.ok  ## open the chapters in JupyterLab
	@$(BIN)/jupyter trust chapters/*.ipynb appendix/*.ipynb >/dev/null  # else JupyterLab hides stored figures
	@$(BIN)/python -m jupyterlab --notebook-dir=. --ServerApp.contents_manager_class=tools.lab.Contents --LabApp.default_url=/lab/tree/chapters

refresh: .venv/reader.ok  ## run the notebooks and store their outputs in the normal form
	@$(BIN)/python -m tools.refresh

student: .venv/reader.ok  ## write the chapters without solutions into student
	@$(BIN)/python -m tools.student

lint: .venv/author.ok  ## ruff, on code and notebooks, mypy on the packages, eslint and prettier on the widgets
	@PYTHON=$(BIN)/python sh tests/lint.sh

bench: .venv/author.ok  ## measure builds and checks side by side, then losses, pages and widgets
	@for name in builds losses pages widget_input; do \
		echo "== $$name"; $(BIN)/python -m benchmarks.$$name || exit 1; done

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
