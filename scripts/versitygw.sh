#!/usr/bin/env bash
# Prints where the S3 server of the tests lies; the first time it is built.
set -euo pipefail
version=v1.8.0
bin="$(go env GOPATH)/bin/versitygw-$version"
if [ ! -x "$bin" ]; then
  echo "Building the S3 server of the tests, which takes some minutes once" >&2
  dir=$(mktemp -d)
  GOBIN="$dir" go install "github.com/versity/versitygw/cmd/versitygw@$version"
  mkdir -p "$(dirname "$bin")"
  mv "$dir/versitygw" "$bin"
  rm -rf "$dir"
fi
echo "$bin"
