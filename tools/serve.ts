import { createReadStream } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";

/** Everything a build consists of. Only these files are served, so no path can lead elsewhere. */
const files = new Map([
  ["/", { file: "index.html", type: "text/html; charset=utf-8" }],
  ["/index.html", { file: "index.html", type: "text/html; charset=utf-8" }],
  ["/SHA256SUMS", { file: "SHA256SUMS", type: "text/plain; charset=utf-8" }],
  ["/loupe.cdx.json", { file: "loupe.cdx.json", type: "application/vnd.cyclonedx+json; charset=utf-8" }],
]);

/** Creates a server for a build folder, for use on the loopback interface only. */
export function distServer(folder: string): Server {
  return createServer((request, response) => {
    const wanted = files.get(request.url?.split("?")[0] ?? "");
    if (!wanted) return void response.writeHead(404).end("Not found\n");
    if (request.method !== "GET" && request.method !== "HEAD") return void response.writeHead(405).end();
    response.writeHead(200, {
      "Content-Type": wanted.type,
      "Cache-Control": "no-store",
      "X-Content-Type-Options": "nosniff",
      "Referrer-Policy": "no-referrer",
      // The one useful directive that a policy inside the page cannot set.
      "Content-Security-Policy": "frame-ancestors 'none'",
    });
    if (request.method === "HEAD") return void response.end();
    createReadStream(join(folder, wanted.file))
      .on("error", () => response.destroy())
      .pipe(response);
  });
}

/**
 * Listens on 127.0.0.1, on the first free port from the given one on.
 *
 * @returns the port
 */
export async function listenFrom(server: Server, first: number): Promise<number> {
  for (let port = first; ; port++) {
    const taken = await new Promise<boolean>((answer, fail) => {
      const onError = (error: NodeJS.ErrnoException) =>
        error.code === "EADDRINUSE" ? answer(true) : fail(error);
      server.once("error", onError);
      server.listen(port, "127.0.0.1", () => {
        server.off("error", onError);
        answer(false);
      });
    });
    if (!taken) return port;
  }
}
