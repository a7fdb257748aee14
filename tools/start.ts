import { join } from "node:path";
import { build } from "vite";
import { distServer, listenFrom } from "./serve.ts";

/** `npm start`: builds Loupe and shows it. The file alone does just as well; the server is for those who want an address. */
const root = join(import.meta.dirname, "..");
const dist = join(root, "dist");

await build({ root, logLevel: "warn" });
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
