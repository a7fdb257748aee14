import { describe, expect, it } from "vitest";
import { hostBlindSpots, type NeedyRule } from "../../src/app/overview/index.ts";

const rule = (id: string, ...categories: string[]): NeedyRule => ({ id, name: id, categories });
const groups = (...pairs: readonly (readonly [host: string, categories: string])[]) => ({
  groups: pairs.map((values) => ({ values, count: 1, from: NaN, to: NaN })),
  distinct: pairs.length,
});
const RULES = [rule("p", "process"), rule("r", "registry"), rule("any"), rule("either", "process", "file")];

describe("blind spots by host", () => {
  it("bring hosts together that lack the same, however their names are spelled", () => {
    const spots = hostBlindSpots(
      groups(
        ["A", "registry"],
        ["a", "configuration"],
        ["B", "configuration, registry"],
        ["C", "Process, registry"],
      ),
      RULES,
    );
    expect(
      spots.map(({ hosts, categories, rules }) => [hosts, categories, rules.map(({ id }) => id)]),
    ).toEqual([
      [
        ["A", "B"],
        ["file", "process"],
        ["p", "either"],
      ],
    ]);
  });

  it("are none where nothing that a rule needs is missing altogether", () => {
    expect(hostBlindSpots(groups(["A", "file"]), [rule("either", "process", "file"), rule("any")])).toEqual(
      [],
    );
    expect(hostBlindSpots(groups(), RULES)).toEqual([]);
  });

  it("count events without a host as a host", () => {
    expect(hostBlindSpots(groups(["", ""]), [rule("p", "process")])[0]).toMatchObject({ hosts: [""] });
  });
});
