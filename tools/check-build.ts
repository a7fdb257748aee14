import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";

/**
 * Builds twice and compares the results: the published checksums are useful only if others can reproduce them. Also
 * limits the size of the page, so that code which is in it twice, or a large dependency, cannot go unnoticed.
 */
const root = join(import.meta.dirname, "..");
const dist = join(root, "dist");
/** A little more than the page has. A commit that needs more raises this, and says why. */
const MOST_PAGE_BYTES = 2_740_000;

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
const { size } = statSync(join(dist, "index.html"));
if (size > MOST_PAGE_BYTES) {
  console.error(
    `index.html has ${size} bytes, more than the ${MOST_PAGE_BYTES} that tools/check-build.ts allows.`,
  );
  process.exitCode = 1;
}
