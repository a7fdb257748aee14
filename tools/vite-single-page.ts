import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";
import { softwareBill } from "./sbom.ts";
import { sealHtml } from "./seal-html.ts";

/** The icon is the one file Vite will not inline into a page by itself (it keeps `rel=icon` apart); so it is done here. */
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

/**
 * A page from `file://` cannot load a second script, neither can its workers, so a bundle that would try is a failed build.
 * Belongs into the page's plugins and the workers'.
 */
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

/** Code that zip.js would start as a worker of its own, which Loupe never asks for. */
const ZIP_WORKER = "/@zip.js/zip.js/lib/core/codec-worker-web.js";
/** How zip.js loads a codec it is told the address of. Loupe tells it none. */
const CODEC_IMPORT = /await import\([^)]*codecURI\)/;

/**
 * Takes out of zip.js the one dynamic import and the workers, neither of which the page's policy would let it have: what
 * remains is nothing that could ever load code. A release of zip.js that has the import elsewhere fails the build.
 * Where nothing of it is used, as in the page itself, which leaves archives to its workers, all of it is left out.
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
      const text = isRegistry ? code.replace(CODEC_IMPORT, "undefined") : code;
      return { code: text, map: null, moduleSideEffects: false };
    },
  };
}

/**
 * Last step: the policy goes into the page, then the bill of materials and the checksums are written beside it.
 * It works on the files as written, since no later plugin can change those under the hashes.
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
          rmSync(dir, { recursive: true }); // a page without its policy must not be lying about
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
    ["index.html", sealHtml(readFileSync(join(dir, "index.html"), "utf8"))],
    ["loupe.cdx.json", softwareBill(root)],
  ] as const;
  for (const [name, text] of files) writeFileSync(join(dir, name), text);
  const sums = files.map(([name, text]) => `${sha256(text)}  ${name}\n`);
  writeFileSync(join(dir, "SHA256SUMS"), sums.join(""));
}

function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}
