# The commands of the project. `make demo` and `make test` need Python 3.11 with pip and venv, and nothing else.

PYTHON ?= python3
WORKERS ?= 2
BIN := .venv/bin
READY := .venv/ready

.DEFAULT_GOAL := help
.PHONY: help setup lock demo chromium screens journey drill bench faults fuzz interleave storms mutate soak test check check-migrations clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) ## make the virtual environment

$(READY): requirements/dev.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

lock: $(READY) ## renew requirements/*.txt from requirements/*.in
	@for name in base dev; do \
		env -u UV_INDEX_URL -u UV_EXTRA_INDEX_URL -u UV_FIND_LINKS $(BIN)/uv pip compile --quiet --no-config --upgrade \
			--universal --python-version 3.11 --generate-hashes --no-annotate --no-strip-extras --custom-compile-command 'make lock' \
			--no-emit-index-url --no-emit-find-links requirements/$$name.in -o requirements/$$name.txt || exit 1; \
	done

demo: $(READY) ## start the whole site with demonstration data; Ctrl-C ends it
	@$(BIN)/python -m config.demo

journey: $(READY) ## play one year over HTTP against a fresh instance and prove the books
	@$(BIN)/python -m scripts.journey

chromium: $(READY) ## fetch a browser for the browser tests without root, where there is none
	@$(BIN)/python -m scripts.chromium

screens: $(READY) ## pictures of every page of every role at 1440 and 390 px in var/screens; ONLY=role for some
	@$(BIN)/python -m scripts.screens $(ONLY)

drill: $(READY) ## lose a machine, restore its backup on another, prove that nothing is missing; ARGS=--short
	@env -u DATABASE_URL -u REDIS_URL $(BIN)/python -m scripts.drill $(ARGS)

bench: $(READY) ## measure against throw-away servers; ONLY=name for one figure, AGAINST=DIR alternates claims with another version
	@$(BIN)/python -m bench $(ONLY) $(if $(AGAINST),--against $(AGAINST))

MINUTES ?= 4

faults: $(READY) ## inject faults for MINUTES=4 under load, then audit the answers; SEED=… repeats a plan
	@$(BIN)/python -m faults --minutes $(MINUTES) $(if $(SEED),--seed $(SEED))

CASES ?= 5000

fuzz: $(READY) ## send requests that the API description allows and forbids; CASES=5000
	FUZZ_CASES=$(CASES) $(BIN)/python -m config.embedded run --test -- $(BIN)/python -m pytest -n $(WORKERS) tests/fuzz

INTERLEAVINGS ?= 1000
STORMS ?= 100

interleave: $(READY) ## play pairs of operations in 10,000 orders of their statements; SEED=, ONLY=pattern
	$(if $(SEED),INTERLEAVE_SEED=$(SEED)) INTERLEAVINGS=$(INTERLEAVINGS) ONLY='$(ONLY)' $(BIN)/python -m config.embedded run --test -- \
		$(BIN)/python -m pytest -n $(WORKERS) tests/concurrency/interleaving

storms: $(READY) ## 64 clients at once on the last money, invoice or redemption, a hundred times each
	STORMS=$(STORMS) $(BIN)/python -m config.embedded run --test -- $(BIN)/python -m pytest -n 0 tests/concurrency/storms

mutate: $(READY) ## mutate the rules in one place at a time and run their tests; ONLY=path for some files
	@TZ=UTC $(BIN)/python -m scripts.mutate --workers $(WORKERS) $(ONLY)

soak: $(READY) ## random operations against a model for MINUTES=4; SEED=… plays other worlds
	$(if $(SEED),SOAK_SEED=$(SEED)) SOAK_MINUTES=$(MINUTES) $(BIN)/python -m config.embedded run --test -- \
		$(BIN)/python -m pytest -q -n 0 tests/soak/test_soak.py

test: $(READY) ## run the whole suite
	$(BIN)/python -m config.embedded run --test -- $(BIN)/python -m pytest -n $(WORKERS) --dist loadscope $(ARGS)

check: $(READY) ## ruff, mypy, import contracts, migrations, deployment settings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-logo
	$(BIN)/mypy
	set -a; . config/production.env.example; eval "$$($(BIN)/python scripts/new_keys.py)"; set +a; $(BIN)/python manage.py check --deploy --fail-level WARNING
	$(BIN)/python -m config.embedded run --test -- $(MAKE) --no-print-directory check-migrations

# Needs a database: `make check` starts one.
check-migrations:
	DJANGO_SETTINGS_MODULE=config.settings.test $(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python scripts/lint_migrations.py

clean: ## remove the environment, caches, and all data of the demonstration
	rm -rf .venv .local var .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache htmlcov .coverage
