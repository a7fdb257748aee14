import { describe, expect, it } from "vitest";
import { flatten } from "../../../src/ecs/flat-event.ts";
import { Indicators } from "../../../src/triage/indicators/index.ts";

const gathered = (...alerts: [time: number, ...events: object[]][]) => {
  const indicators = new Indicators();
  for (const [time, ...events] of alerts)
    indicators.add(
      events.map((event) => flatten(event)),
      time,
    );
  return indicators;
};

describe("the indicators of alerts", () => {
  it("are the values by which others are searched, with how many alerts have them, and when", () => {
    const event = {
      host: { name: "WS01" },
      user: { name: "alice", domain: "CORP" },
      source: { ip: ["10.0.0.7", "127.0.0.1"] },
      process: {
        executable: "C:\\a.exe",
        command_line: "a.exe -x",
        hash: { sha256: "ab".repeat(32) },
        parent: { executable: "C:\\b.exe" },
      },
      registry: { path: "HKLM\\X" },
      dns: { question: { name: "evil.test" } },
      message: "no indicator",
    };
    const found = gathered([5, event], [3, { ...event, host: { name: "ws01" } }]).list();
    expect(found.map(({ kind, value, alerts }) => [kind, value, alerts])).toEqual([
      ["host", "WS01", 2],
      ["user", "CORP\\alice", 2],
      ["address", "10.0.0.7", 2],
      ["domain", "evil.test", 2],
      ["hash", "ab".repeat(32), 2],
      ["path", "C:\\a.exe", 2],
      ["path", "C:\\b.exe", 2],
      ["registry path", "HKLM\\X", 2],
      ["command line", "a.exe -x", 2],
    ]);
    expect(found[0]).toMatchObject({ first: 3, last: 5 });
  });

  it("count an alert once, however many of its events have the value, and keep an alert without a time", () => {
    const event = { host: { name: "H" } };
    expect(gathered([NaN, event, event], [7, event]).list()).toEqual([
      { kind: "host", value: "H", alerts: 2, first: 7, last: 7 },
    ]);
  });

  it("are bounded: what is too long or too much is counted", () => {
    const long = gathered([1, { process: { command_line: "x".repeat(40_000) }, host: { name: "H" } }]);
    expect([long.list().length, long.left]).toEqual([1, 1]);
    const many = new Indicators();
    for (let n = 0; n < 50_010; n++) many.add([flatten({ host: { name: `h${n}` } })], 1);
    expect([many.list().length, many.left]).toEqual([50_000, 10]);
  });

  it("are data, whatever their fields are called", () => {
    const event = flatten(
      JSON.parse('{"__proto__":{"hash":{"md5":"x"}},"host":{"name":"__proto__"}}') as object,
    );
    const indicators = new Indicators();
    indicators.add([event], 1);
    expect(indicators.list().map(({ value }) => value)).toEqual(["__proto__"]);
  });
});
