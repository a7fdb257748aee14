import { describe, expect, it } from "vitest";
import { readRules } from "../../src/rules/index.ts";

const TOML = `
[metadata]
creation_date = "2024/01/02"
list_name = "Known scanners"
rule_ids = ["5f2b"]
rule_names = ["One"]
updated_date = "2024/01/02"

[[exceptions]]
[exceptions.container]
description = "d"
list_id = "scanners"
name = "Known scanners"
namespace_type = "agnostic"
tags = []
type = "detection"

[[exceptions.items]]
description = "d"
list_id = "scanners"
item_id = "item-1"
name = "Host A"
namespace_type = "agnostic"
type = "simple"
expire_time = "2030-01-01T00:00:00.000Z"
[[exceptions.items.entries]]
field = "host.name"
operator = "included"
type = "match"
value = "A"
[[exceptions.items.entries]]
field = "process.name"
operator = "excluded"
type = "match_any"
value = ["x", "y"]

[[exceptions.items]]
name = "Two"
type = "simple"
[[exceptions.items.entries]]
field = "user.name"
operator = "included"
type = "exists"

[[exceptions.items]]
name = "Three"
type = "simple"
[[exceptions.items.entries]]
field = "source.ip"
operator = "included"
type = "list"
[exceptions.items.entries.list]
id = "addresses"
type = "ip"
`;

describe("exceptions in TOML", () => {
  it("reads the lists and items of a custom repository", () => {
    const { exceptions } = readRules(TOML, "scanners_exceptions.toml");
    expect(exceptions.lists).toEqual([
      { list_id: "scanners", name: "Known scanners", type: "detection", namespace_type: "agnostic" },
    ]);
    expect(exceptions.items).toMatchObject([
      {
        item_id: "item-1",
        list_id: "scanners",
        namespace_type: "agnostic",
        expire_time: "2030-01-01T00:00:00.000Z",
        entries: [
          { type: "match", field: "host.name", operator: "included", value: "A" },
          { type: "match_any", field: "process.name", operator: "excluded", value: ["x", "y"] },
        ],
      },
      { name: "Two", list_id: "scanners", entries: [{ type: "exists", field: "user.name" }] },
      { name: "Three", entries: [{ type: "unsupported", kind: "value-list", list: "addresses" }] },
    ]);
  });

  it("gives items without an id one each, and those without a namespace that of their list", () => {
    const { items } = readRules(TOML, "x").exceptions;
    expect(new Set(items.map((item) => item.item_id)).size).toBe(3);
    expect(items.map((item) => item.namespace_type)).toEqual(["agnostic", "agnostic", "agnostic"]);
  });

  it("gives a list without an id that of its items", () => {
    const { lists } = readRules(
      TOML.replace('list_id = "scanners"\nname = "Known', 'name = "Known'),
      "x",
    ).exceptions;
    expect(lists.map((list) => list.list_id)).toEqual(["scanners"]);
  });

  it("stands beside a rule", () => {
    const rule = '[rule]\nrule_id = "r"\nname = "n"\ntype = "eql"\nquery = "any where true"\n';
    const { rules, exceptions, problems } = readRules(rule + TOML, "x");
    expect([rules.length, exceptions.items.length, problems.length]).toEqual([1, 3, 0]);
  });
});
