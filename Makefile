# Everything here works on a bare machine with Python 3.11, its venv module and make.
# Paths are relative and quoted: a clone may lie in a folder with a space in its name.
.DEFAULT_GOAL := help
.PHONY: help setup demo check test fuzz torture mutants bench pictures messages learn fix lock tools typed settled
MAKEFLAGS += --no-print-directory
export HEARD_HOME ?= $(CURDIR)/.heard
# Some machines tell Python to keep nothing that it compiled: then each of the many processes of
# the demo and the tests would compile all of it again, for two seconds.
export PYTHONDONTWRITEBYTECODE :=

BIN := .venv/bin
UV := .build/toolbox/bin/uv
PYTHON_FILES := src tests building benchmarks

# Lines and branches are counted (tests/covered.py says how many must be run).
COVERED := SLIPCOVER_ENABLED=1 SLIPCOVER_BRANCH=1 SLIPCOVER_SOURCE=$(CURDIR)/src/heard \
	SLIPCOVER_OMIT='*/migrations/*'

# Tests run side by side, a process each for at most so many processors (tests/side_by_side.py).
SIDE_BY_SIDE := -n logical --maxprocesses 4 --no-loadscope-reorder

# How `make messages` reads the pages; tests/web/test_messages.py reads them the same way.
EXTRACTED := --mapping-file=pyproject.toml --keywords=gettext_lazy --no-location --no-wrap

# What production has to be told; `make check` tells it this, so that its refusals are in force.
PRODUCTION := HEARD_ENV=production \
	HEARD_FORCE_NAME='Checked Police' \
	HEARD_SITE_URL=https://heard.example \
	HEARD_ALLOWED_HOSTS=heard.example \
	HEARD_SECRET_KEY=x7Kq2vTn9wRb4mZc8jLp3sHd6fGy1aQe5uWoXiNtJkBvMrCzQpLs8dYh \
	HEARD_KEYS='{"ring": {"a": "Q2hlY2tlZCBieSBtYWtlLCB1c2VkIGJ5IG5vYm9keS4="}, "current": "a", "lookup": "VGhpcyBvbmUgbG9va3MgdXAgYW5kIG5vdGhpbmcgZWw="}' \
	HEARD_CHANNELS='{}' \
	DATABASE_URL=postgresql://heard_app@database.example/heard

help:  ## show these words
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/make \1@\2/p' Makefile | while IFS=@ read -r name words; \
		do printf '%-12s %s\n' "$$name" "$$words"; done

setup:  ## make .venv and build the style sheets, if anything changed
	@sh building/prepare.sh run

demo: setup  ## run a trial force with simulated citizens, until Ctrl-C
	@exec $(BIN)/heard demo

tools:
	@sh building/prepare.sh test

check: tools  ## format, lint, types, import contract, migrations, production settings
	@$(MAKE) -j2 typed settled

typed:
	$(BIN)/mypy $(PYTHON_FILES)

settled:
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/lint-imports
	$(BIN)/heard manage makemigrations --check --dry-run
	@echo '$(BIN)/heard manage check --deploy'
	@$(PRODUCTION) $(BIN)/heard manage check --deploy --fail-level WARNING

test: check  ## check, then every test with its coverage
	$(COVERED) $(BIN)/pytest $(SIDE_BY_SIDE)

pictures: tools  ## take pictures of every page, narrow to printed, into .build/pictures
	$(BIN)/python -m tests.pictures

# What is new comes untranslated into every catalogue, and what is no longer said goes.
messages: tools  ## gather the words of the citizen's pages into their catalogues (docs/languages.md)
	$(BIN)/pybabel --quiet extract $(EXTRACTED) --output-file=.build/messages.pot \
		src/heard/web src/heard/membership src/heard/conversations
	$(BIN)/pybabel --quiet update --domain=django --input-file=.build/messages.pot --no-wrap \
		--output-dir=src/heard/web/locale --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date

learn: tools  ## teach the second detector of danger its sentences anew, after a change of them
	$(BIN)/python -m building.learn

fuzz: tools  ## ten thousand histories of fifty steps against the oracle; an hour or two
	HEARD_FUZZ_HISTORIES=10000 HEARD_FUZZ_STEPS=50 nice $(BIN)/pytest $(SIDE_BY_SIDE) -rP \
		tests/eligibility/test_stateful.py

# The long forms of what `make test` does in short; about half an hour.
torture: tools  ## kill fifty senders over 100,000 letters; race flags, caps, replays and receipts at length
	HEARD_TORTURE_LETTERS=100000 HEARD_TORTURE_ROUNDS=25 HEARD_TORTURE_NUMBERS=1000 \
		HEARD_TORTURE_EVENTS=100000 HEARD_TORTURE_SENDS=1000 HEARD_TORTURE_RECEIPTS=10000 \
		nice $(BIN)/pytest -s -v \
		tests/delivery/test_crash.py tests/delivery/test_matrix.py tests/eligibility/test_race.py \
		tests/invitations/test_cap_race.py tests/cli/test_replay.py \
		tests/web/feeds/test_notify_callbacks.py

# mutmut stays only as long as it runs: with its setproctitle a server's processes hide what
# they were started with, by which the tests find them again.
mutants: tools  ## change the gate in every small way, and list the changes that no test notices
	rm -rf mutants
	$(UV) pip install --quiet --python $(BIN)/python mutmut==3.8.1
	-nice $(BIN)/mutmut run --max-children 1
	-$(BIN)/mutmut results
	$(UV) pip uninstall --quiet --python $(BIN)/python mutmut setproctitle

bench: tools  ## measure the speed on this machine and write it to docs/performance.md
	@$(BIN)/python -m benchmarks

fix: tools  ## format, and mend what the linter can mend
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

lock:  ## write the lock files anew, after a change of requirements*.in or package.json
	@sh building/prepare.sh lock
