import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packed } from "../../src/explain/packed.ts";
import { packTables } from "../../tools/vite-packed-tables.ts";

const FOLDER = join(import.meta.dirname, "../../src/explain");

/** What `packed` gets in the page, for each table of a module. */
const packedIn = (code: string): string[] =>
  [...packTables(code).matchAll(/packed\("([A-Za-z0-9+/=]+)"\)/g)].map(([, base64]) => base64!);

describe("the tables of the page", () => {
  it("are the same as in the sources", () => {
    let count = 0;
    for (const name of readdirSync(FOLDER)) {
      const code = readFileSync(join(FOLDER, name), "utf8");
      const texts = [...code.matchAll(/[(=] ?packed`([^`]*)`/g)].map(([, text]) => text);
      expect(packedIn(code).map((base64) => packed(base64)())).toEqual(texts);
      expect(packTables(code)).not.toMatch(/[^`]packed`/);
      count += texts.length;
    }
    expect(count).toBeGreaterThan(10);
  });

  it("keep characters of several bytes, wherever they are cut", () => {
    const text = "…é漢😀\n".repeat(100_000);
    const [base64] = packedIn(`const A = packed\`${text}\`;`);
    expect(packed(base64!)()).toBe(text);
    expect(packed`a\nb`()).toBe("a\nb");
  });

  it("leave templates with gaps or escapes alone", () => {
    for (const code of [
      "(packed`a${b}`",
      "= packed`a\\n`",
      "= unpacked`a`",
      "see `packed` and `b`",
      "packed(text)",
    ])
      expect(packTables(code)).toBe(code);
  });

  it("are refused if they are damaged", () => {
    const [base64] = packedIn(`f(packed\`${"abc def ".repeat(50)}\`)`);
    expect(() => packed(base64!.slice(0, 8))()).toThrow("damaged");
  });
});
