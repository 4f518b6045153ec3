# Two commands: `make run` serves on this machine, `make test` checks everything. Both do their own set-up.
SHELL := /bin/sh
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python3.14; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$p"; break; }; done)
# STORE=dynamodb without an endpoint needs moto's server beside the run-time set.
RUN_SET := $(if $(filter dynamodb,$(STORE)),$(if $(DYNAMODB_ENDPOINT),local,dynamodb),local)

.PHONY: run test lint law rehearsal eval bench package scan audit sbom clean help
.DELETE_ON_ERROR:

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

run: $(VENV)/.set-$(RUN_SET) ## serve on this machine (PORT, DATA_DIR, STORE=sqlite|dynamodb)
	@exec $(PY) -m local

test: $(VENV)/.set-dev lint ## lint, types, law data, every test
	@$(PY) -m pytest -n 2 --dist loadfile $(ARGS)

lint: $(VENV)/.set-dev
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy chalicelib local dasibom infra bench
	@$(PY) -m chalicelib.law.compile --check
	@$(PY) -m chalicelib.consult.build --check

law: $(VENV)/.set-dev ## compile the dated figures after a change in chalicelib/law/data
	@$(PY) -m chalicelib.law.compile

eval: $(VENV)/.set-dev ## consultation: search, verifier and dialogues against their bounds
	@$(PY) -m evals

rehearsal: $(VENV)/.set-dev ## replay a surge of relief requests (ARGS="--store dynamodb" for a sample on moto)
	@$(PY) -m rehearsal $(ARGS)

bench: $(VENV)/.set-dev ## measure everything as ratios and compare with the kept run (ARGS=--parts for each part)
	@$(PY) -m bench $(ARGS)

package: $(VENV)/.set-local ## build for Lambda (STAGE=prod|dev): build/package/STAGE/{deployment.zip,sam.json,front}
	@$(PY) -m infra.build --stage $(or $(STAGE),prod)

scan: package ## cfn-lint and checkov over what `make package` built; exceptions stand in infra/exceptions.json
	@$(PY) -m infra.scan build/package/$(or $(STAGE),prod)/sam.json

audit: $(VENV)/.set-dev ## known vulnerabilities of the run-time set: error 1 where there are, 3 where the advisories cannot be asked
	@$(PY) -m infra.audit

sbom: $(VENV)/.set-dev ## bill of materials of the packaged program, CycloneDX: build/sbom.json
	@mkdir -p build && $(PY) -m infra.sbom > build/sbom.json && echo build/sbom.json

deploy: $(VENV)/.set-local ## to AWS (STAGE=prod|dev, PARAMETERS="Name=value ...", BUCKET for the zip); see docs/operations.md
	@$(PY) -m infra.deploy --stage $(or $(STAGE),prod) $(if $(BUCKET),--bucket $(BUCKET)) $(PARAMETERS)

clean: ## remove what the other targets made
	rm -rf $(VENV) .venv-infra build .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(PY):
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or newer is needed; install it and run make again." >&2; exit 1; }
	@"$(PYTHON)" -m venv $(VENV) || { rm -rf $(VENV); echo "Python's venv module is needed (Debian: apt-get install python3-venv)." >&2; exit 1; }

$(VENV)/.set-local: requirements.txt requirements-local.txt | $(PY)
	@echo "Installing what running needs ..."
	@$(PIP) -r requirements-local.txt && touch $@

$(VENV)/.set-dynamodb: requirements.txt requirements-local.txt requirements-dynamodb.txt | $(PY)
	@echo "Installing what running on DynamoDB needs ..."
	@$(PIP) -r requirements-dynamodb.txt && touch $@

$(VENV)/.set-dev: requirements.txt requirements-local.txt requirements-dynamodb.txt requirements-dev.txt | $(PY)
	@echo "Installing what testing needs ..."
	@$(PIP) -r requirements-dev.txt && touch $@
