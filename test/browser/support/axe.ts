import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "puppeteer-core";

/** The requested part of axe's results: for each rule, the elements it found. */
interface AxeRule {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[];
}
interface AxeResults {
  readonly violations: readonly AxeRule[];
  readonly passes: readonly AxeRule[];
}

export interface Audit {
  /** One line per element that violates a rule. */
  readonly faults: readonly string[];
  /** Rules that had elements to check and found no violation. */
  readonly passed: readonly string[];
}

const TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];

/** Read, not imported, because the text is needed, and axe's own types expect a page around them. */
const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The rules whose result depends on colours. */
const OF_COLOURS = ["color-contrast", "link-in-text-block"];

/**
 * Checks everything in WCAG 2.2 AA that a program can check, or of that only what depends on colours. axe is injected through the debugger's protocol, which
 * the page's policy neither refuses nor reports; nothing is fetched (`preload`).
 */
export async function audit(page: Page, part: "all" | "colours" = "all"): Promise<Audit> {
  await page.evaluate(source);
  const runOnly = part === "all" ? { type: "tag", values: TAGS } : { type: "rule", values: OF_COLOURS };
  const { violations, passes } = await page.evaluate(async (only) => {
    const { axe } = globalThis as unknown as { axe: { run(options: unknown): Promise<AxeResults> } };
    return axe.run({
      runOnly: only,
      // Off by default while WCAG 2.2 was new. axe refuses this beside a list of rules.
      ...(only.type === "tag" && { rules: { "target-size": { enabled: true } } }),
      resultTypes: ["violations"],
      preload: false,
    });
  }, runOnly);
  return {
    faults: violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary}`),
    ),
    passed: passes.map(({ id }) => id),
  };
}
