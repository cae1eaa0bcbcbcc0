#!/usr/bin/env bash
# Runs the linter at the version the project is held to, built once.
set -euo pipefail
version=v2.15.0
bin="$(go env GOPATH)/bin/golangci-lint-$version"
if [ ! -x "$bin" ]; then
  dir=$(mktemp -d)
  GOBIN="$dir" go install "github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$version"
  mkdir -p "$(dirname "$bin")"
  mv "$dir/golangci-lint" "$bin"
  rm -rf "$dir"
fi
exec "$bin" "$@"
