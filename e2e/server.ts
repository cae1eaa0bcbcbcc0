import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** Where a server keeps its records. */
export type Database = "sqlite" | "postgres";

/** A running Kontor with a fresh database of its own. */
export class Server {
  /** Its address, without a slash at the end. */
  readonly url: string;
  private readonly process: ChildProcess;
  private readonly dir: string;
  private readonly log: string[];

  private constructor(url: string, process: ChildProcess, dir: string, log: string[]) {
    this.url = url;
    this.process = process;
    this.dir = dir;
    this.log = log;
  }

  /** Starts the built binary on a free port of loopback, under the name it is called by there, and waits until it is healthy. */
  static async start(database: Database = "sqlite", settings: Record<string, string> = {}, host = "127.0.0.1"): Promise<Server> {
    const dir = mkdtempSync(join(tmpdir(), "kontor-e2e-"));
    const log: string[] = [];
    const child = spawn(binary(), ["serve"], {
      cwd: dir,
      env: { PATH: process.env.PATH, ADDR: "127.0.0.1:0", DATA_DIR: join(dir, "data"), LOG_FORMAT: "json", ...address(database), ...settings },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const url = await announced(child, log, host);
    await healthy(url);
    return new Server(url, child, dir, log);
  }

  /** What the server itself called an error, one line each. */
  errors(): string[] {
    return this.log.filter((line) => line.includes('"level":"ERROR"') || line.startsWith("panic:"));
  }

  /** Ends the server and removes its data; fails if it did not end as it should. */
  async stop(): Promise<void> {
    const ended = this.process.exitCode ?? new Promise<number | null>((done) => this.process.once("exit", done));
    this.process.kill("SIGTERM");
    const code = await Promise.race([ended, late(20_000)]);
    if (code === "late") this.process.kill("SIGKILL");
    rmSync(this.dir, { recursive: true, force: true });
    if (code !== 0) throw new Error(`The server ended with ${code}:\n${this.log.slice(-20).join("\n")}`);
  }
}

function binary(): string {
  return resolve(process.env.KONTOR_BIN ?? "build/kontor");
}

// The server announces where it listens once it does: port 0 lets the system choose one that is free.
function announced(child: ChildProcess, log: string[], host: string): Promise<string> {
  return new Promise((done, fail) => {
    const read = (chunk: Buffer) => {
      for (const line of chunk.toString().split("\n").filter(Boolean)) {
        log.push(line);
        const port = /http:\/\/(?:localhost|127\.0\.0\.1):(\d+)/.exec(line)?.[1];
        if (port) done(`http://${host}:${port}`);
      }
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.once("error", fail);
    child.once("exit", (code) => fail(new Error(`The server ended with ${code} before it answered:\n${log.slice(0, 12).join("\n")}`)));
  });
}

async function healthy(url: string): Promise<void> {
  const answer = await fetch(`${url}/health/`);
  if (!answer.ok) throw new Error(`/health/ answers ${answer.status}: ${await answer.text()}`);
}

function address(database: Database): Record<string, string> {
  if (database === "sqlite") return {};
  const base = process.env.KONTOR_TEST_POSTGRES;
  if (!base) throw new Error("KONTOR_TEST_POSTGRES is not set: run `go run ./internal/devtools/withservices -- npx playwright test`.");
  const name = `e2e_${randomBytes(8).toString("hex")}`;
  execFileSync("psql", [base, "-q", "-c", `CREATE DATABASE ${name}`]);
  const url = new URL(base);
  url.pathname = `/${name}`;
  return { DATABASE_URL: url.toString() };
}

function late(after: number): Promise<"late"> {
  return new Promise((done) => setTimeout(() => done("late"), after).unref());
}
