import { describe, expect, it } from "vitest";
import { EventIndex, packPart, PartBuilder, unpackPart } from "../../src/scan/event-index/index.ts";
import { type ProcessNode, processTree } from "../../src/triage/process-tree.ts";

/** The start of a process; its id is its name. */
interface Start {
  readonly name: string;
  readonly parent: string;
  readonly minute: number;
}

/** `[process, category]`: something else that a process did. */
type Deed = readonly [process: string, category: string];

async function indexOf(starts: readonly Start[], deeds: readonly Deed[] = []) {
  const builder = new PartBuilder();
  let offset = 0;
  const add = (event: Record<string, string>, minute: number): void =>
    builder.add({ "host.name": "H", ...event }, 1.7e12 + minute * 60_000, { offset: offset++, length: 1 });
  for (const { name, parent, minute } of starts)
    add(
      {
        "event.code": "1",
        "event.category": "process",
        "event.action": "start",
        "process.name": name,
        "process.entity_id": name,
        "process.parent.entity_id": parent,
      },
      minute,
    );
  for (const [name, category] of deeds)
    add(
      { "event.code": "13", "event.category": category, "process.entity_id": name, "process.name": name },
      99,
    );
  const index = new EventIndex();
  index.add("a", await unpackPart(await packPart(builder.finish())));
  return {
    rows: async (...of: Parameters<EventIndex["rows"]>) => index.rows(...of),
    groups: async (...of: Parameters<EventIndex["groups"]>) => index.groups(...of),
    descendants: async (...of: Parameters<EventIndex["descendants"]>) => index.descendants(...of),
  };
}

/** `cmd(reg, net)`. */
function shape({ entity, children }: ProcessNode): string {
  return children.length === 0 ? entity : `${entity}(${children.map(shape).join(", ")})`;
}

describe("the tree of a process", () => {
  const STARTS: readonly Start[] = [
    { name: "net", parent: "cmd", minute: 4 },
    { name: "reg", parent: "cmd", minute: 3 },
    { name: "cmd", parent: "psexesvc", minute: 2 },
    { name: "psexesvc", parent: "services", minute: 1 },
    { name: "calc", parent: "psexesvc", minute: 5 },
    { name: "conhost", parent: "reg", minute: 3 },
  ];

  it("has its ancestors, without what else they started, and everything that it started, in the order of time", async () => {
    const { root, unplaced, isCut } = await processTree(await indexOf(STARTS), "H", "cmd");
    expect([shape(root), unplaced, isCut]).toEqual(["psexesvc(cmd(reg(conhost), net))", 0, false]);
  });

  it("begins with the process itself if nothing is known of its parent", async () => {
    const { root } = await processTree(await indexOf(STARTS), "H", "psexesvc");
    expect(shape(root)).toBe("psexesvc(cmd(reg(conhost), net), calc)");
  });

  it("counts what each process did besides its start", async () => {
    const deeds: Deed[] = [
      ["reg", "registry"],
      ["reg", "registry"],
      ["reg", "file"],
    ];
    const { root } = await processTree(await indexOf(STARTS, deeds), "H", "reg");
    const reg = root.children[0]!.children[0]!;
    expect(reg.did).toEqual([
      ["registry", 2],
      ["file", 1],
    ]);
    expect(reg.children[0]!.did).toEqual([]);
  });

  it("says that the start of a process is not in the evidence", async () => {
    const { root } = await processTree(await indexOf([], [["reg", "registry"]]), "H", "reg");
    expect([root.entity, root.name, root.start, root.did]).toEqual(["reg", "reg", null, [["registry", 1]]]);
  });

  it("counts the processes whose start is missing, and none of another host", async () => {
    const events = await indexOf(STARTS, [["orphan", "file"]]);
    const query = await events.descendants("H", "cmd");
    const values = [...query.filters!.find(({ field }) => field === "process.entity_id")!.values];
    const filters = [
      { field: "host.name", values: ["H"] },
      { field: "process.entity_id", values: [...values, "orphan", "elsewhere"] },
    ] as const;
    const { unplaced } = await processTree({ ...events, descendants: async () => ({ filters }) }, "H", "cmd");
    expect(unplaced).toBe(1);
  });

  it("ends, whatever forged records say of parents", async () => {
    const circle: Start[] = [
      { name: "a", parent: "b", minute: 1 },
      { name: "b", parent: "a", minute: 2 },
      { name: "c", parent: "c", minute: 3 },
    ];
    expect(shape((await processTree(await indexOf(circle), "H", "a")).root)).toBe("b(a)");
    expect(shape((await processTree(await indexOf(circle), "H", "c")).root)).toBe("c");
    expect((await processTree(await indexOf(circle), "H", "nothing")).root.start).toBeNull();
  });
});
