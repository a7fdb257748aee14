import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { zip } from "../support/zip.ts";
import { ndjson, registryEvent } from "./fixtures/documents.ts";
import { threeHosts } from "./fixtures/events.ts";
import { calc, drop, tomlFile } from "./fixtures/rules.ts";
import { type Loupe, oneBrowser, openLoupe } from "./support/index.ts";
import { startDevServer, type DevServer } from "./support/dev-server.ts";

/*
 * `npm run dev` serves the page unbundled: with modules instead of one script, module workers instead of blobs, and
 * no policy.
 */

let server: DevServer;
beforeAll(async () => {
  server = await startDevServer();
});
afterAll(() => server?.close());

describe.each(oneBrowser)("the development server in %s", (browser) => {
  let loupe: Loupe;
  beforeAll(async () => {
    loupe = await openLoupe(browser, { address: server.address });
  });
  afterAll(() => loupe?.close());

  it("serves a page that finds the sample's alerts", async () => {
    await loupe.click("load-sample");
    expect(await loupe.waitForScan()).toBe("done");
    expect(await loupe.alertCount()).toBe(3);
  });

  it("accepts a rule, a log and an archive, which need all of its workers", async () => {
    const archive = {
      name: "a.zip",
      bytes: zip([{ path: "log.ndjson", data: ndjson([registryEvent({ host: "Z" })]) }]),
    };
    await drop(loupe, [tomlFile(calc("calc")), threeHosts, archive]);
    expect(await loupe.waitForScan()).toBe("done");
    expect((await loupe.evidenceRows()).map(({ name, alerts }) => [name, alerts]).slice(4)).toEqual([
      ["hosts.ndjson", "2"],
      ["a.zip", "1"],
    ]);
  });

  it("knew every package in advance, because a late one would reload the page and lose added files", () => {
    expect(server.log()).not.toMatch(/dependencies optimized|reloading/);
  });

  it("makes requests to the server only, without errors", () => {
    expect(loupe.violations()).toEqual([]);
    const elsewhere = loupe.requests().filter((request) => !request.startsWith(`GET ${server.address}`));
    expect(elsewhere).toEqual([]);
  });
});
