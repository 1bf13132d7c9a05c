# `make demo` shows the product, `make test` checks everything. Both set up what they need.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

.PHONY: demo test check eval run install lint types imports constraints clean

install: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Shuzhi needs Python 3.11 or newer: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[dev,postgres,browser]'
	touch $(STAMP)

demo: install
	$(BIN)/shuzhi demo

run: install
	$(BIN)/shuzhi daemon

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install
	$(BIN)/mypy

imports: install
	$(BIN)/lint-imports

check: lint types imports

test: check
	$(BIN)/pytest -n 2 --cov --cov-report=term
	@$(MAKE) --no-print-directory eval

eval: install
	$(BIN)/python -m tests.evaluate

clean:
	rm -rf $(VENV) var build dist .coverage* .mypy_cache .ruff_cache .pytest_cache

constraints: install
	$(BIN)/pip freeze --all --exclude-editable | grep -v -E '^(pip|setuptools|wheel)=' > constraints.txt
