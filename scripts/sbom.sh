#!/usr/bin/env bash
# Writes what the program is made of, as CycloneDX: the Go modules that are
# linked, and the npm packages whose style and scripts are embedded or that
# build and test them.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p build/sbom
go run github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.9.0 app -json -licenses -assert-licenses -main cmd/kontor -output build/sbom/kontor-go.cdx.json . 2>build/sbom/log || { cat build/sbom/log >&2; exit 1; }
npm sbom --sbom-format cyclonedx >build/sbom/kontor-npm.cdx.json
for part in go npm; do
  node -e 'const s=JSON.parse(require("fs").readFileSync(process.argv[1]));if(s.bomFormat!=="CycloneDX"||!s.components.length)process.exit(1);console.log(`${process.argv[1]}: ${s.components.length} components`)' "build/sbom/kontor-$part.cdx.json"
done

# Nothing that is linked may be missing.
go version -m "${1:-bin/kontor}" | awk '$1 == "dep" {print $2}' | while read -r module; do
  grep -q "\"$module\"" build/sbom/kontor-go.cdx.json || { echo "$module is linked and not listed"; exit 1; }
done
