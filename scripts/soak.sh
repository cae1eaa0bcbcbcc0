#!/usr/bin/env bash
# The tests of internal/operate in their long form: SOAK is how long, a quarter
# of an hour unless set. Their table goes to build/soak.md.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p build
go build -o build/kontor ./cmd/kontor
export KONTOR_BIN=$PWD/build/kontor KONTOR_SOAK=${SOAK:-15m} KONTOR_SOAK_TABLE=$PWD/build/soak.rows
rm -f build/soak.rows
go test -count=1 -timeout 3h -run 'TestKill|TestPostgres|TestRolling' -v ./internal/operate
{
  echo "Measured $(date -I) on $(nproc) cores with $(build/kontor version | head -1)."
  echo
  echo "| What | Times | Writes acknowledged, all there | Refused while it was down | Took |"
  echo "| --- | --- | --- | --- | --- |"
  cat build/soak.rows
} >build/soak.md
cat build/soak.md
