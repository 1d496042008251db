# Two commands: `make run` opens the dashboard, `make test` checks everything.
# The system's own Python, where it is new enough: distributions optimise theirs by profile, which
# builds from source, as pyenv's, are not, and are a tenth slower.
PYTHON ?= $(shell /usr/bin/python3 -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null && echo /usr/bin/python3 || echo python3)
BIN := .venv/bin

.PHONY: run test format pin bench screenshots fuzz audit clean

run: .venv/.installed
	$(BIN)/python -m dashboard run

test: .venv/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest

format: .venv/.installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

pin: .venv/.installed-dev
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url requirements.in -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url requirements-dask.in -o requirements-dask.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url requirements-dev.in -o requirements-dev.txt

bench: .venv/.installed-dev
	$(BIN)/python -m benchmarks.table

screenshots: .venv/.installed-dev
	$(BIN)/python -m scripts.make_screenshots

# A minute for each fuzzer; FUZZ_SECONDS=600 for longer. What it finds is kept in var/fuzz.
FUZZ_SECONDS ?= 60
FUZZ = -max_total_time=$(FUZZ_SECONDS) -timeout=60 -rss_limit_mb=3000 -len_control=0 -artifact_prefix=var/fuzz/
fuzz: .venv/.installed-dev
	$(BIN)/pip install --quiet --disable-pip-version-check atheris==3.0.0
	mkdir -p var/fuzz/coder
	$(BIN)/python -m fuzz.coder var/fuzz/coder $(FUZZ) -max_len=1000
	$(BIN)/python -m fuzz.readers var/fuzz/readers $(FUZZ) -max_len=4000

# Known holes in what requirements.txt pins, where the network allows to ask.
audit: .venv/.installed-dev
	$(BIN)/pip install --quiet --disable-pip-version-check pip-audit==2.10.1
	$(BIN)/pip-audit --requirement requirements.txt --no-deps --disable-pip

clean:
	rm -rf .venv var

.venv/bin/python:
	$(PYTHON) -m venv .venv || { echo "Python 3.11 or newer with venv is needed (Debian: apt-get install python3-venv)"; exit 1; }

.venv/.installed: requirements.txt | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

# The browser tests take Debian's Chromium where it is, and Playwright's own elsewhere.
.venv/.installed-dev: requirements-dev.txt .venv/.installed
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	command -v chromium > /dev/null || $(BIN)/python -m playwright install chromium
	touch $@
