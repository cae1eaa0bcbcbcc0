#!/usr/bin/env bash
# Go tests on both engines, then the browser tests. `make test` calls it with
# the services running.
set -euo pipefail
cd "$(dirname "$0")/.."

go test -timeout 20m ./...
go build -o build/kontor ./cmd/kontor
KONTOR_BIN=build/kontor npx playwright test
