#!/usr/bin/env bash
# Go tests on both engines, then the browser tests. `make test` calls it with
# the services running.
set -euo pipefail
cd "$(dirname "$0")/.."

go build -o build/kontor ./cmd/kontor
KONTOR_BIN=$PWD/build/kontor go test -timeout 20m ./...
KONTOR_BIN=build/kontor npx playwright test
