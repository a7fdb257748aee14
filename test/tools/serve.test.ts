import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { distServer, listenFrom } from "../../tools/serve.ts";

const outer = mkdtempSync(join(tmpdir(), "loupe-serve-"));
const server = distServer(outer);
let port = 0;

beforeAll(async () => {
  for (const name of ["index.html", "SHA256SUMS", "loupe.cdx.json", "secret.txt"]) {
    writeFileSync(join(outer, name), `this is ${name}`);
  }
  port = await listenFrom(server, 45_173);
});
afterAll(async () => {
  await new Promise((closed) => server.close(closed));
  rmSync(outer, { recursive: true });
});

/** Sends a request line verbatim; fetch would normalise the path. */
function ask(line: string): Promise<string> {
  return new Promise((answer, fail) => {
    let text = "";
    const socket = connect(port, "127.0.0.1", () =>
      socket.write(`${line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`),
    );
    socket.on("data", (bytes) => (text += bytes.toString()));
    socket.on("close", () => answer(text));
    socket.on("error", fail);
  });
}

describe("the server of npm start", () => {
  it.each([
    ["/", "text/html; charset=utf-8", "this is index.html"],
    ["/index.html?x=1", "text/html; charset=utf-8", "this is index.html"],
    ["/SHA256SUMS", "text/plain; charset=utf-8", "this is SHA256SUMS"],
    ["/loupe.cdx.json", "application/vnd.cyclonedx+json; charset=utf-8", "this is loupe.cdx.json"],
  ])("serves %s", async (path, type, text) => {
    const answer = await ask(`GET ${path}`);
    expect(answer).toContain("HTTP/1.1 200 OK");
    expect(answer).toContain(`Content-Type: ${type}`);
    expect(answer).toContain(text);
  });

  it.each([
    "/secret.txt",
    "/../secret.txt",
    "/%2e%2e/secret.txt",
    "//secret.txt",
    "/./secret.txt",
    "secret.txt",
    "/constructor",
  ])("serves nothing at %s", async (path) => {
    const answer = await ask(`GET ${path}`);
    expect(answer).toMatch(/^HTTP\/1.1 40[04] /); // 400: Node itself rejects the request
    expect(answer).not.toContain("this is");
  });

  it("rejects other methods", async () => {
    expect(await ask("POST /index.html")).toContain("HTTP/1.1 405");
    expect(await ask("HEAD /index.html")).not.toContain("this is");
  });

  it("listens on the loopback interface only, on the next port if one is in use", async () => {
    const other = distServer(outer);
    expect(await listenFrom(other, port)).toBeGreaterThan(port);
    expect((other.address() as AddressInfo).address).toBe("127.0.0.1");
    await new Promise((closed) => other.close(closed));
  });
});
