import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Test files that take long for their size, the longest first. If one of them began last, it would run while every other
 * core is idle.
 */
const SLOW = [
  "test/browser/axe.test.ts",
  "test/browser/two-tabs.test.ts",
  "test/browser/look-and-keyboard.test.ts",
  "test/browser/workbench.test.ts",
  "test/browser/bad-input.test.ts",
  "test/browser/stored-databases.test.ts",
  "test/browser/case.test.ts",
  "test/browser/sequences.test.ts",
  "test/browser/remove-evidence.test.ts",
  "test/browser/dev.test.ts",
  "test/forms/mutation.test.ts",
  "test/formats/evtx/evidence.test.ts",
  "test/fuzz/fuzz.test.ts",
];

/**
 * Vitest's own order, in which slow files come first: it knows how long a file took on this machine before, or else only
 * its size.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const projects = new Set(sorted.map(({ project }) => project));
    return [...projects].flatMap((wanted) => {
      const own = sorted.filter(({ project }) => project === wanted);
      const rank = new Map(own.map((file) => [file, this.#rank(file)]));
      return own.toSorted((a, b) => rank.get(a)! - rank.get(b)!);
    });
  }

  #rank({ moduleId }: TestSpecification): number {
    const at = SLOW.indexOf(relative(this.ctx.config.root, moduleId).replaceAll("\\", "/"));
    return at < 0 ? SLOW.length : at;
  }
}
