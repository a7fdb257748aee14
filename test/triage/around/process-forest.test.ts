import { describe, expect, it } from "vitest";
import { EventIndex, type EventQuery } from "../../../src/scan/index.ts";
import { packPart, PartBuilder, unpackPart } from "../../../src/scan/event-index/index.ts";
import { openAtFirst, processForest, type ProcessNode, sizeOf } from "../../../src/triage/index.ts";
import { forestLines } from "../../../src/ui/around/forest-lines.ts";

/** The start of a process; its id is its name. */
interface Start {
  readonly name: string;
  readonly parent: string;
  readonly minute: number;
  /** Numbers of the process and its parent, as the Security log names them. */
  readonly pids?: readonly [own: number, parent: number];
}

/** `[process, category]`: something else that a process did. */
type Deed = readonly [process: string, category: string];

const HOST = [{ field: "host.name", values: ["H"] }] as const;
const timeOf = (minute: number): number => 1.7e12 + minute * 60_000;

async function forestOf(
  starts: readonly Start[],
  deeds: readonly Deed[] = [],
  { wanted = [], query = { filters: HOST } }: { wanted?: readonly string[]; query?: EventQuery } = {},
) {
  const builder = new PartBuilder();
  let offset = 0;
  const add = (event: Record<string, string>, minute: number): void =>
    builder.add({ "host.name": "H", ...event }, timeOf(minute), { offset: offset++, length: 1 });
  for (const { name, parent, minute, pids } of starts)
    add(
      {
        ...(pids !== undefined && { "process.pid": String(pids[0]), "process.parent.pid": String(pids[1]) }),
        "event.code": pids === undefined ? "1" : "4688",
        "event.category": "process",
        "event.action": "start",
        "process.name": `${name}.exe`,
        "process.entity_id": name,
        "process.parent.entity_id": parent,
      },
      minute,
    );
  for (const [name, category] of deeds)
    add(
      {
        "event.code": "13",
        "event.category": category,
        ...(name !== "" && { "process.entity_id": name, "process.name": `${name}.exe` }),
      },
      5,
    );
  const index = new EventIndex();
  index.add("a", await unpackPart(await packPart(builder.finish())));
  return processForest(
    {
      rows: async (...of) => index.rows(...of),
      around: async (...of) => index.around(...of),
      groups: async (...of) => index.groups(...of),
      inferredParents: async (...of) => index.inferredParents(...of),
    },
    query,
    HOST,
    wanted,
    timeOf(3),
  );
}

/** `cmd(reg, net)`. */
function shape({ entity, children }: ProcessNode): string {
  return children.length === 0 ? entity : `${entity}(${children.map(shape).join(", ")})`;
}

const STARTS: readonly Start[] = [
  { name: "net", parent: "cmd", minute: 4 },
  { name: "reg", parent: "cmd", minute: 3 },
  { name: "cmd", parent: "psexesvc", minute: 2 },
  { name: "psexesvc", parent: "services", minute: 1 },
  { name: "calc", parent: "explorer", minute: 5 },
  { name: "conhost", parent: "reg", minute: 3 },
];

describe("the processes around an event", () => {
  it("are trees in the order of time, from the earliest ancestors that the evidence has", async () => {
    const { roots, processes, starts, isCut } = await forestOf(STARTS);
    expect(roots.map(shape)).toEqual(["psexesvc(cmd(reg(conhost), net))", "calc"]);
    expect([processes, starts, isCut]).toEqual([6, 6, false]);
  });

  it("have ancestors that started before the range, and none of the others before it", async () => {
    const query = { from: timeOf(3), to: timeOf(3), filters: HOST };
    const { roots, starts } = await forestOf(STARTS, [], { query });
    expect(roots.map(shape)).toEqual(["psexesvc(cmd(reg(conhost)))"]);
    expect(starts).toBe(2);
  });

  it("count what each did besides its start", async () => {
    const { roots } = await forestOf(
      STARTS,
      [
        ["reg", "registry"],
        ["reg", "registry"],
        ["reg", "file"],
      ],
      { wanted: ["reg"] },
    );
    const reg = roots[0]!.children[0]!.children[0]!;
    expect([reg.events, reg.did]).toEqual([
      3,
      [
        ["registry", 2],
        ["file", 1],
      ],
    ]);
    expect([reg.children[0]!.events, reg.children[0]!.did]).toEqual([0, []]);
  });

  it("are below the one with the number that their start names, as in the Security log, which is said", async () => {
    const [at, of] = [(minute: number) => ({ from: timeOf(minute), to: timeOf(9) }), { filters: HOST }];
    const security: readonly Start[] = [
      { name: "services", parent: "", minute: 0, pids: [1, 900] },
      { name: "psexesvc", parent: "", minute: 1, pids: [2, 1] },
      { name: "cmd", parent: "", minute: 2, pids: [3, 2] },
      { name: "reg", parent: "", minute: 3, pids: [4, 3] },
    ];
    const { roots, inferred, withoutParent } = await forestOf(security);
    expect(roots.map(shape)).toEqual(["services(psexesvc(cmd(reg)))"]);
    expect([inferred, withoutParent]).toEqual([3, 1]);
    expect([roots[0]!.isInferred, roots[0]!.children[0]!.isInferred]).toEqual([false, true]);
    // Ancestors from before the range are found in the same way.
    const later = await forestOf(security, [], { query: { ...at(3), ...of } });
    expect(later.roots.map(shape)).toEqual(["services(psexesvc(cmd(reg)))"]);
  });

  it("are there without a start, with the name that their events have, and events without a process are counted", async () => {
    const { withoutParent } = await forestOf([...STARTS, { name: "orphan", parent: "", minute: 2 }]);
    expect(withoutParent).toBe(1);
    const { roots, withoutProcess } = await forestOf(
      [],
      [
        ["reg", "registry"],
        ["", "file"],
      ],
    );
    const [root] = roots;
    expect([root!.entity, root!.name, root!.start, root!.events]).toEqual(["reg", "reg.exe", null, 1]);
    expect(withoutProcess).toBe(1);
  });

  it("end, whatever forged records say of parents", async () => {
    const circle: Start[] = [
      { name: "a", parent: "b", minute: 1 },
      { name: "b", parent: "a", minute: 2 },
      { name: "c", parent: "c", minute: 3 },
    ];
    expect((await forestOf(circle)).roots.map(shape).sort()).toEqual(["a(b)", "c"]);
    const chain = Array.from({ length: 600 }, (_, i) => ({ name: `p${i}`, parent: `p${i - 1}`, minute: i }));
    const { roots, isCut } = await forestOf(chain);
    expect(isCut).toBe(true);
    const lines = forestLines(roots, openAtFirst(roots, new Set()), () => true);
    expect(Math.max(...lines.map(({ depth }) => depth))).toBeLessThan(20);
  });
});

describe("the tree as it is shown", () => {
  it("opens what is marked with its ancestors, and makes one line of many others", async () => {
    const quiet = ["q1", "q2", "q3", "q4"].map((name) => ({ name, parent: "none", minute: 1 }));
    const { roots } = await forestOf([...STARTS, ...quiet], [["q1", "file"]]);
    const open = openAtFirst(roots, new Set(["reg"]));
    expect([...open].sort()).toEqual(["cmd", "psexesvc", "reg"]);
    const words = forestLines(roots, open, (_, isOpen) => isOpen).map((line) =>
      line.kind === "process"
        ? `${"  ".repeat(line.depth)}${line.isOpen ? "▾" : "▸"} ${line.node.entity}`
        : `${"  ".repeat(line.depth)}${line.processes} others, ${line.events} events`,
    );
    expect(words).toEqual([
      "▾ psexesvc",
      "  ▾ cmd",
      "    ▾ reg",
      "      ▸ conhost",
      "    ▸ net",
      "5 others, 6 events",
    ]);
    expect(sizeOf(roots)).toEqual({ processes: 10, events: 11 });
  });
});
