# Everything runs in .venv, made from requirements.lock. A second call installs nothing.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STUDY ?= corpus
INSTALLED := $(VENV)/.installed

.PHONY: demo run test test-all lint lock models themes corpus simulate clean

demo: $(INSTALLED)
	$(BIN)/vertellen demo $(STUDY)

run: $(INSTALLED)
	$(BIN)/vertellen run $(STUDY)

test: $(INSTALLED)
	$(BIN)/pytest -m "not slow" -n 2 --dist worksteal

test-all: $(INSTALLED)
	$(BIN)/pytest

lint: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

$(INSTALLED): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --no-deps -r requirements.lock
	VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --no-deps --editable .
	touch $(INSTALLED)

# Retrains the Dutch pipeline and the passage vectors from ../shared/ and measures both.
models: $(INSTALLED)
	$(BIN)/python -m weasel run all models

# Fits the program's own theme coder again.
themes: $(INSTALLED)
	$(BIN)/python scripts/train_themes.py

# Rebuilds the example study from ../shared/corpus, its simulated outcomes and its statement.
corpus: $(INSTALLED)
	$(BIN)/python scripts/build_corpus.py ../shared
	$(BIN)/python scripts/simulate_outcomes.py
	$(BIN)/python scripts/describe_corpus.py

# Simulates the statistics on data whose truth is known; writes the table of the method.
simulate: $(INSTALLED)
	$(BIN)/python scripts/simulate_method.py

# The lock names packages and versions only. bertopic's torch and sentence-transformers stay out.
lock:
	$(BIN)/uv pip compile pyproject.toml --extra test --universal --python-version 3.11 \
	  --no-annotate --no-header --quiet | grep -v "'never'" > requirements.lock

clean:
	rm -rf $(VENV) corpus/results
