import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";

/** Builds twice and compares the results: the published checksums are useful only if others can reproduce them. */
const root = join(import.meta.dirname, "..");
const dist = join(root, "dist");

async function built(): Promise<string[]> {
  await build({ root, logLevel: "warn" });
  return readdirSync(dist)
    .sort()
    .map((name) => {
      const bytes = readFileSync(join(dist, name));
      return `${createHash("sha256").update(bytes).digest("hex")}  ${name}  (${bytes.length} bytes)`;
    });
}

const first = await built();
const second = await built();
console.log(second.join("\n"));
if (first.join("\n") !== second.join("\n")) {
  console.error(`The second build differs from the first:\n${first.join("\n")}`);
  process.exitCode = 1;
}
