import { dirname, join, relative, sep } from "node:path";

/**
 * The folders of src, from the bottom up, and what each may import besides itself; ARCHITECTURE.md shows the same map.
 * `app` may import everything but `ui`. `ui` may import everything, and only the page's entry imports it.
 */
const mayImport = {
  diagnostic: [],
  time: [],
  ecs: [],
  columns: [],
  bytes: ["diagnostic"],
  match: ["ecs", "time"],
  eql: ["diagnostic", "match", "ecs", "time"],
  kql: ["match", "ecs", "time"],
  rules: ["diagnostic", "kql", "eql", "match", "ecs", "time", "bytes"],
  formats: ["diagnostic", "ecs", "bytes"],
  sources: ["formats", "ecs", "time"],
  artifacts: ["diagnostic", "ecs", "bytes", "time"],
  scan: ["diagnostic", "rules", "formats", "sources", "eql", "match", "ecs", "time", "bytes", "columns"],
  explain: ["sources", "match", "ecs", "time", "bytes"],
  case: ["diagnostic", "explain", "scan", "rules", "formats", "sources", "match", "ecs", "time", "columns"],
  triage: ["scan", "rules", "kql", "eql", "match", "ecs", "time"],
  "case-file": ["diagnostic", "case", "scan", "rules", "formats", "bytes"],
  export: [
    "case",
    "explain",
    "scan",
    "rules",
    "formats",
    "sources",
    "kql",
    "eql",
    "match",
    "ecs",
    "time",
    "bytes",
  ],
  wording: [
    "diagnostic",
    "explain",
    "export",
    "triage",
    "case-file",
    "case",
    "scan",
    "rules",
    "formats",
    "sources",
    "artifacts",
    "match",
    "ecs",
    "time",
    "bytes",
  ],
};

/** The folders that are not in the map, because they may import everything below them. */
const top = new Set(["app", "ui"]);

/** Rooms with a door of their own beside the folder's: what they offer is large, or needs the bundler. */
const innerDoors = new Set(["app/workers", "rules/builtin", "rules/files", "rules/run", "rules/schedule"]);

/** Imports go in one direction, and a folder is imported through its index.ts. */
export const layers = {
  meta: {
    type: "problem",
    schema: [],
    messages: {
      unknown:
        "src/{{from}} is not in the map of tools/layers.js. Add what it may import, and who may import it.",
      direction: "src/{{from}} may import only: {{may}}.",
      door: "Import src/{{to}} through its index.ts.",
    },
  },
  create(context) {
    const src = join(context.cwd, "src");
    const file = context.filename;
    const from = folderOf(src, file);
    const check = (node) => {
      const source = node.source?.value;
      if (typeof source !== "string" || !source.startsWith(".")) return;
      const target = join(dirname(file), source.split("?")[0]);
      const to = folderOf(src, target);
      if (to === "" || to === from) return;
      if (from !== "" && !top.has(from) && !Object.hasOwn(mayImport, from)) {
        context.report({ node, messageId: "unknown", data: { from } });
        return;
      }
      const may = mayImport[from];
      const isRefused = may === undefined ? to === "ui" && from === "app" : !may.includes(to);
      if (isRefused) {
        const list = may === undefined ? "everything but ui" : may.join(", ") || "nothing else of src";
        context.report({ node, messageId: "direction", data: { from, may: list } });
      } else if (!isDoor(relative(src, target).split(sep).join("/"), to)) {
        context.report({ node, messageId: "door", data: { to } });
      }
    };
    return { ImportDeclaration: check, ExportNamedDeclaration: check, ExportAllDeclaration: check };
  },
};

/** Returns the folder of src that contains a file; empty for a file outside src or directly in it. */
function folderOf(src, file) {
  const path = relative(src, file).split(sep);
  return path[0] === ".." || path.length < 2 ? "" : path[0];
}

function isDoor(path, folder) {
  // Components are rendered, not called: each is imported directly.
  if (folder === "ui") return true;
  return path === `${folder}/index.ts` || [...innerDoors].some((door) => path === `${door}/index.ts`);
}
