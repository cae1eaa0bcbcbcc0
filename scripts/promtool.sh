#!/usr/bin/env bash
# Prints where Prometheus's judge of rules and numbers lies: the one that is installed, or the one of Debian's
# package, without the server that the package starts.
set -euo pipefail
if command -v promtool; then exit 0; fi
bin="$(go env GOPATH)/bin/promtool"
if [ ! -x "$bin" ]; then
  command -v apt-get >/dev/null || { echo "promtool is missing: it comes with Prometheus" >&2; exit 1; }
  sudo=""
  [ "$(id -u)" -eq 0 ] || sudo=sudo
  dir=$(mktemp -d)
  trap 'rm -rf "$dir"' EXIT
  cd "$dir"
  apt-get download -qq prometheus >/dev/null 2>&1 || { $sudo apt-get update -qq && apt-get download -qq prometheus >/dev/null 2>&1; }
  dpkg-deb -x prometheus_*.deb .
  mkdir -p "$(dirname "$bin")"
  mv usr/bin/promtool "$bin"
fi
echo "$bin"
