#!/usr/bin/env bash
# The tests of internal/operate in their long form: SOAK is how long, a quarter
# of an hour unless set. Their table is the last section of
# docs/benchmarks.md.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p build
go build -o build/kontor ./cmd/kontor
export KONTOR_BIN=$PWD/build/kontor KONTOR_SOAK=${SOAK:-15m} KONTOR_SOAK_TABLE=$PWD/build/soak.rows
rm -f build/soak.rows
go test -count=1 -timeout 3h -run 'TestKill|TestPostgres|TestRolling' -v ./internal/operate
report=docs/benchmarks.md
sed -i '/^## Faults under load$/,$d' "$report"
{
  cat <<'END'
## Faults under load

`make soak` writes this section. While contacts are written (and files imported, where processes are killed) something breaks again and again; every
write that was acknowledged is there afterwards, once, every import has all of its rows, once, and database and audit log are whole. "Refused"
are writes that were told to have failed, or got no answer, while what they needed was down; behind nginx, in front of two nodes, there should be none.

END
  echo "Measured on $(date -I) on $(nproc) cores."
  echo
  echo "| What | Times | Writes acknowledged | Refused meanwhile | Took |"
  echo "| --- | --- | --- | --- | --- |"
  cat build/soak.rows
} >>"$report"
sed -n '/^## Faults under load$/,$p' "$report"
