#!/usr/bin/env bash
# Packs bin/kontor for Debian: deb.sh VERSION [PROGRAM [FOLDER]]
set -euo pipefail
cd "$(dirname "$0")/.."
version=${1#v}
[[ $version =~ ^[0-9] ]] || version=0.0.0+$version # a package's version begins with a digit
ARCH=$(go env GOARCH) VERSION=${version//-/+} PROGRAM=${2:-bin/kontor} \
  go run github.com/goreleaser/nfpm/v2/cmd/nfpm@v2.45.2 package -f deploy/debian/nfpm.yaml -p deb -t "${3:-build/}"
