import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

// What the system's Chromium needs to stay away from the network and to run in a container.
const quiet = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** The browser everything here runs in: the one of the system, or the one CHROMIUM names. */
export function chromium() {
  return {
    browserName: "chromium" as const,
    channel: undefined,
    launchOptions: { executablePath: find(), args: quiet },
    // Colours are judged after they have arrived, not on their way.
    contextOptions: { reducedMotion: "reduce" as const },
    locale: "en-GB",
    timezoneId: "Europe/Sofia",
    viewport: { width: 1440, height: 900 },
  };
}

function find(): string {
  const named = process.env.CHROMIUM;
  if (named) return named;
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    for (const name of names) {
      if (existsSync(join(folder, name))) return join(folder, name);
    }
  }
  throw new Error("There is no Chromium: run `make services`, or set CHROMIUM to its path.");
}
