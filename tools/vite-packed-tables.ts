import { deflateRaw } from "pako";
import type { Plugin } from "vite";

/** What a comment calls `packed` has a backquote before it. */
const TABLE = /(?<=[(=]\s?)packed`([^`\\$]*)`/g;

/**
 * Writes the tables of `src/explain` into the page deflated and in base64: as text they would be a twentieth of it. They
 * are deflated by pako, whose version is exact, so that every build gives the same page.
 *
 * @param code TypeScript; only templates without gaps and escapes are tables
 */
export function packTables(code: string): string {
  return code.replace(TABLE, (_, text: string) => {
    const bytes = deflateRaw(new TextEncoder().encode(text), { level: 9 });
    return `packed("${Buffer.from(bytes).toString("base64")}")`;
  });
}

export function packedTables(): Plugin {
  return {
    name: "loupe:packed-tables",
    apply: "build",
    enforce: "pre",
    transform(code, id) {
      if (!/[\\/]src[\\/]explain[\\/][^\\/]*\.ts$/.test(id) || !code.includes("packed`")) return null;
      return { code: packTables(code), map: null };
    },
  };
}
