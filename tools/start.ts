import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "vite";
import { distServer, listenFrom } from "./serve.ts";

/**
 * `npm start`: builds Loupe and serves it. The file alone works just as well; the server is for users who want an
 * address.
 *
 * People start Loupe to use it. The bundler's log and warnings are for developers, and `npm run build` shows them. If
 * the build fails, the bundler's error is printed in full: it names the file, the line and the fault.
 */
export async function start(root: string): Promise<void> {
  try {
    await build({ root, logLevel: "silent" });
  } catch (error) {
    console.error(`Loupe could not be built.\n${error instanceof Error ? error.stack : String(error)}`);
    process.exitCode = 1;
    return;
  }
  const dist = join(root, "dist");
  const server = distServer(dist);
  const port = await listenFrom(server, 4173);
  console.log(`
Loupe is at     http://127.0.0.1:${port}/
or, as a file,  ${join(dist, "index.html")}
Ctrl-C ends the server.`);

  process.on("SIGINT", () => {
    server.close();
    server.closeAllConnections();
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await start(join(import.meta.dirname, ".."));
}
