#!/usr/bin/env bash
# Pictures of every main page into build/shots, on a fresh server with sample data.
set -euo pipefail
cd "$(dirname "$0")/.."

export KONTOR_BIN=${KONTOR_BIN:-bin/kontor}
rm -rf build/shots
npx playwright test --config e2e/shots/playwright.config.ts
echo "$(find build/shots -name '*.png' | wc -l) pictures in build/shots"
