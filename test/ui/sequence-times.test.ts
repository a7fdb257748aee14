import { describe, expect, it } from "vitest";
import { sequenceTimes } from "../../src/ui/detail/sequence-times.ts";

describe("the time line of a sequence", () => {
  it("places events between the first and the last, and says how long after each other they came", () => {
    expect(sequenceTimes([1000, 2000, 5000])).toEqual({
      length: 4000,
      shares: [0, 0.25, 1],
      since: [null, 1000, 3000],
    });
  });

  it("leaves out what has no time, such as a missing event", () => {
    expect(sequenceTimes([1000, NaN, 3000])).toEqual({
      length: 2000,
      shares: [0, null, 1],
      since: [null, null, 2000],
    });
  });

  it("has no length if all is at one moment or nothing has a time", () => {
    expect(sequenceTimes([7, 7])).toEqual({ length: 0, shares: [null, null], since: [null, 0] });
    expect(sequenceTimes([NaN])).toEqual({ length: 0, shares: [null], since: [null] });
  });
});
