# Everything here makes its own environment in .venv from requirements.lock; nothing else need be installed.
PYTHON ?= python3
BIN := .venv/bin
PEERS := tests/benchmarks/peers

.DEFAULT_GOAL := help
.PHONY: help contracts test run check format fuzz mutants golden bench bench-peers bench-docs dist dist-check lock clean

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13) and "Python 3.11 to 3.13 is needed, this is %d.%d; say make PYTHON=python3.12" % sys.version_info[:2] or 0)'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

contracts: .venv/ready  ## the main job: fuzz every facade and the SOAP side, print the verdict, write reports/
	$(BIN)/contracts run --report-dir reports

test: .venv/ready  ## the tests, in parallel
	$(BIN)/python -m pytest -n auto --dist worksteal -q

run: .venv/ready  ## serve the emulator on http://127.0.0.1:8010
	$(BIN)/emulator serve

check: .venv/ready  ## format, lint, types, imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/ready  ## put the code into its format and mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

fuzz: .venv/ready  ## the same promises, longer and at random: ten minutes unless BUDGET says otherwise
	$(BIN)/contracts run --profile thorough --time-budget $(or $(BUDGET),600) --report-dir reports/fuzz

mutants: .venv/ready  ## our emulator with one defect each: the gate must find every one, and say which promise it breaks
	$(BIN)/contracts mutants --report-dir reports/mutants

golden: .venv/ready  ## write anew what is made from the code: openapi/scheduling.wsdl, the schema of scenarios, tests/golden, tables in docs/
	$(BIN)/emulator wsdl > openapi/scheduling.wsdl
	$(BIN)/emulator scenario schema > emulator/scenarios/scenario.schema.json
	$(BIN)/python -m tests.golden
	$(BIN)/python -m tests.agreement.generated

bench: .venv/ready  ## how fast it is, beside a floor in the same run: tables, reports/bench.json and bench.svg; about six minutes
	$(BIN)/python -m tests.benchmarks

bench-peers: .venv/ready  ## the same for SOAP cancel beside WireMock, Mountebank and MockServer, which it installs by npm; needs Node and Java
	@command -v npm >/dev/null || { echo 'bench-peers: npm is needed; it comes with Node.js'; exit 1; }
	npm ci --prefix $(PEERS) --ignore-scripts --no-audit --no-fund --loglevel error
	$(BIN)/python -m tests.benchmarks peers

bench-docs: .venv/ready  ## put the figures of the last run into docs/how-fast.md and docs/bench.svg
	$(BIN)/python -m tests.benchmarks --page reports/bench.json
	$(BIN)/python -m tests.benchmarks --chart docs/bench.svg

# The time of the last commit stands in the archives, so that the same commit gives the same bytes on every machine.
dist: .venv/ready  ## the wheel and the sdist, in dist/
	rm -rf dist
	SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct 2>/dev/null || echo 315532800) $(BIN)/python -m hatchling build -d dist

dist-check: dist  ## install the wheel in an empty environment, and use it outside of this folder
	rm -rf build/empty && $(PYTHON) -m venv build/empty
	sed -e 's/ *\\$$//' -e '/^ *--hash=/d' requirements.lock > build/constraints.txt
	build/empty/bin/python -m pip install --quiet --disable-pip-version-check -c build/constraints.txt dist/*.whl
	cd build/empty && bin/emulator doctor --set port=0 && bin/contracts run --document joc --phase mapping --report-dir reports

lock: .venv/ready  ## pin anew what pyproject.toml allows
	$(BIN)/uv pip compile --universal --python-version 3.11 --group dev --generate-hashes --no-header --quiet --upgrade pyproject.toml -o requirements.lock

clean:  ## remove what the targets made
	rm -rf .venv reports .pytest_cache .mypy_cache .ruff_cache .hypothesis .schemathesis build dist *.egg-info $(PEERS)/node_modules
