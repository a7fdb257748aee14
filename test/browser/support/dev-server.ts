import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../../..");

/** Runs `npm run dev` on a free port, which prints the address on a line of its own. */
const script = `
  import { createServer } from "vite";
  const [cacheDir] = process.argv.slice(1);
  const server = await createServer({ cacheDir, server: { host: "127.0.0.1", port: 0 } });
  await server.listen();
  console.log("\\nserved at " + server.resolvedUrls.local[0]);
`;

export interface DevServer {
  readonly address: string;
  /** Everything that the server has printed so far. */
  log(): string;
  close(): Promise<void>;
}

/**
 * Starts a development server as on a contributor's first day, with nothing prepared. It has a process of its own,
 * because Vite and its plugins behave differently inside a test runner.
 */
export async function startDevServer(): Promise<DevServer> {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(?:NODE_ENV$|VITE)/.test(name)),
  );
  // Vite serves from node_modules without further settings. A server that a developer uses keeps its own cache.
  const cache = mkdtempSync(join(root, "node_modules/.vite-test-"));
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script, cache], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  const ended = new Promise<void>((done) => child.once("close", () => done()));
  const close = async () => {
    child.kill("SIGKILL");
    await ended;
    rmSync(cache, { recursive: true, force: true });
  };
  const address = new Promise<string>((found) => {
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => {
        log += text;
        const [, served] = /^served at (\S+)$/m.exec(log) ?? [];
        if (served !== undefined) found(served);
      });
  });
  const started = await Promise.race([address, ended]);
  if (started === undefined) {
    await close();
    throw new Error(`The development server did not start:\n${log}`);
  }
  return { address: started, log: () => log, close };
}
