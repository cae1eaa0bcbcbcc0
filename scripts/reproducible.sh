#!/usr/bin/env bash
# Builds the program twice, in two folders and with two caches, and compares:
# whoever has the source can prove what a program was made of.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
[ -f internal/kit/ui/dist/manifest.json ] || { echo "run make assets first" >&2; exit 1; }
flags=(-trimpath -buildvcs=false -tags "$1" -ldflags "$2")
for name in one two; do
  mkdir -p "$work/$name"
  git ls-files -z -co --exclude-standard | xargs -0 cp --parents -t "$work/$name" 2>/dev/null || true
  cp -a internal/kit/ui/dist "$work/$name/internal/kit/ui/"
  cache=$(go env GOCACHE)
  [ "$name" = one ] || cache="$work/cache"
  (cd "$work/$name" && GOCACHE=$cache CGO_ENABLED=0 go build "${flags[@]}" -o ../"$name.bin" ./cmd/kontor)
done
sha256sum "$work/one.bin" "$work/two.bin" | sed "s|$work/||"
cmp "$work/one.bin" "$work/two.bin" && echo "the two are the same"
