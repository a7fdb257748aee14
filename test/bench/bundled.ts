import { join } from "node:path";
import { build } from "vite";

/** A script of `inside/` in one file, as small as the page's. */
export async function bundled(script: string, folder: string): Promise<string> {
  await build({
    configFile: false,
    publicDir: false,
    logLevel: "error",
    build: {
      ssr: join(import.meta.dirname, `inside/${script}.ts`),
      outDir: folder,
      target: "node20",
      minify: true,
      emptyOutDir: false,
    },
    ssr: { noExternal: true },
  });
  return join(folder, `${script}.js`);
}
