import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { afterEach, beforeEach, expect, it } from "vitest";

// The tests start the tool in a process of its own, because the bundler writes to the console in ways that a test
// cannot intercept. It builds a small page of the test, so that Loupe's own dist/ stays untouched.
const tools = join(import.meta.dirname, "../../tools");
const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

let folder = "";
let child: ChildProcess | undefined;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "loupe-start-")));
  write("index.html", `<!doctype html><title>small</title><script type="module" src="/page.js"></script>`);
});

afterEach(() => {
  child?.kill("SIGKILL");
  rmSync(folder, { recursive: true });
});

const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

/** Runs a script that may import from tools/, and collects its output. */
function run(script: string) {
  write("run.mts", script);
  const running = spawn(process.execPath, ["--import", tsx, join(folder, "run.mts")], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  child = running;
  const written = { out: "", err: "" };
  const ended = new Promise<number | null>((done) => running.on("close", done));
  running.stderr.setEncoding("utf8").on("data", (text: string) => (written.err += text));
  const ready = new Promise<void>((done) => {
    running.stdout.setEncoding("utf8").on("data", (text: string) => {
      written.out += text;
      if (written.out.includes("Ctrl-C")) done();
    });
  });
  return { written, ready, ended };
}

const tool = (name: string) => JSON.stringify(pathToFileURL(join(tools, name)).href);
const start = () => run(`import { start } from ${tool("start.ts")};\nawait start(import.meta.dirname);\n`);

it("prints only where Loupe is, even if the bundler has a warning", async () => {
  write("page.js", `document.title = eval("1 + 1");\n`);

  const { written, ready, ended } = start();
  await Promise.race([ready, ended]);
  const file = join(folder, "dist/index.html");
  const address = /http:\/\/127\.0\.0\.1:\d+\//.exec(written.out)?.[0] ?? "no address";
  expect(written).toEqual({
    out: `\nLoupe is at     ${address}\nor, as a file,  ${file}\nCtrl-C ends the server.\n`,
    err: "",
  });
  expect(await (await fetch(address)).text()).toContain("<title>small</title>");

  child!.kill("SIGINT");
  expect(await ended).toBe(0);
});

it("the bundler by itself does warn about such a page", async () => {
  write("page.js", `document.title = eval("1 + 1");\n`);
  const vite = pathToFileURL(createRequire(import.meta.url).resolve("vite")).href;
  const { written, ended } = run(
    `import { build } from ${JSON.stringify(vite)};\nawait build({ root: import.meta.dirname });\n`,
  );
  await ended;
  expect(written.out).toContain("dist/index.html"); // its table of sizes
  expect(written.err).toContain("eval");
});

it.each([
  ["a syntax error", "const whole = 1;\nconst broken = (;\n", ["page.js:2:17", "const broken = (;"]],
  ["a missing module", `import "./nowhere.js";\n`, ["./nowhere.js", "page.js"]],
])("shows %s in full, and no address", async (_what, page, wanted) => {
  write("page.js", page);
  const { written, ended } = start();
  expect(await ended).toBe(1);
  expect(written.out).toBe("");
  const plain = stripVTControlCharacters(written.err);
  for (const text of ["Loupe could not be built.", ...wanted]) expect(plain).toContain(text);
});
