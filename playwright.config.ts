import { defineConfig } from "@playwright/test";
import { chromium } from "./e2e/chromium";
import type { Options } from "./e2e/kontor";

// Every test starts its own server, so tests may run in any order and beside each other.
export default defineConfig<Options>({
  testDir: "e2e",
  outputDir: "test-results",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 600_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    ...chromium(),
    actionTimeout: 10_000,
    navigationTimeout: 15_000,
    screenshot: "only-on-failure",
  },
  projects: [
    { name: "sqlite", use: { database: "sqlite" } },
    { name: "postgres", use: { database: "postgres" }, testMatch: "journey.spec.ts", grep: /light, wide/ },
  ],
});
