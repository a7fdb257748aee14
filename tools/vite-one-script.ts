import { join } from "node:path";
import { normalizePath, type Plugin } from "vite";
import { asciiScript } from "./ascii-script.ts";
import { assembleScript, reassigned } from "./assemble-script.ts";

/** How src/app/workers imports what starts a worker. Vite itself would bundle the worker's code a second time. */
const WORKER = "/workers/loupe.worker.ts?worker";
const STARTER = "\0loupe:worker";

/** Starts workers with the text of the function that `assembleScript` makes of the code of all workers. */
const starter = `
  let address;
  export default function () {
    address ??= URL.createObjectURL(new Blob(["(", String(loupeCode), ")().work()"], { type: "text/javascript" }));
    return new Worker(address);
  }
`;

/**
 * Builds the page and its workers as one script, so that the page holds the code of both once: the bundler splits it
 * into what both need, what only the page needs and what only the workers need, and `assembleScript` puts that
 * together. `npm run dev` goes without: it serves modules, and Vite starts their workers.
 */
export function oneScript(root: string): Plugin {
  const entry = (path: string) => normalizePath(join(root, path));
  const entries = { page: entry("index.html"), worker: entry("workers/loupe.worker.ts") };
  return {
    name: "loupe:one-script",
    apply: "build",
    enforce: "pre",
    config: () => ({ build: { rolldownOptions: { input: entries } } }),
    resolveId: (id) => (id.endsWith(WORKER) ? STARTER : undefined),
    load: (id) => (id === STARTER ? starter : undefined),
    renderChunk(code, { fileName }) {
      const changing = reassigned({ fileName, code });
      if (changing.length > 0) this.error(`${fileName} changes what it exports: ${changing.join(", ")}.`);
      return null;
    },
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((output) => output.type === "chunk");
      const page = chunks.find(({ facadeModuleId }) => facadeModuleId === entries.page);
      const worker = chunks.find(({ facadeModuleId }) => facadeModuleId === entries.worker);
      if (page === undefined || worker === undefined) this.error("The page and its worker must be entries.");
      const shared = chunks.filter((chunk) => chunk !== page && chunk !== worker);
      page.code = asciiScript(assembleScript(page, worker, shared));
      page.imports = [];
      for (const { fileName } of [worker, ...shared]) Reflect.deleteProperty(bundle, fileName);
    },
  };
}
