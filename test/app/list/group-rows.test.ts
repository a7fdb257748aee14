import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ListField } from "../../../src/app/list/field-names.ts";
import { textsOfSet } from "../../../src/app/list/field-values.ts";
import { groupRows } from "../../../src/app/list/group-rows.ts";
import { listFieldValues, SEVERITIES } from "../../../src/app/list/list-fields.ts";
import { FIRST_OPEN, type ListItem, ListItems, type OpenGroups } from "../../../src/app/list/list-items.ts";
import type { Severity } from "../../../src/rules/index.ts";
import type { AlertRow } from "../../../src/case/index.ts";
import { anyRule, columnsOf, sourcesOf } from "./columns-of.ts";

const entry = (name: string) => ({ id: name, name, reference: "" });
const RULES = ["r", "s"].map((id, i) =>
  anyRule(id, {
    threat: ["One", "Two"]
      .slice(0, 2 - i)
      .map((name) => ({ framework: "", tactic: entry(name), technique: [] })),
  }),
);
const ALL_OPEN: OpenGroups = { others: "open", byKey: new Map() };
const ALL_CLOSED: OpenGroups = { others: "closed", byKey: new Map() };

function listOf(
  given: readonly Partial<AlertRow>[],
  fields: readonly ListField[],
  open = ALL_OPEN,
  order?: number[],
) {
  const columns = columnsOf(given);
  const sources = sourcesOf(columns, RULES);
  const values = (field: ListField) => listFieldValues(field, sources);
  const rows = Uint32Array.from(order ?? columns.all());
  const groups = groupRows(
    rows,
    fields.map((field) => ({ field, values: values(field) })),
    { severities: values("severity"), hosts: values("host.name") },
  );
  const items = new ListItems(groups, open, rows[0]);
  const all = Array.from({ length: items.length }, (_, i) => items.at(i)!);
  return { columns, values, rows, groups, items, all };
}

const head = (item: ListItem) =>
  item.kind === "group" ? `${"  ".repeat(item.depth)}${item.values.join("+")} ${item.count}` : item.row;

describe("alerts in groups", () => {
  it("come with the worst group first, then the largest, then the one whose first alert comes first", () => {
    const { all } = listOf(
      [
        { host: "a" },
        { host: "b" },
        { host: "c", severity: "high" },
        { host: "b" },
        { host: "d" },
        { host: "A", user: "u" },
      ],
      ["host.name"],
    );
    expect(all.map(head)).toEqual(["c 1", 2, "a 2", 0, 5, "b 2", 1, 3, "d 1", 4]);
  });

  it("are grouped within groups, and a group says what it has", () => {
    const { all } = listOf(
      [
        { ruleId: "r", host: "a", user: "u" },
        { ruleId: "s", host: "", severity: "critical" },
        { ruleId: "r", host: "b", user: "v" },
        { ruleId: "r", host: "B", user: "u", severity: "medium" },
      ],
      ["threat.tactic.name", "user.name"],
    );
    expect(all.map(head)).toEqual(["One 1", "   1", 1, "One+Two 3", "  u 2", 0, 3, "  v 1", 2]);
    expect(all.filter(({ kind }) => kind === "group")).toMatchObject([
      { depth: 0, field: "threat.tactic.name", worst: 3, hosts: 0, firstRow: 1 },
      { depth: 1, field: "user.name", worst: 3, hosts: 0 },
      { depth: 0, worst: 1, hosts: 2, firstRow: 0 },
      { depth: 1, worst: 1, hosts: 2, firstRow: 0 },
      { depth: 1, worst: 0, hosts: 1, firstRow: 2 },
    ]);
  });

  it("are a plain list without fields", () => {
    const { all, items } = listOf([{}, {}, {}], [], FIRST_OPEN, [2, 0, 1]);
    expect(all).toEqual([2, 0, 1].map((row) => ({ kind: "alert", depth: 0, row })));
    expect([items.positionOf(0), items.positionOf(7), items.at(3), items.at(-1)]).toEqual([
      1,
      -1,
      undefined,
      undefined,
    ]);
    expect([...items.shownRows()]).toEqual([2, 0, 1]);
  });

  it("can be opened and closed one by one, and stay so when others come", () => {
    const given = [{ host: "a" }, { host: "b" }, { host: "a" }];
    const { all } = listOf(given, ["host.name"], ALL_CLOSED);
    expect(all.map(head)).toEqual(["a 2", "b 1"]);
    const key = all[1]!.kind === "group" ? all[1]!.key : "";
    const open: OpenGroups = { others: "closed", byKey: new Map([[key, true]]) };
    const more = [{ host: "c", severity: "high" as const }, ...given, { host: "B" }];
    expect(listOf(more, ["host.name"], open).all.map(head)).toEqual(["c 1", "a 2", "b 2", 2, 4]);
    expect(listOf(more, ["host.name"], { ...open, others: "first" }).all.map(head)).toEqual([
      "c 1",
      0,
      "a 2",
      "b 2",
      2,
      4,
    ]);
  });

  it("have groups of which each has its own key, whatever evidence contains", () => {
    const texts = ["a", 'a" ', 'a","b', "", " ", "[]"];
    const given = texts.flatMap((host) => texts.map((user) => ({ host, user })));
    const { all } = listOf(given, ["host.name", "user.name"]);
    const keys = all.flatMap((item) => (item.kind === "group" ? [item.key] : []));
    expect(new Set(keys).size).toBe(texts.length * (texts.length + 1));
  });

  it("are split as well where a table of all pairs would be too large", () => {
    const hosts = Array.from({ length: 6000 }, (_, i) => ({ host: `h${i % 3000}`, user: `u${i % 2500}` }));
    const { all } = listOf(hosts, ["host.name", "user.name"]);
    const pairs = all.flatMap((item) => (item.kind === "group" && item.depth === 1 ? [item] : []));
    const expected = new Map<string, number>();
    for (const { host, user } of hosts)
      expected.set(`${host} ${user}`, (expected.get(`${host} ${user}`) ?? 0) + 1);
    const counted = pairs.map(({ firstRow, count }) => [
      `${hosts[firstRow]!.host} ${hosts[firstRow]!.user}`,
      count,
    ]);
    expect(new Map(counted as [string, number][])).toEqual(expected);
  });
});

const FIELDS = ["host.name", "user.name", "threat.tactic.name", "severity", "day"] as const;
const lists = fc.array(
  fc.record({
    host: fc.constantFrom("", "a", "A", "b"),
    user: fc.constantFrom("u", "v", "w"),
    ruleId: fc.constantFrom("r", "s", "t"),
    severity: fc.constantFrom<Severity>("low", "medium", "critical"),
    time: fc.constantFrom(0, 1e8, 2e8, NaN),
  }),
  { maxLength: 30 },
);
const groupings = fc.uniqueArray(fc.constantFrom(...FIELDS), { maxLength: 3 });
const key = fc.boolean();

describe("a list of groups", () => {
  it("shows every alert once if all are open, in its groups, as they were sorted", () =>
    fc.assert(
      fc.property(lists, groupings, key, (given, fields, backwards) => {
        const order = given.map((_, row) => row);
        const { all, rows, values, items, groups } = listOf(
          given,
          fields,
          ALL_OPEN,
          backwards ? order.reverse() : order,
        );
        const textOf = (field: ListField, row: number) =>
          [...new Set(textsOfSet(values(field), values(field).sets[row]!).map((text) => text.toLowerCase()))]
            .sort()
            .join("+");
        const shown = all.flatMap((item) => (item.kind === "alert" ? [item.row] : []));
        expect([...shown].sort((a, b) => a - b)).toEqual([...rows].sort((a, b) => a - b));
        expect([...items.shownRows()]).toEqual(shown);
        expect([...groups.rows]).toEqual(shown);
        const path: { values: string; left: number }[] = [];
        let before = -1;
        all.forEach((item, position) => {
          if (item.kind === "group") {
            const values = item.values
              .map((text) => text.toLowerCase())
              .sort()
              .join("+");
            path.length = item.depth;
            path.push({ values, left: item.count });
            before = -1;
            expect([...items.rowsOfGroupAt(position)]).toHaveLength(item.count);
            const own = [...items.rowsOfGroupAt(position)].map((row) =>
              SEVERITIES.indexOf(given[row]!.severity),
            );
            expect(item.worst).toBe(Math.max(...own));
            return;
          }
          expect(path.map(({ values }) => values)).toEqual(fields.map((field) => textOf(field, item.row)));
          for (const group of path) group.left--;
          expect(items.positionOf(item.row)).toBe(position);
          expect(items.keysTo(item.row)).toHaveLength(fields.length);
          const place = rows.indexOf(item.row);
          if (fields.length > 0 && before >= 0) expect(place).toBeGreaterThan(before);
          before = place;
        });
        expect(path.every(({ left }) => left === 0)).toBe(true);
      }),
    ));

  it("at first shows the alert that comes first without groups, and the first alert of the list", () =>
    fc.assert(
      fc.property(lists, groupings, (given, fields) => {
        fc.pre(given.length > 0);
        const { items, rows, groups } = listOf(given, fields, FIRST_OPEN);
        expect(items.positionOf(rows[0]!)).toBeGreaterThanOrEqual(0);
        expect(items.positionOf(groups.rows[0]!)).toBe(fields.length);
      }),
    ));

  it("shows all heads that are within open groups, and no others", () =>
    fc.assert(
      fc.property(lists, groupings, fc.array(fc.nat(20)), (given, fields, toggled) => {
        const { all } = listOf(given, fields, ALL_OPEN);
        const keys = all.flatMap((item) => (item.kind === "group" ? [item.key] : []));
        const closed = new Set(toggled.map((i) => keys[i % Math.max(1, keys.length)]));
        const open: OpenGroups = {
          others: "open",
          byKey: new Map([...closed].map((one) => [one ?? "", false])),
        };
        let hiddenFrom = Infinity;
        const expected = all.filter((item) => {
          if (item.depth > hiddenFrom) return false;
          hiddenFrom = item.kind === "group" && closed.has(item.key) ? item.depth : Infinity;
          return true;
        });
        const { items, all: shown } = listOf(given, fields, open);
        expect(shown.map(head)).toEqual(expected.map(head));
        const rows = expected.flatMap((item) => (item.kind === "alert" ? [item.row] : []));
        expect([...items.shownRows()]).toEqual(rows);
      }),
    ));
});
