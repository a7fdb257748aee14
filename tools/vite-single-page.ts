import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";
import { softwareBill } from "./sbom.ts";
import { REPORT_STYLE } from "../src/export/report/style.ts";
import { sealHtml } from "./seal-html.ts";

/** Inlines the icon, the one file that Vite does not inline into a page itself (it treats `rel=icon` separately). */
export function inlineIcon(root: string): Plugin {
  return {
    name: "loupe:inline-icon",
    transformIndexHtml: {
      order: "pre",
      handler: (html) =>
        html.replace(/href="\/(public\/[\w-]+\.svg)"/, (_all, file: string) => {
          const svg = readFileSync(join(root, file), "utf8").replace(/\s+/g, " ").trim();
          return `href="data:image/svg+xml,${encodeURIComponent(svg)}"`;
        }),
    },
  };
}

/** A page from `file://` cannot load a second script, and neither can its workers. So the build fails if one would try. */
export function oneBundle(): Plugin {
  return {
    name: "loupe:one-bundle",
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== "chunk") continue;
        const outside = [...chunk.imports, ...chunk.dynamicImports];
        if (outside.length > 0) this.error(`${chunk.fileName} imports ${outside.join(", ")}.`);
        if (/\bimport\s*\(|\bimportScripts\s*\(/.test(chunk.code))
          this.error(`${chunk.fileName} loads code as it runs.`);
      }
    },
  };
}

/** Code that zip.js would start as its own worker, which Loupe never requests. */
const ZIP_WORKER = "/@zip.js/zip.js/lib/core/codec-worker-web.js";
/** How zip.js loads a codec from a given address. Loupe gives it none. */
const CODEC_IMPORT = /await import\([^)]*codecURI\)/;

/** How it loads its reader, to add to an archive that is there already. Loupe only writes new ones. */
const READER_IMPORT = 'await import("./zip-reader.js")';

/**
 * Removes the dynamic imports and the workers from zip.js. The page's policy would block both anyway; this way no
 * code remains that could load other code. If a release of zip.js has the imports elsewhere, the build fails.
 */
export function zipWithoutLoading(): Plugin {
  return {
    name: "loupe:zip-without-loading",
    transform(code, id) {
      if (!id.includes("/@zip.js/zip.js/")) return null;
      if (id.endsWith(ZIP_WORKER)) return { code: "export {};", map: null, moduleSideEffects: false };
      const isRegistry = id.endsWith("/@zip.js/zip.js/lib/core/codec-registry.js");
      if (isRegistry && !CODEC_IMPORT.test(code))
        this.error("zip.js no longer loads its codecs where it did.");
      if (id.endsWith("/@zip.js/zip.js/lib/core/zip-writer.js") && !code.includes(READER_IMPORT))
        this.error("zip.js no longer loads its reader where it did.");
      const text = code.replace(isRegistry ? CODEC_IMPORT : READER_IMPORT, isRegistry ? "undefined" : "{}");
      return { code: text, map: null, moduleSideEffects: false };
    },
  };
}

/**
 * The last step: adds the policy to the page, then writes the bill of materials and the checksums beside it. It works
 * on the written files, since no later plugin can change those after they are hashed.
 */
export function sealBuild(root: string): Plugin {
  return {
    name: "loupe:seal-build",
    apply: "build",
    writeBundle: {
      order: "post",
      sequential: true,
      handler({ dir = "dist" }) {
        try {
          writeSealed(dir, root);
        } catch (error) {
          rmSync(dir, { recursive: true }); // a page without its policy must not be left behind
          throw error;
        }
      },
    },
  };
}

function writeSealed(dir: string, root: string): void {
  const emitted = readdirSync(dir).join(", ");
  if (emitted !== "index.html") throw new Error(`Only index.html may be built, but there is: ${emitted}.`);
  const files = [
    ["index.html", sealHtml(readFileSync(join(dir, "index.html"), "utf8"), [REPORT_STYLE])],
    ["loupe.cdx.json", softwareBill(root)],
  ] as const;
  for (const [name, text] of files) writeFileSync(join(dir, name), text);
  const sums = files.map(([name, text]) => `${sha256(text)}  ${name}\n`);
  writeFileSync(join(dir, "SHA256SUMS"), sums.join(""));
}

function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}
