#!/usr/bin/env bash
# Builds the program twice, in two folders and with two caches, and compares:
# whoever has the source can prove what a program was made of.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
[ -f internal/kit/ui/dist/manifest.json ] || { echo "run make assets first" >&2; exit 1; }
flags=(-trimpath -buildvcs=false -tags "$1" -ldflags "$2")
for name in one two; do # both before the first is built: whoever edits meanwhile changes neither
  mkdir -p "$work/$name"
  git ls-files -z -co --exclude-standard | xargs -0 cp --parents -t "$work/$name" 2>/dev/null || true
  cp -a internal/kit/ui/dist "$work/$name/internal/kit/ui/"
done
build() { (cd "$work/$1" && GOCACHE=$2 CGO_ENABLED=0 go build "${flags[@]}" -o ../"$1.bin" ./cmd/kontor); }
build one "$(go env GOCACHE)"
build two "$work/cache"
sha256sum "$work/one.bin" "$work/two.bin" | sed "s|$work/||"
cmp "$work/one.bin" "$work/two.bin" && echo "the two are the same"
