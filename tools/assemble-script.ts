import { type ESTree, parseSync, Visitor } from "vite";

/** An ES module that the bundler wrote. */
export interface Chunk {
  readonly fileName: string;
  readonly code: string;
}

/**
 * Makes one script of the chunks of the page and its workers:
 *
 *     const loupeCode = (function () {
 *       "use strict";
 *       const loupeChunk0 = (function () { …what both need…; return { a, b }; })();
 *       return { chunks: [loupeChunk0], work() { const { a } = loupeChunk0; …what only workers need… } };
 *     });
 *     const loupeChunks = loupeCode().chunks;
 *     const { a, b } = loupeChunks[0];
 *     …what only the page needs…
 *
 * A worker is given the text of the function `loupeCode`, and calls `work`. So it never sees the page's part. The
 * parentheses around the functions tell browsers to compile them at once, instead of skimming them first.
 *
 * An import becomes a copy of the value: `reassigned` finds the exports for which that would be wrong.
 *
 * @param shared the chunks that these two import, directly or not, in any order
 * @throws Error if the chunks have something that this cannot express
 */
export function assembleScript(page: Chunk, worker: Chunk, shared: readonly Chunk[]): string {
  const chunks = inOrder(shared.map(opened));
  const inFunction = (path: string) => `loupeChunk${indexOf(path, chunks)}`;
  const inPage = (path: string) => `loupeChunks[${indexOf(path, chunks)}]`;
  const parts = chunks.map(
    (chunk, n) =>
      `const loupeChunk${n}=(function(){${bodyOf(chunk, inFunction)}\nreturn{${chunk.exported.join(",")}}})();\n`,
  );
  const script =
    `const loupeCode=(function(){"use strict";\n${parts.join("")}return{` +
    `chunks:[${chunks.map((_, n) => `loupeChunk${n}`).join(",")}],` +
    `work(){${bodyOf(opened(worker), inFunction)}\n}}});\n` +
    `const loupeChunks=loupeCode().chunks;\n${bodyOf(opened(page), inPage)}`;
  parsed({ fileName: "the script", code: script }); // fails for a top-level await in a function, or a name used twice
  return script;
}

/**
 * Returns the variables that a chunk exports and also changes.
 *
 * @param chunk whose names are not shortened yet: otherwise local variables of the same name would be found too
 */
export function reassigned(chunk: Chunk): string[] {
  const { program, module } = parsed(chunk);
  const variables = program.body.flatMap((item) =>
    item.type === "VariableDeclaration" ? item.declarations.flatMap(({ id }) => namesIn(id)) : [],
  );
  const exported = module.staticExports.flatMap(({ entries }) =>
    entries.map(({ localName }) => localName.name ?? ""),
  );
  const watched = new Set(exported.filter((name) => variables.includes(name)));
  const found = new Set<string>();
  const changed = (target: ESTree.Node) => {
    for (const name of namesIn(target)) if (watched.has(name)) found.add(name);
  };
  new Visitor({
    AssignmentExpression: ({ left }) => changed(left),
    UpdateExpression: ({ argument }) => changed(argument),
    ForOfStatement: ({ left }) => changed(left),
    ForInStatement: ({ left }) => changed(left),
  }).visit(program);
  return [...found];
}

/** The variables that a pattern declares or assigns to. */
function namesIn(pattern: ESTree.Node): string[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern.name];
    case "ArrayPattern":
      return pattern.elements.flatMap((element) => (element === null ? [] : namesIn(element)));
    case "ObjectPattern":
      return pattern.properties.flatMap((property) =>
        namesIn(property.type === "RestElement" ? property.argument : property.value),
      );
    case "AssignmentPattern":
      return namesIn(pattern.left);
    case "RestElement":
      return namesIn(pattern.argument);
    default:
      return [];
  }
}

/** A chunk of which the imports and exports are known. */
interface OpenedChunk extends Chunk {
  readonly imports: readonly Import[];
  /** As properties of an object: `name: local`. */
  readonly exported: readonly string[];
  /** The statements that a function cannot have: those of imports and exports. */
  readonly cuts: readonly { readonly start: number; readonly end: number }[];
}

interface Import {
  readonly path: string;
  /** As properties of a pattern: `name: local`. */
  readonly pairs: readonly string[];
}

function opened(chunk: Chunk): OpenedChunk {
  const { staticImports, staticExports, importMetas } = parsed(chunk).module;
  const refuse = (what: string): never => {
    throw new Error(`${chunk.fileName} ${what}.`);
  };
  if (importMetas.length > 0) refuse("uses import.meta, which only modules have");
  const imports = staticImports.map(({ moduleRequest, entries }) => ({
    path: moduleRequest.value,
    pairs: entries.map(({ importName, localName }) =>
      importName.kind === "Name"
        ? `${importName.name!}:${localName.value}`
        : refuse("imports a whole module"),
    ),
  }));
  const exported = staticExports.flatMap(({ start, end, entries }) =>
    entries.map(({ exportName, localName, moduleRequest }) =>
      exportName.kind === "Name" &&
      moduleRequest === null &&
      /^export\s*\{/.test(chunk.code.slice(start, end))
        ? `${exportName.name!}:${localName.name!}`
        : refuse("has an export that is not in a list of local names"),
    ),
  );
  const cuts = [...staticImports, ...staticExports].sort((a, b) => a.start - b.start);
  return { ...chunk, imports, exported, cuts };
}

function parsed({ fileName, code }: Chunk) {
  const result = parseSync("chunk.js", code, { showSemanticErrors: true });
  const [error] = result.errors;
  if (error !== undefined) throw new Error(`${fileName} cannot be parsed: ${error.message}`);
  return result;
}

/** The code of a chunk as the body of a function. */
function bodyOf({ code, imports, cuts }: OpenedChunk, nameOf: (path: string) => string): string {
  const declared = imports
    .filter(({ pairs }) => pairs.length > 0)
    .map(({ path, pairs }) => `const{${pairs.join(",")}}=${nameOf(path)};`);
  const rest = cuts.map(({ end }, n) => code.slice(end, cuts[n + 1]?.start));
  return declared.join("") + code.slice(0, cuts[0]?.start) + rest.join("");
}

/** Sorts chunks so that each comes after those that it imports. */
function inOrder(chunks: readonly OpenedChunk[]): readonly OpenedChunk[] {
  const ordered = new Set<OpenedChunk>();
  const add = (chunk: OpenedChunk, importers: readonly OpenedChunk[]): void => {
    if (importers.includes(chunk)) throw new Error(`${chunk.fileName} is in a circle of imports.`);
    for (const { path } of chunk.imports) add(chunks[indexOf(path, chunks)]!, [...importers, chunk]);
    ordered.add(chunk);
  };
  for (const chunk of chunks) add(chunk, []);
  return [...ordered];
}

/** All chunks lie in one folder, so that their paths differ only in the file name. */
function indexOf(path: string, chunks: readonly Chunk[]): number {
  const index = chunks.findIndex(({ fileName }) => fileName.split("/").at(-1) === path.split("/").at(-1));
  if (index < 0) throw new Error(`${path} is imported, but is no chunk that page and worker share.`);
  return index;
}
