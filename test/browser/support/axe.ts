import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "puppeteer-core";

/** The part of axe's answer that is asked for: of each rule, the elements it found. */
interface AxeRule {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[];
}
interface AxeResults {
  readonly violations: readonly AxeRule[];
  readonly passes: readonly AxeRule[];
}

export interface Audit {
  /** A line for each element that breaks a rule. */
  readonly faults: readonly string[];
  /** Rules that had something to look at and found nothing wrong with it. */
  readonly passed: readonly string[];
}

const TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];

/** Read, not imported: it is the text that is wanted, and axe's own types assume a page around them. */
const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * Looks for what WCAG 2.2 AA forbids and a program can see. The debugger's protocol puts axe into the page, which its policy
 * neither refuses nor reports; nothing is fetched (`preload`).
 */
export async function audit(page: Page): Promise<Audit> {
  await page.evaluate(source);
  const { violations, passes } = await page.evaluate(async (values) => {
    const { axe } = globalThis as unknown as { axe: { run(options: unknown): Promise<AxeResults> } };
    return axe.run({
      runOnly: { type: "tag", values },
      // Off unless asked for, as WCAG 2.2 was new.
      rules: { "target-size": { enabled: true } },
      resultTypes: ["violations"],
      preload: false,
    });
  }, TAGS);
  return {
    faults: violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary}`),
    ),
    passed: passes.map(({ id }) => id),
  };
}
