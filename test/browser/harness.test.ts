import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { sealHtml } from "../../tools/seal-html.ts";
import {
  browserNames,
  makeProfile,
  openLoupe,
  removeProfile,
  type Loupe,
  type LoupeOptions,
} from "./support/index.ts";

/*
 * The browser tests assert "no violation" and "no request", which is worthless unless the harness would have noticed
 * one. So the small pages here do what Loupe must never do.
 */

/** The minimum that a page with Loupe's test IDs must do for the harness. */
const script = `
  globalThis.trustedTypes?.createPolicy("default", { createScriptURL: (url) => url });
  const $ = (id) => document.querySelector("[data-testid=" + id + "]");
  globalThis.workerDoes = (code) => new Promise((done) => {
    const worker = new Worker(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
    worker.onmessage = (event) => done(event.data);
  });
  function take(files) {
    $("scan-state").dataset.state = "scanning";
    for (const file of files) {
      const row = document.createElement("p");
      row.dataset.testid = "evidence-row";
      row.dataset.name = file.name;
      document.body.append(row);
      $("nav-evidence").dataset.count = String(document.querySelectorAll("[data-name]").length);
      file.text().then((text) => {
        row.dataset.records = String(text.split("\\n").length - 1);
        $("alert-count").dataset.count = String(document.querySelectorAll("[data-records]").length);
        $("scan-state").dataset.state = "done";
      });
    }
  }
  $("nav-evidence").onclick = (event) => event.target.setAttribute("aria-current", "page");
  $("evidence-input").onchange = (event) => take(event.target.files);
  $("drop-zone").ondragover = (event) => event.preventDefault();
  $("drop-zone").ondrop = (event) => { event.preventDefault(); take(event.dataTransfer.files); };
  $("export-csv").onclick = () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(["\\ufeffa,b\\r\\n"], { type: "text/csv" }));
    link.download = "alerts.csv";
    link.click();
  };
`;
const page = (code: string) => `<!doctype html><html lang="en"><head><title>harness</title></head><body>
  <p data-testid="drop-zone">drop</p><input type="file" multiple data-testid="evidence-input" />
  <button data-testid="nav-evidence" data-count="0">evidence</button>
  <button data-testid="export-csv">csv</button>
  <p data-testid="scan-state" data-state="idle">state</p><p data-testid="alert-count" data-count="0"></p>
  <script type="module">${code}</script></body></html>`;

const folder = mkdtempSync(join(tmpdir(), "loupe-harness-"));
/** One page with the policy of the build, one without a policy. */
const sealed = join(folder, "sealed.html");
const open = join(folder, "open.html");

beforeAll(() => {
  writeFileSync(sealed, sealHtml(page(script)));
  writeFileSync(open, page(script));
  writeFileSync(join(folder, "sibling.txt"), "another local file");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(browserNames)("the harness in %s", (name) => {
  let loupe: Loupe;
  const start = async (options: LoupeOptions = {}) => {
    loupe = await openLoupe(name, { html: sealed, ...options });
  };
  /** Runs code in a worker of the page, which answers with its result. */
  const inWorker = (code: string) =>
    loupe.page.evaluate(
      (body) => (globalThis as unknown as { workerDoes(code: string): Promise<string> }).workerDoes(body),
      `(async () => { ${code} })().then(String, String).then((text) => postMessage(text));`,
    );
  const settle = () => new Promise((resolve) => setTimeout(resolve, 1500));
  const kinds = () => loupe.violations().map(({ kind }) => kind);

  afterEach(() => loupe.close());

  it("reports nothing for a page that does nothing wrong", async () => {
    await start();
    await loupe.addEvidence([
      { name: "one.ndjson", text: "{}\n{}\n" },
      { name: "two.ndjson", bytes: new Uint8Array([0x7b, 0x7d, 0x0a]) },
    ]);
    expect(await loupe.waitForScan()).toBe("done");
    await loupe.dropFiles([{ name: "three.ndjson", text: "{}\n" }]);
    expect(await loupe.waitForScan()).toBe("done");
    expect(await loupe.alertCount()).toBe(3);
    expect(await loupe.evidenceRows()).toEqual([
      { testid: "evidence-row", name: "one.ndjson", records: "2" },
      { testid: "evidence-row", name: "two.ndjson", records: "1" },
      { testid: "evidence-row", name: "three.ndjson", records: "1" },
    ]);
    expect(await inWorker("return 6 * 7")).toBe("42");
    await loupe.reload();
    expect(await loupe.evidenceRows()).toEqual([]);
    await settle();
    expect(loupe.violations()).toEqual([]);
    expect(loupe.requests()).toEqual([]);
  });

  it("receives downloads repeatedly", async () => {
    await start();
    for (let i = 0; i < 3; i++) {
      const { name: file, bytes } = await loupe.download("export-csv");
      expect(file).toBe("alerts.csv");
      expect(Buffer.from(bytes).toString("hex")).toBe("efbbbf612c620d0a");
    }
    expect(loupe.violations()).toEqual([]);
  });

  it("reports everything that the policy refuses, in the page and in a worker", async () => {
    await start();
    const refused = await loupe.page.evaluate(async () => {
      const image = new Image();
      image.src = "http://beacon.test/image";
      document.body.setAttribute("style", "color: red");
      return fetch("http://beacon.test/page").then(String, String);
    });
    expect(refused).toContain("TypeError");
    expect(await inWorker(`return fetch("http://beacon.test/worker").then(String, String)`)).toContain(
      "TypeError",
    );
    expect(await inWorker(`return importScripts("http://beacon.test/script.js")`)).toMatch(/Error/);
    await settle();
    const texts = loupe.violations().map(({ kind, text }) => `${kind} ${text}`);
    expect(texts).toContainEqual(expect.stringMatching(/^csp img-src refused http:\/\/beacon.test\/image/));
    expect(texts).toContainEqual(expect.stringMatching(/^csp style-src-attr refused inline/));
    expect(texts).toContainEqual(
      expect.stringMatching(/^csp connect-src refused http:\/\/beacon.test\/page/),
    );
    expect(texts).toContainEqual(
      expect.stringMatching(/^worker-csp connect-src refused http:\/\/beacon.test\/worker/),
    );
    expect(texts).toContainEqual(
      expect.stringMatching(/^worker-csp require-trusted-types-for refused .*importScripts/),
    );
    expect(loupe.requests().filter((line) => line.startsWith("(left"))).toEqual([]);
  });

  it("reports errors in the console, in the page and in a worker", async () => {
    await start();
    await loupe.page.evaluate(() => {
      console.error("told");
      setTimeout(() => {
        throw new Error("uncaught");
      });
    });
    await inWorker(
      `setTimeout(() => { throw new Error("thrown in the worker") }); Promise.reject(new Error("rejected there"))`,
    );
    await settle();
    expect(loupe.violations()).toContainEqual({ kind: "console", text: "told" });
    expect(kinds()).toContain("page");
    const texts = loupe.violations().map(({ kind, text }) => `${kind} ${text}`);
    expect(texts).toContainEqual(expect.stringMatching(/^worker-error .*thrown in the worker/));
    expect(texts).toContainEqual(expect.stringMatching(/^worker-error .*rejected there/));
  });

  it("reports every network request of the page and of a worker", async () => {
    await start({ html: open });
    await loupe.page.evaluate(() => {
      new Image().src = "http://beacon.test/image";
      navigator.sendBeacon("http://beacon.test/beacon", "x");
      new WebSocket("ws://beacon.test/socket");
      return fetch("http://127.0.0.1:4999/page").then(String, String);
    });
    await inWorker(`await fetch("http://beacon.test/worker").catch(String)`);
    await inWorker(`importScripts("http://beacon.test/script.js")`);
    await settle();
    const left = loupe.requests().filter((line) => line.startsWith("(left the browser) "));
    const reported = loupe.requests().filter((line) => !line.startsWith("(left the browser) "));
    for (const path of ["beacon", "worker", "script.js"]) {
      expect(left).toContainEqual(expect.stringContaining(`http://beacon.test/${path}`));
      expect(reported).toContainEqual(expect.stringContaining(`http://beacon.test/${path}`));
    }
    expect(left).toContain("(left the browser) CONNECT beacon.test:80"); // the socket
    expect(left).toContain("(left the browser) GET http://127.0.0.1:4999/page");
    expect(reported).toContainEqual(expect.stringContaining("beacon.test/image")); // Firefox tries https first
  });

  it("isolates local files as in a user's browser, also in a second run of the same profile, which is dark", async () => {
    const profile = makeProfile();
    const isDark = () => loupe.page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches);
    try {
      for (const [known, dark] of [
        [null, false],
        ["kept", true],
      ] as const) {
        await start({ html: open, profile, dark });
        const found = await loupe.page.evaluate(async () => {
          const before = localStorage.getItem("case");
          localStorage.setItem("case", "kept");
          const sibling = await fetch("sibling.txt").then((response) => response.text(), String);
          return { before, sibling };
        });
        expect(found.before).toBe(known);
        expect(found.sibling).toContain("TypeError");
        expect(await isDark()).toBe(dark);
        if (!dark) await loupe.close();
      }
      const look = { width: 640, height: 480, ...(name === "chromium" ? { dark: false } : {}) };
      await loupe.screenshot(join(folder, `${name}.png`), look);
      expect(await isDark()).toBe(name === "firefox");
    } finally {
      await loupe.close();
      removeProfile(profile);
    }
    await start(); // for afterEach
  });

  it("describes the page when a wait fails", async () => {
    await start();
    await expect(loupe.waitForScan(300)).rejects.toThrow(/did not end within 0.3 s[^]*"state"/);
  });
});

describe("the harness in chromium", () => {
  let loupe: Loupe;
  afterEach(() => loupe.close());

  it("drops files and folders like a user", async () => {
    loupe = await openLoupe("chromium", { html: sealed });
    const dropped = join(folder, "dropped");
    mkdirSync(dropped);
    writeFileSync(join(dropped, "real.ndjson"), "{}\n");
    await loupe.dropPaths([join(dropped, "real.ndjson")]);
    expect(await loupe.waitForScan()).toBe("done");
    await loupe.dropPaths([dropped]);
    expect((await loupe.evidenceRows()).map((row) => row["name"])).toEqual(["real.ndjson", "dropped"]);
  });

  it("reports a module worker that dies, which Chromium does silently if the page comes from file://", async () => {
    loupe = await openLoupe("chromium", { html: sealed });
    await loupe.page.evaluate(
      () =>
        new Promise((died) => {
          const url = URL.createObjectURL(new Blob(["postMessage(1)"], { type: "text/javascript" }));
          new Worker(url, { type: "module" }).onerror = died;
        }),
    );
    expect(loupe.violations()).toEqual([{ kind: "worker-error", text: "a worker did not start" }]);
  });
});
