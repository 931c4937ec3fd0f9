# The product's commands; each sets up what it needs. `make` alone lists them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
PORT ?= 8080
DATA ?= .data
STORE ?= auto
EACH ?=
MODE ?= offline
SIM ?=
URL ?= http://127.0.0.1:$(PORT)
bin := .venv/bin
export PYTHONPATH := $(CURDIR)

.PHONY: help
help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

# --- what is set up once, and again when its lock changes

.venv/ready: requirements.txt
	@$(PYTHON) infra/require.py python
	@echo "Setting up Python (about a minute the first time) …"
	@test -x $(bin)/python || $(PYTHON) -m venv .venv
	@$(bin)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

web/node_modules/ready: web/package-lock.json
	@$(PYTHON) infra/require.py node
	@echo "Setting up the web app's tools …"
	@cd web && npm ci --silent --no-audit --no-fund
	@touch $@

built := web/dist/app/index.html
$(built): web/node_modules/ready $(shell find web/src web/public web/index.html web/app web/vite.config.ts -type f)
	@echo "Building the web app …"
	@cd web && npm run --silent build -- --logLevel warn
	@touch $@

.venv-cloud/ready: infra/cloud/requirements.txt
	@echo "Setting up what plans the cloud …"
	@test -x .venv-cloud/bin/python || $(PYTHON) -m venv .venv-cloud
	@.venv-cloud/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r infra/cloud/requirements.txt
	@touch $@

# --- the two that matter

.PHONY: dev dev-reset
dev: .venv/ready $(built) ## run the whole product on this machine (PORT=, DATA=, STORE=, EACH=1, WB_SIM_SEED=)
	@$(bin)/python -m infra.local --port $(PORT) --data "$(DATA)" --store $(STORE) $(if $(EACH),--each) --simulator="$(SIM)"

dev-reset: .venv/ready ## forget the local data
	@$(bin)/python -m infra.local --data "$(DATA)" --reset

.PHONY: test check
test: .venv/ready web/node_modules/ready .venv-cloud/ready ## everything CI checks
	@$(bin)/python -m infra.browser
	@$(bin)/python -m infra.checks all

check: .venv/ready web/node_modules/ready ## the fast part: no emulators, no browser
	@$(bin)/python -m infra.checks fast

# --- pieces

.PHONY: smoke
smoke: .venv/ready ## ask a running product from outside whether it is well (URL=)
	@$(bin)/python -m infra.smoke "$(URL)"

.PHONY: pilot-qa
pilot-qa: .venv/ready ## try a running product as its seller would: GO or NO-GO (URL=, PILOT_EMAIL=, PILOT_PASSWORD=)
	@$(bin)/python -m infra.pilot_qa "$(URL)"

.PHONY: cloud
cloud: .venv/ready .venv-cloud/ready ## check the cloud's program without a cloud
	@$(bin)/python -m infra.checks cloud

.PHONY: restore-drill
restore-drill: .venv/ready ## restore an older copy of the store and prove that nothing is sent again
	@$(bin)/python -m tests.restore_drill

.PHONY: fmt generate lock figures-dev image stage
fmt: .venv/ready web/node_modules/ready ## format the code
	@$(bin)/ruff check --fix --quiet . || true
	@$(bin)/ruff format --quiet .
	@cd web && npm run --silent format

generate: .venv/ready web/node_modules/ready ## write generated files: OpenAPI and its reference, TypeScript types, README's picture and table
	@$(bin)/python -m infra.generate
	@cd web && npm run --silent generate

lock: .venv/ready ## resolve requirements.in files into hashed locks
	@$(bin)/python -m infra.lock

stage: .venv/ready ## copy each function with `shared` into build/<name>/
	@$(bin)/python -m infra.stage

image: .venv/ready ## build one function's image without a Docker engine and probe it (FUNCTION=name)
	@$(bin)/python -m infra.image $(FUNCTION)

.PHONY: figures
figures: .venv/ready ## write README's table of figures from the last run of each measuring command
	@$(bin)/python -m infra.readme_figures

.PHONY: train-intents
train-intents: .venv/ready ## learn anew what sentence vectors mean (EMBEDDINGS_URL=, EMBEDDINGS_MODEL= for another model)
	@OPENBLAS_NUM_THREADS=1 $(bin)/python -m tests.evaluation.training

.PHONY: train-guard
train-guard: .venv/ready ## learn anew which sentences of a reply break a rule
	@OPENBLAS_NUM_THREADS=1 $(bin)/python -m tests.answers.training

.PHONY: full-sync
full-sync: .venv/ready ## have a seller's whole history read again (SELLER=, DATA=, or PROJECT= and FUNCTION_URL= for a cloud)
	@$(bin)/python -m infra.full_sync "$(SELLER)" --data "$(DATA)" --project "$(PROJECT)"

.PHONY: quarantine
quarantine: .venv/ready ## list WB items that nobody could read (SELLER=, RETRY=1 tries them again, DATA=, or PROJECT= for a cloud)
	@$(bin)/python -m infra.quarantine --data "$(DATA)" --project "$(PROJECT)" \
		--seller "$(SELLER)" --retry "$(RETRY)"

.PHONY: rebuild-days
rebuild-days: .venv/ready ## count days and months of analytics anew (DATA=, or PROJECT= for a cloud)
	@$(bin)/python -m infra.rebuild_days --data "$(DATA)" --project "$(PROJECT)"

.PHONY: migrate
migrate: .venv/ready ## bring stored documents to today's shapes (DRY=1 only tells, AGAIN=1, DATA=, or PROJECT= for a cloud)
	@$(bin)/python -m infra.migrations --data "$(DATA)" --project "$(PROJECT)" \
		$(if $(DRY),--dry-run) $(if $(AGAIN),--again)

.PHONY: record-release
record-release: .venv/ready ## note what this version stores, queues and reads, for the tests of the next one
	@$(bin)/python -m tests.releases

.PHONY: bench-analytics
bench-analytics: .venv/ready ## measure alerts, readiness and pipeline health over a full inbox
	@$(bin)/python -m tests.analytics_bench

.PHONY: rebuild-profiles
rebuild-profiles: .venv/ready ## make links and buyers' profiles anew from the inbox (DATA=, or PROJECT= for a cloud)
	@$(bin)/python -m infra.rebuild_profiles --data "$(DATA)" --project "$(PROJECT)"

.PHONY: rotate-token-key
rotate-token-key: .venv/ready ## wrap all sellers' tokens with the newest key (DATA=, or PROJECT= and KMS_KEY= for a cloud)
	@$(bin)/python -m infra.rotate_token_key --data "$(DATA)" --project "$(PROJECT)" --kms-key "$(KMS_KEY)"

figures-dev: .venv/ready ## measure set-up, restart and the first journey of `make dev`
	@$(bin)/python -m infra.figures_dev

.PHONY: wb-contract
wb-contract: .venv/ready ## compare WB's API with what we rely on (MODE=offline|online|both, INBOX_WB_OPENAPI=, WB_TOKEN=)
	@$(bin)/python -m infra.wb_contract --mode $(MODE)

.PHONY: prism-smoke
prism-smoke: .venv/ready ## run the WB connector against Prism, a contract server of others (installs it under build/)
	@$(PYTHON) infra/require.py node
	@$(bin)/python -m infra.prism

# --- quality of understanding

.PHONY: eval
eval: .venv/ready ## how well buyers' words are understood (FILE= any lines, QUICK=1 texts only, MISSES=1 but of the test)
	@$(bin)/python -m tests.evaluation $(if $(FILE),--file "$(FILE)") $(if $(QUICK),--quick) $(if $(MISSES),--misses)

.PHONY: eval-automatic
eval-automatic: .venv/ready ## from which confidence on praise may be answered without a person
	@OPENBLAS_NUM_THREADS=1 $(bin)/python -m tests.evaluation.automatic

.PHONY: eval-answers
eval-answers: .venv/ready ## how surely bad answers are held back (FILE= any lines, MISSES=1 of development)
	@$(bin)/python -m tests.answers $(if $(FILE),--file "$(FILE)") $(if $(MISSES),--misses)

# --- the web app as sellers have it

.PHONY: bench-web
bench-web: .venv/ready $(built) ## speed, weight, axe, Lighthouse of the web app (ITEMS=10000, MANY=100000, RUNS=5)
	@$(bin)/python -m infra.browser
	@$(bin)/python -m tests.web_figures $(if $(ITEMS),--items $(ITEMS)) $(if $(MANY),--many $(MANY)) \
		$(if $(RUNS),--lighthouse $(RUNS))

.PHONY: bench-backtest
bench-backtest: .venv/ready ## how long a policy's trial over 3 000 reviews takes, and that it repeats
	@OPENBLAS_NUM_THREADS=1 $(bin)/python -m tests.answers.backtest

.PHONY: screens
screens: .venv/ready $(built) ## pictures of every screen in both sizes, taken on a seller's ways (build/screens)
	@$(bin)/python -m infra.browser
	@$(bin)/python -m pytest -q -p no:xdist --no-cov tests/e2e/test_journeys.py
	@echo "  build/screens holds them"

# --- security

.PHONY: security
security: .venv/ready web/node_modules/ready ## attack every route and promise, fuzz the API, scan (QUICK=1, REQUESTS=, SEED=)
	@$(bin)/python -m tests.security $(if $(QUICK),--quick) $(if $(REQUESTS),--requests $(REQUESTS)) \
		$(if $(SEED),--seed $(SEED))

.PHONY: bench-logins
bench-logins: .venv/ready ## a hundred sign-ins at once, and slow bodies, at a real process: memory, and how long others wait
	@$(bin)/python -m tests.security.logins

# --- how much, how fast, how dear

.PHONY: bench
bench: .venv/ready $(built) ## time, documents, starts, costs and the web app at 1 000 to 100 000 interactions (PART="lists cold", SIZES=, ROUNDS=)
	@$(bin)/python -m tests.benchmark $(if $(PART),--part $(PART)) $(if $(SIZES),--sizes $(SIZES)) \
		$(if $(ROUNDS),--rounds $(ROUNDS))

.venv-load/ready: tests/load/requirements.txt
	@test -x .venv-load/bin/python || $(PYTHON) -m venv .venv-load
	@.venv-load/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/load/requirements.txt
	@touch $@

.PHONY: bench-load
bench-load: .venv/ready .venv-load/ready $(built) ## fifty people at a local stack with a hundred sellers, by Locust (MINUTES=4, USERS=50; EACH=1 weighs functions)
	@$(bin)/python -m tests.load $(if $(MINUTES),--minutes $(MINUTES)) $(if $(USERS),--users $(USERS)) \
		$(if $(EACH),--each)

# --- proofs of dispatch and sync

.PHONY: bench-sync simulate differential properties
bench-sync: .venv/ready ## sync of 7 000 items, days of polling, links, and sync under faults (N=schedules; SEED= replays one)
	@$(bin)/python -m tests.sync_figures $(if $(N),--schedules $(N)) $(if $(SEED),--seed $(SEED)) \
		$(if $(WORKERS),--workers $(WORKERS))

simulate: .venv/ready ## replies and sync under every fault, and mutants (N=schedules; SEED= replays one)
	@$(bin)/python -m tests.simulation $(if $(N),--schedules $(N)) $(if $(SEED),--seed $(SEED))

properties: .venv/ready ## random stories of a seller against the stores (EXAMPLES=, STEPS=)
	@$(bin)/python -m tests.simulation.properties $(if $(EXAMPLES),--examples $(EXAMPLES)) $(if $(STEPS),--steps $(STEPS))

differential: .venv/ready ## the embedded store against the Firestore emulator (N=sequences)
	@$(bin)/python -m tests.differential $(if $(N),--sequences $(N))

.PHONY: bench-search
bench-search: .venv/ready ## searches in 10 000 and 100 000 items: documents read, time, index entries per item
	@$(bin)/python -m tests.search_bench

.PHONY: chaos
chaos: .venv/ready $(built) ## kill real processes at every crash point under load (KILLS=300, POINTS=3, SEED=, SPEED=4)
	@$(bin)/python -m infra.chaos $(if $(KILLS),--kills $(KILLS)) $(if $(POINTS),--points $(POINTS)) \
		$(if $(SEED),--seed $(SEED)) $(if $(SPEED),--speed $(SPEED))
