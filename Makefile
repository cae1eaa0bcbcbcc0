# `make` prints what there is.
SHELL := /bin/bash
.DEFAULT_GOAL := help
GO := go
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
# The core rule set has no rule that validates schemas.
TAGS := coraza.disabled_operators.validateSchema
LDFLAGS := -s -w -X main.version=$(VERSION)

.PHONY: help run build assets generate test check lint fmt shots bench soak fuzz mutate sbom reproducible services deb check-deploy clean

help: ## print this
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

run: build ## build everything and start on http://localhost:8000, data in ./data
	./bin/kontor serve

build: assets generate ## bin/kontor, one static file with everything in it
	CGO_ENABLED=0 $(GO) build -trimpath -tags $(TAGS) -ldflags '$(LDFLAGS)' -o bin/kontor ./cmd/kontor

node_modules/.package-lock.json: package.json package-lock.json
	npm ci --no-audit --no-fund --loglevel=error
	@touch $@

ASSETS := $(shell find internal/kit/ui/build internal/kit/ui/css internal/kit/ui/ts -type f 2>/dev/null) internal/kit/ui/icons.txt

internal/kit/ui/dist/manifest.json: node_modules/.package-lock.json $(ASSETS)
	$(GO) run ./internal/kit/ui/build

assets: internal/kit/ui/dist/manifest.json ## style, scripts, icons and fonts

generate: ## Go from the templates (the result is committed)
	@$(GO) tool templ generate -path internal -lazy 2>&1 | grep -v 'Complete' || true

services: ## install what the tests need and is missing
	@scripts/services.sh

test: services assets generate ## everything that proves it works, on SQLite and PostgreSQL, in a real browser
	$(GO) run ./internal/devtools/withservices -- scripts/test.sh

check: assets ## formatting, vet, lint, stale generated files, messages, secrets, licences, vulnerabilities
	@scripts/check.sh

fmt: ## format the code
	gofmt -w $$(git ls-files '*.go')
	$(GO) tool templ fmt internal

shots: build services ## pictures of every main page into build/shots
	scripts/shots.sh

bench: build services ## the benchmark table, against a floor measured in the same run
	$(GO) run ./internal/bench

soak: services assets generate ## faults under load for a quarter of an hour (SOAK), and their table into docs/benchmarks.md
	$(GO) run ./internal/devtools/withservices -- scripts/soak.sh

fuzz: ## run each fuzz test for half a minute
	scripts/fuzz.sh

mutate: ## 100,000 valid and mutated requests from the OpenAPI document: none may be an error of ours
	KONTOR_MUTATIONS=100000 $(GO) test -timeout 3h -run TestAPI_MutatedRequestsNeverFail ./internal/app

sbom: build ## what the program is made of, as CycloneDX, into build/sbom
	scripts/sbom.sh bin/kontor

reproducible: assets generate ## builds twice, apart from each other, and compares
	scripts/reproducible.sh $(TAGS) '$(LDFLAGS)'

deb: build ## build/kontor_VERSION_ARCH.deb, a package for Debian and Ubuntu
	scripts/deb.sh '$(VERSION)'

check-deploy: ## judge what lies in deploy/ for others to run: pipelines, Caddy, compose files, clouds, alerts
	scripts/check_deploy.sh

clean: ## remove what was built
	rm -rf bin build node_modules test-results playwright-report
	find internal/kit/ui/dist -type f ! -name .gitkeep -delete
