import { defineConfig } from "@playwright/test";
import { chromium } from "../chromium";
import type { Options } from "../kontor";

// Pictures of every main page, for looking and for the README: `make shots`.
export default defineConfig<Options>({
  testDir: ".",
  testMatch: "*.shots.ts",
  outputDir: "../../build/shots-failed",
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  timeout: 1_200_000,
  reporter: [["list"]],
  use: { ...chromium(), settings: { DEBUG: "true" }, actionTimeout: 15_000, navigationTimeout: 15_000 },
});
