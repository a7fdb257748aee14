import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { CaseState } from "../../../src/app/case/case-state.svelte.ts";
import { sampleEvidence } from "../../../src/app/sample/index.ts";
import { Session } from "../../../src/app/session.svelte.ts";
import { CaseStore } from "../../../src/case/index.ts";
import { builtinRules } from "../../../src/rules/builtin/index.ts";
import { eventually } from "../../support/eventually.ts";
import { ndjson } from "../../support/scan.ts";
import { workersHere } from "../../support/workers.ts";
import { unzipped } from "../../support/zip.ts";
import { bulkActions, Indices } from "../../support/elasticsearch.ts";

/* A case handed over to a cluster as one archive, which Loupe reads back. */

const HOSTILE = {
  "@timestamp": "2024-05-14T02:00:00.000Z",
  event: { category: ["process"], code: "1", kind: "event" },
  process: { name: 'a\n{"delete":{"_index":"*"}}', pid: "none" },
  odd: "value",
};
const NAME = "a`\n```\n# not a heading\n\u202E.ndjson";

let id = 0;
async function openSession(files: readonly { file: File; path: string }[]): Promise<Session> {
  const rules = builtinRules();
  const info = {
    ...{ id: `c${++id}`, name: "Case <7>", createdAt: 1, openedAt: 1 },
    queries: [
      { language: "eql", text: "process where process.pid > 4 and odd.number == 1", title: "`Odd`", at: 1 },
      { language: "kuery", text: "odd: value", title: "", at: 1 },
      { language: "eql", text: "process where", title: "unfinished", at: 1 },
    ],
  };
  const state = CaseState.create(
    await CaseStore.open(),
    info,
    new Map(rules.map((rule) => [rule.rule_id, rule])),
  );
  state.switchRules(new Set(rules.map((rule) => rule.rule_id)), true);
  const session = new Session(state, workersHere());
  session.queue.add(files);
  await eventually(() => expect(session.queue.state).toBe("done"));
  return session;
}

const file = (text: string, path: string) => ({ file: new File([text], path.slice(-20)), path });

async function handOver(session: Session, partUnits?: number) {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const handed = await session.handOver.write((bytes) => void pieces.push(bytes.slice()), "1.2.3", partUnits);
  return { handed, zip: new Blob(pieces) };
}

const alertsOf = ({ case: { alerts } }: Session): number => alerts.count;

let session: Session;
beforeAll(async () => {
  session = await openSession([
    ...sampleEvidence(),
    file(`${ndjson([HOSTILE])}{"cut": \n`, NAME),
    file(`${ndjson([HOSTILE])}{"cut": \n`, "copy.ndjson"),
    file("no event at all", "unreadable.txt"),
  ]);
});
afterEach(() => {
  expect(session.handOver.running).toBeNull();
});

describe("the hand-over of a case", () => {
  it("has every event once, the template, rules, queries and what is missing", async () => {
    const { handed, zip } = await handOver(session);
    const members = await unzipped(zip);
    const names = [...members.keys()];
    expect(names.filter((name) => !name.startsWith("bulk/"))).toEqual([
      "index-template.json",
      "rules.ndjson",
      ...names.filter((name) => name.startsWith("eql/")),
      "README.md",
    ]);
    expect(names.filter((name) => name.startsWith("eql/hunt-"))).toEqual(["eql/hunt-001.json"]);
    expect(JSON.parse(members.get("eql/hunt-001.json")!)).toMatchObject({ result_position: "head" });
    const indices = new Indices(JSON.parse(members.get("index-template.json")!));
    const bulk = names
      .filter((name) => name.startsWith("bulk/"))
      .flatMap((name) => bulkActions(members.get(name)!));
    for (const action of bulk) indices.add(action);
    const records = session.case.evidence.reduce((sum, each) => sum + each.records, 0);
    // The copy is left out.
    expect(bulk).toHaveLength(records - 1);
    expect(handed).toEqual({ files: 6, events: records - 1, incomplete: 3 });
    expect(indices.typeOf("logs-generic-loupe", "odd.number")).toBe("double");
    const readme = members.get("README.md")!;
    for (const words of [
      "No cluster was run",
      "case    Case <7>",
      "NOTHING COULD BE READ",
      "1 piece COULD NOT BE READ",
      "Left out, as its content is that of another file",
      "1 value was moved there because it is not of the type of its field",
      "eql/hunt-001.json  `Odd`",
    ])
      expect(readme).toContain(words);
    // The names of files are text, on a line of a block of code.
    expect(readme).not.toContain("\n# not");
    expect(readme).not.toContain("\u202E");
    expect(readme).not.toContain("undefined");
  });

  it("is the same archive twice, and the same documents in smaller parts", async () => {
    const [first, second] = [await handOver(session), await handOver(session)];
    const bytesOf = async ({ zip }: { zip: Blob }) => Buffer.from(await zip.arrayBuffer());
    expect((await bytesOf(first)).equals(await bytesOf(second))).toBe(true);
    const small = await unzipped((await handOver(session, 20_000)).zip);
    const bulk = (members: ReadonlyMap<string, string>): string =>
      [...members]
        .filter(([name]) => name.startsWith("bulk/"))
        .map(([, text]) => text)
        .join("");
    expect(small.size).toBeGreaterThan((await unzipped(first.zip)).size);
    expect(bulk(small)).toBe(bulk(await unzipped(first.zip)));
  });

  it("has the alerts of the case when Loupe reads it", async () => {
    const alone = await openSession(sampleEvidence());
    const { zip } = await handOver(alone);
    const again = await openSession([{ file: new File([zip], "cluster.zip"), path: "cluster.zip" }]);
    expect(alertsOf(alone)).toBeGreaterThan(0);
    expect(alertsOf(again)).toBe(alertsOf(alone));
  });

  it("can be stopped, and names files that are not at hand", async () => {
    const stopped = session.handOver.write(() => session.handOver.stop(), "1.2.3");
    expect(await stopped).toBeNull();
    const failing = session.handOver.write(() => Promise.reject(new Error("disk full")), "1.2.3");
    await expect(failing).rejects.toThrow("disk full");
    const [gone] = session.case.evidence;
    const has = session.queue.has.bind(session.queue);
    session.queue.has = (evidenceId) => evidenceId !== gone!.id && has(evidenceId);
    try {
      const { handed, zip } = await handOver(session);
      expect(handed).toMatchObject({ files: 5, incomplete: 4 });
      expect((await unzipped(zip)).get("README.md")).toMatch(
        /\*\*Not handed over\*\*[^]*loupe-sample-synthetic-/,
      );
    } finally {
      session.queue.has = has;
    }
  });
});
