#!/usr/bin/env bash
# Everything that can be judged without running the product.
set -uo pipefail
cd "$(dirname "$0")/.."
failed=0
mkdir -p build
step() { # name, command…
  local name=$1; shift
  if out=$("$@" 2>&1); then echo "ok    $name"; grep '^warning:' <<<"$out"; else echo "FAIL  $name"; echo "$out" | head -60; failed=1; fi
}

unformatted() { local f; f=$(git ls-files -co --exclude-standard '*.go' | grep -v '_templ\.go$' | xargs gofmt -l); [ -z "$f" ] || { echo "$f"; return 1; }; }

# Generated files must be what the generators make of their sources now.
generated() { git ls-files -co --exclude-standard '*_templ.go' internal/kit/db/schema.sql .env.example docs/operate/configuration.md | while read -r f; do echo "$f $(git hash-object "$f")"; done; }
stale() {
  local before
  before=$(generated)
  go tool templ generate -path internal >/dev/null 2>&1 || { echo "templ generate failed"; return 1; }
  go run ./internal/devtools/schema >build/schema.sql && mv build/schema.sql internal/kit/db/schema.sql || return 1
  go run ./internal/devtools/settings || return 1
  diff <(echo "$before") <(generated) || { echo "the files above were stale: commit the new ones"; return 1; }
}

lint() { scripts/golangci-lint.sh run ./...; }

# Copyleft would bind whoever ships Kontor; MPL binds only its own files.
licences() { go run ./internal/devtools/licences; }

# Known holes stop us where the database of them can be asked, and only there. GOVULNDB names another one.
vulnerabilities() {
  local out status=0
  out=$(scripts/govulncheck.sh -db "${GOVULNDB:-https://vuln.go.dev}" ./... 2>&1) || status=$?
  if [ "$status" -ne 0 ] && [ "$status" -ne 3 ] && grep -q '^govulncheck: fetching vulnerabilities:' <<<"$out"; then
    echo "warning: known holes were not looked for: $(grep -m1 '^govulncheck:' <<<"$out")"
    return 0
  fi
  echo "$out"
  return "$status"
}

# Keys have forms of their own; what tests use says so in its text.
secrets() {
  local found
  found=$(git grep -nIE -e '-----BEGIN [A-Z ]*PRIVATE KEY-----' -e '(sk|rk)_live_[0-9A-Za-z]{16,}' -e 'whsec_[0-9A-Za-z]{24,}' -e 'AKIA[0-9A-Z]{16}' -e 'AIza[0-9A-Za-z_-]{35}' \
    -e 'gh[pousr]_[0-9A-Za-z]{36,}' -e 'glpat-[0-9A-Za-z_-]{20,}' -e 'xox[abpr]-[0-9A-Za-z-]{20,}' -e 'AGE-SECRET-KEY-1[0-9A-Z]{50,}' -- . ':!scripts/check.sh' | grep -v 'for-tests-only' || true)
  [ -z "$found" ] || { echo "$found" | cut -c1-120; return 1; }
}

step "formatting" unformatted
step "go vet" go vet ./...
step "generated files" stale
step "lint" lint
step "types of the scripts" npx tsc --noEmit
step "types of the browser tests" npx tsc --noEmit -p e2e
step "secrets" secrets
step "licences" licences
step "vulnerabilities" vulnerabilities
exit $failed
