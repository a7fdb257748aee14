import { join } from "node:path";
import { build } from "vite";

/** Bundles a script of `inside/` into one file, minified like the page, and returns its path. */
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
