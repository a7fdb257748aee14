import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AuditRecord, Decided, Evidence } from "../../../src/case/index.ts";
import {
  audit,
  caseRule,
  contentOf,
  decided,
  type MadeCase,
  type MadeFile,
  merged,
  OPTIONS,
  sourceOf,
  storedDispositionsOf,
  uuid,
} from "./made-cases.ts";

/* Two cases become one. What one of them says is never lost without being said. */

const sha = (n: number): string => n.toString(16).padStart(64, "0");
const RULES = [caseRule("r1"), caseRule("r2"), caseRule("seq")];

/** Cases over the same few files, with the same rules, whose files have ids of their own. */
const madeCase = (side: "a" | "b"): fc.Arbitrary<MadeCase> => {
  const alert = fc.tuple(fc.constantFrom("r1", "r2"), fc.integer({ min: 0, max: 4 }));
  const alerts = fc.uniqueArray(alert, { maxLength: 6, selector: ([rule, offset]) => `${rule} ${offset}` });
  return fc
    .record({
      files: fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 4 }), alerts, fc.boolean()), {
        minLength: 1,
        maxLength: 4,
        selector: ([n]) => n,
      }),
      decisions: fc.array(
        fc.record({
          file: fc.nat(3),
          rule: fc.constantFrom("r1", "r2"),
          offset: fc.nat(4),
          verdict: fc.constantFrom("true positive", "false positive"),
          note: fc.constantFrom("", "seen", "not seen", "why"),
          tags: fc.constantFrom(undefined, ["x"], ["y", "x"]),
          at: fc.integer({ min: 10, max: 14 }),
        }),
        { maxLength: 6 },
      ),
      queries: fc.array(fc.tuple(fc.constantFrom("a", "b", "c"), fc.nat(5)), { maxLength: 3 }),
      on: fc.boolean(),
      changedAt: fc.integer({ min: 1, max: 6 }),
    })
    .map(({ files, decisions, queries, on, changedAt }): MadeCase => {
      const made = files.map(([n, found, sharesId], order): MadeFile => {
        // The copies of a case have the ids of its files in common; what was added later has ids of its own.
        const id = sharesId ? uuid(n) : uuid(n, side);
        return { id, sha256: sha(n), alerts: found, order };
      });
      const about = new Map<string, Decided>();
      const trail: AuditRecord[] = [];
      for (const [i, { file, rule, offset, verdict, note, tags, at }] of decisions.entries()) {
        const { id } = made[file % made.length]!;
        const alertId = `${id}.${offset}.${rule}`;
        const more = { status: "closed", verdict, note, ...(tags && { tags }) } as const;
        about.set(alertId, decided(at, more));
        trail.push(audit(`${side}${i}`, [alertId]));
      }
      const asked = new Map(queries.map(([text, at]) => [text, { language: "eql", text, title: "", at }]));
      return {
        id: side,
        info: { createdAt: changedAt, ...(asked.size > 0 && { queries: [...asked.values()] }) },
        files: made,
        decisions: [...about],
        audit: trail,
        rules: [caseRule("r1", undefined, { on }), caseRule("r2", undefined, { changedAt }), caseRule("seq")],
        sequences: made.slice(1).map(({ id }) => [
          [made[0]!.id, 1],
          [id, 2],
        ]),
      };
    });
};

describe("any two cases", () => {
  it("give the same content whichever is merged into the other", async () => {
    await fc.assert(
      fc.asyncProperty(madeCase("a"), madeCase("b"), async (a, b) => {
        const there = await contentOf((await merged(sourceOf(a), sourceOf(b))).source);
        const back = await contentOf((await merged(sourceOf(b), sourceOf(a))).source);
        expect(there).toEqual(back);
      }),
      { numRuns: 60 },
    );
  });

  it("change nothing where they are merged twice", async () => {
    await fc.assert(
      fc.asyncProperty(madeCase("a"), madeCase("b"), async (a, b) => {
        const once = await merged(sourceOf(a), sourceOf(b));
        for (const again of [sourceOf(b), sourceOf(a)]) {
          const twice = await merged(once.source, again);
          expect(twice.summary).toMatchObject({ isNothingNew: true, files: 0, alerts: 0, differing: [] });
          expect(await contentOf(twice.source)).toEqual(await contentOf(once.source));
        }
      }),
      { numRuns: 60 },
    );
  });

  it("lose no file, no alert, no note and no entry of the audit trail", async () => {
    await fc.assert(
      fc.asyncProperty(madeCase("a"), madeCase("b"), async (a, b) => {
        const all = await contentOf((await merged(sourceOf(a), sourceOf(b))).source);
        for (const made of [a, b]) {
          const one = await contentOf(sourceOf(made));
          expect(all.alerts).toEqual(expect.arrayContaining(one.alerts));
          expect(all.audit).toEqual(expect.arrayContaining(one.audit));
          const shas = (files: readonly string[]) => files.map((file) => (JSON.parse(file) as unknown[])[0]);
          expect(shas(all.files)).toEqual(expect.arrayContaining(shas(one.files)));
          for (const [, { note }] of made.decisions ?? []) expect(all.decisions.join("")).toContain(note);
        }
      }),
      { numRuns: 40 },
    );
  });
});

const one = (side: string, more: Partial<MadeCase> = {}): MadeCase => ({
  id: side,
  files: [{ id: uuid(1, side), sha256: sha(1), order: 0, alerts: [["r1", 1]] }],
  rules: RULES,
  ...more,
});
const alertOf = (side: string): string => `${uuid(1, side)}.1.r1`;

describe("decisions of two analysts", () => {
  const review = (side: "a" | "b", about: Decided): MadeCase =>
    one(side, { decisions: [[alertOf(side), about]], audit: [audit(`record of ${side}`, [alertOf(side)])] });
  const earlier = decided(10, { status: "closed", verdict: "false positive", note: "a tool", tags: ["t"] });
  const later = decided(20, { status: "closed", verdict: "true positive", note: "an intruder", by: "Bob" });

  it("that differ are listed, the newer is taken, and both notes stay", async () => {
    const { summary, source } = await merged(sourceOf(review("a", earlier)), sourceOf(review("b", later)));
    expect(summary.differing).toEqual([
      { alertId: alertOf("a"), older: earlier, newer: expect.objectContaining({ verdict: "true positive" }) },
    ]);
    expect([...(await storedDispositionsOf(source)).values()]).toEqual([
      { ...later, note: "a tool\nan intruder", tags: ["t"] },
    ]);
    const trail = await recordsOf(source);
    expect(trail.map(({ detail }) => detail?.kind)).toEqual([
      undefined,
      undefined,
      "case-merged",
      "merge-differs",
    ]);
    expect(trail.at(-1)).toMatchObject({
      by: "Ada",
      alertIds: [alertOf("a")],
      before: [{ verdict: "false positive", alerts: 1 }],
      after: [{ verdict: "true positive", alerts: 1 }],
    });
    expect(trail.find(({ id }) => id === "record of b")?.alertIds).toEqual([alertOf("a")]);
  });

  it("of an earlier copy do not come back", async () => {
    const copy = one("a", { decisions: [[alertOf("a"), earlier]], audit: [audit("1", [alertOf("a")])] });
    const now = one("a", {
      decisions: [[alertOf("a"), decided(20, { note: "changed" })]],
      audit: [audit("1", [alertOf("a")]), audit("2", [alertOf("a")])],
    });
    const { summary, source } = await merged(sourceOf(now), sourceOf(copy));
    expect(summary).toMatchObject({ isNothingNew: true, differing: [] });
    expect([...(await storedDispositionsOf(source)).values()]).toEqual([decided(20, { note: "changed" })]);
  });

  it("without an audit trail, as earlier versions stored them, are listed once", async () => {
    const [a, b] = (["a", "b"] as const).map((side) =>
      sourceOf(one(side, { decisions: [[alertOf(side), side === "a" ? later : earlier]] })),
    );
    const once = await merged(a!, b!);
    expect(once.summary.differing).toHaveLength(1);
    expect((await merged(once.source, b!)).summary).toMatchObject({ isNothingNew: true, differing: [] });
  });

  it("about steps of a guide are put together step by step", async () => {
    const guide = (side: string, at: number, steps: object) => ({
      alertId: alertOf(side),
      steps: Object.entries(steps).map(([key, more]) => ({
        ...{ key, state: "open" as const, note: "", changedAt: at },
        ...(more as object),
      })),
      changedAt: at,
    });
    const a = one("a", { guides: [guide("a", 10, { x: { state: "done", note: "one" }, y: {} })] });
    const b = one("b", { guides: [guide("b", 20, { x: { state: "not-possible", note: "two" }, z: {} })] });
    const { summary, source } = await merged(sourceOf(a), sourceOf(b));
    expect(summary.differingSteps).toBe(1);
    const [only] = (await contentOf(source)).guides;
    expect(JSON.parse(JSON.parse(only!)[1][0] as string)).toMatchObject({
      state: "not-possible",
      note: "one\ntwo",
    });
    expect((await merged(source, sourceOf(b))).summary.isNothingNew).toBe(true);
  });
});

describe("rules that differ", () => {
  it("keep the own text, and leave out the alerts of the other", async () => {
    const a = one("a", { rules: [caseRule("r1", "any where x == 1")] });
    const b = one("b", {
      files: [
        {
          id: uuid(1, "b"),
          sha256: sha(1),
          order: 0,
          alerts: [
            ["r1", 1],
            ["r1", 2],
          ],
        },
        { id: uuid(2, "b"), sha256: sha(2), order: 1, alerts: [["r1", 3]] },
      ],
      rules: [caseRule("r1", "any where x == 2"), caseRule("r9")],
    });
    const { summary, source } = await merged(sourceOf(a), sourceOf(b));
    expect(summary).toMatchObject({
      differingRules: ["Rule r1"],
      leftOut: 3,
      alerts: 0,
      addedRules: ["Rule r9"],
    });
    const content = await contentOf(source);
    expect(content.alerts).toHaveLength(1);
    expect(content.rules).toEqual([
      JSON.stringify(["r1", "any where x == 1", true, 5]),
      JSON.stringify(["r9", "any where true", true, 5]),
    ]);
  });

  it("in their switch alone are on", async () => {
    const off = one("a", { rules: [caseRule("r1", undefined, { on: false })] });
    const { source } = await merged(sourceOf(off), sourceOf(one("b")));
    expect((await contentOf(source)).rules[0]).toContain("true,5");
  });

  it("do not bring back alerts from before a change", async () => {
    // The pages of both were written at 6.
    const a = one("a", { rules: [caseRule("r1", undefined, { changedAt: 7 })] });
    const b = one("b", { files: [{ id: uuid(1, "b"), sha256: sha(1), order: 0, alerts: [["r1", 2]] }] });
    const { source } = await merged(sourceOf(a), sourceOf(b));
    const content = await contentOf(source);
    expect(content.alerts.map((alert) => (JSON.parse(alert) as string[])[1])).toEqual([
      JSON.stringify(["r1", "<b>r1", 2]),
    ]);
  });
});

describe("files", () => {
  const scans = (extra: Partial<Evidence>, side: string): MadeFile => ({
    ...{ id: uuid(1, side), sha256: sha(1), order: 0, alerts: [["r1", side === "a" ? 1 : 2]], extra },
  });

  it("take the scan that came to its end, under the own name", async () => {
    const a = one("a", { files: [scans({ state: "cancelled", records: 1, path: "mine" }, "a")] });
    const b = one("b", { files: [scans({ state: "done", records: 9, path: "theirs" }, "b")] });
    const { source } = await merged(sourceOf(a), sourceOf(b));
    for await (const [entry] of source.entries("evidence"))
      expect(entry?.value).toMatchObject({
        id: uuid(1, "a"),
        path: "mine",
        state: "done",
        records: 9,
        alerts: 2,
      });
  });

  it("read with other settings stay as the own case reads them, and are named", async () => {
    const a = one("a", { files: [scans({ reading: { zone: "UTC+02:00" } }, "a")] });
    const { summary, source } = await merged(sourceOf(a), sourceOf(one("b", { files: [scans({}, "b")] })));
    expect(summary.readOtherwise).toEqual(["a.ndjson"]);
    expect((await contentOf(source)).alerts).toHaveLength(1);
  });

  it("without records say so, and get them from the other case", async () => {
    const without = one("a", { info: { without: ["records"] } });
    const bare = await contentOf(sourceOf(without));
    expect(bare.alerts.join()).toContain("no record");
    const lacking = await merged(
      sourceOf(one("b", { files: [{ ...one("b").files[0]!, sha256: sha(9) }] })),
      sourceOf(without),
    );
    expect(lacking.summary.lacks).toEqual(["records"]);
    expect(lacking.source.info.without).toEqual(["records"]);
    const healed = await contentOf((await merged(sourceOf(without), sourceOf(one("b")))).source);
    expect(healed.alerts).toHaveLength(1);
    expect(healed.alerts.join()).not.toContain("no record");
  });

  it("that a case has twice stay two", async () => {
    const twice = one("a", {
      files: [...one("a").files, { id: uuid(2, "a"), sha256: sha(1), order: 1, alerts: [] }],
    });
    const { summary } = await merged(sourceOf(twice), sourceOf(one("b")));
    expect(summary).toMatchObject({ files: 0, sharedFiles: 1 });
    const back = await merged(sourceOf(one("b")), sourceOf(twice));
    expect(back.summary).toMatchObject({ files: 1, sharedFiles: 1 });
  });

  it("whose id is another file's here get an id of their own", async () => {
    const other = one("b", { files: [{ id: uuid(1, "a"), sha256: sha(2), order: 0, alerts: [["r1", 1]] }] });
    const { source } = await merged(
      sourceOf(one("a")),
      sourceOf({ ...other, decisions: [[alertOf("a"), decided(9)]] }),
    );
    const content = await contentOf(source);
    expect(content.alerts).toHaveLength(2);
    const ids = [...(await storedDispositionsOf(source)).keys()];
    expect(ids).not.toContain(alertOf("a"));
    expect((await merged(source, sourceOf(other))).summary.isNothingNew).toBe(true);
  });
});

it("the report keeps the own summary first, and has the other's once", async () => {
  const report = (summary: string) => ({ report: { summary, sections: {}, hunts: [], changedAt: 1 } });
  const [a, b] = [one("a", { info: report("Mine <b>") }), one("b", { info: report("Theirs"), name: "B" })];
  const { source } = await merged(sourceOf(a), sourceOf(b));
  expect(source.info.report?.summary).toBe("Mine <b>\n\nFrom “B”:\n\nTheirs");
  expect(OPTIONS.caseId).toBe(source.info.id);
  const again = await merged(source, sourceOf(b));
  expect(again.source.info.report?.summary).toBe(source.info.report?.summary);
  expect(again.summary.isNothingNew).toBe(true);
});

async function recordsOf(source: Parameters<typeof contentOf>[0]): Promise<AuditRecord[]> {
  const found: AuditRecord[] = [];
  for await (const some of source.entries("audit"))
    for (const { value } of some) found.push(value as AuditRecord);
  const isOfMerge = ({ detail }: AuditRecord): number => (detail === undefined ? 0 : 1);
  return found.sort((x, y) => isOfMerge(x) - isOfMerge(y) || (x.id < y.id ? -1 : 1));
}
