#!/usr/bin/env bash
# Prints the folder with the ACME server of the tests, and the name server that
# goes with it; the first time they are built.
set -euo pipefail
version=v2.10.1
bin="$(go env GOPATH)/bin/pebble-$version"
if [ ! -x "$bin/pebble-challtestsrv" ]; then
  echo "Building the ACME server of the tests, once" >&2
  dir=$(mktemp -d)
  GOBIN="$dir" go install "github.com/letsencrypt/pebble/v2/cmd/pebble@$version" "github.com/letsencrypt/pebble/v2/cmd/pebble-challtestsrv@$version"
  mkdir -p "$bin"
  mv "$dir/pebble" "$dir/pebble-challtestsrv" "$bin"
  rm -rf "$dir"
fi
echo "$bin"
