# Needs make and Python 3.11 or newer, and brings everything else itself. `make help` lists the
# targets; PYTHON=/path/to/python chooses another Python, ARGS=... goes to pytest or the benchmarks.
PORT ?= 8050
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run test quick thorough bench docs screenshots lint style fmt lock clean venv venv-dev browser programs

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: venv ## the demo plant, live, on http://localhost:8050 (PORT=... for another port)
	@exec $(BIN)/command-center demo --port $(PORT)

test: venv-dev browser programs style ## linter, types, layers, and everything else against real services
	$(BIN)/python -m pytest --numprocesses 3 --max-worker-restart 0 --dist loadfile --no-loadscope-reorder -m "not thorough" $(ARGS)

quick: venv-dev browser programs style ## the tests that reach what has changed since the last `make quick` (the first run is whole)
	$(BIN)/python -m pytest --testmon -m "not thorough" $(ARGS)

thorough: venv-dev browser ## the tests that `test` has no time for: wide looks in a browser, hundreds of requests a door
	$(BIN)/python -m pytest -m thorough $(ARGS)

bench: venv-dev browser ## every figure of the budget, measured on this machine
	$(BIN)/python -m benchmarks $(ARGS)

docs: venv-dev ## every command, fact and row for who programs against the center, into out/docs
	$(BIN)/python -m command_center.page_server.reference out/docs

screenshots: venv-dev browser ## pictures for docs/images (ARGS="--all FOLDER": every page in every look)
	$(BIN)/python -m tests.support.screenshots $(ARGS)

lint: style ## ruff, mypy, the import contracts, and deno for the scripts of the pages
	$(BIN)/mypy
	$(BIN)/python tools/browser_types.py
	$(BIN)/deno check --quiet assets
	$(BIN)/deno check --quiet --import-map tests/js/fakes.json tests/js
	$(BIN)/lint-imports

style: venv-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/deno lint --quiet
	$(BIN)/deno fmt --check --quiet

fmt: venv-dev ## format the code, mend what ruff and deno can mend
	$(BIN)/deno fmt --quiet
	$(BIN)/deno lint --fix --quiet
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

lock: ## pin the newest releases again (needs uv on PATH)
	@command -v uv >/dev/null || { echo "make lock needs uv: python3 -m pip install uv"; exit 1; }
	echo hatchling | uv pip compile $(LOCK_FLAGS) --extra gateway --extra opcua --extra devices pyproject.toml - --output-file requirements.lock
	uv pip compile $(LOCK_FLAGS) --extra dev --constraints requirements.lock pyproject.toml --output-file requirements-dev.lock

# One version of everything for Python 3.11 and up, and no registry's address in the file.
LOCK_FLAGS := --quiet --upgrade --universal --python-version 3.11 --fork-strategy fewest \
	--generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links

clean: ## remove .venv and every cache
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis build dist

venv:
	@python=$$(sh tools/find_python.sh $(PYTHON)) && "$$python" tools/environment.py

venv-dev:
	@python=$$(sh tools/find_python.sh $(PYTHON)) && "$$python" tools/environment.py --dev

browser: venv-dev
	@$(BIN)/python -m tests.support.chromium

programs: venv-dev
	@$(BIN)/python -m tests.support.debian
