import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface DeadEndProxy {
  readonly port: number;
  /** The requests so far, e.g. `GET http://example.test/` or `CONNECT example.test:443`. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/**
 * A proxy on the loopback interface that blocks and records every request.
 *
 * It is the browser's only way out, so it sees every request that leaves the browser, whoever sent it (page, worker,
 * a beacon that outlives its page) and whatever a protocol reports; and the tests need no network.
 */
export async function deadEndProxy(): Promise<DeadEndProxy> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    note(`${request.method} ${request.url}`);
    response.writeHead(502).end();
  });
  server.on("connect", (request, socket) => {
    note(`CONNECT ${request.url}`);
    socket.on("error", () => undefined); // the browser may hang up first
    socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
  });
  const note = (line: string) => {
    if (!isBrowsersOwn(line)) asked.push(line);
  };
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

/**
 * Browsers contact their vendors (updates, settings, telemetry) whatever flags and preferences say. A page that did
 * so would still be seen by the protocol's request events.
 */
function isBrowsersOwn(line: string): boolean {
  return /^\w+ (?:https?:\/\/)?[\w.-]*\b(?:google|googleapis|gvt1|mozilla|mozilla-backup|firefox)\.(?:com|org|net)\b/.test(
    line,
  );
}
