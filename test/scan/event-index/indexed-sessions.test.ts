import { describe, expect, it } from "vitest";
import { summaryOf } from "../../../src/app/events/event-summaries.ts";
import type { FlatEvent } from "../../../src/ecs/index.ts";
import { EventIndex, indexedEvent, PartBuilder } from "../../../src/scan/event-index/index.ts";

const CHANNELS = "Microsoft-Windows-TerminalServices-";
const session = (code: string, data: Record<string, string>, manager = "LocalSessionManager"): FlatEvent => ({
  "host.name": "WS-1",
  "winlog.channel": `${CHANNELS}${manager}/Operational`,
  "event.code": code,
  "user.id": "S-1-5-20",
  ...Object.fromEntries(Object.entries(data).map(([name, value]) => [`winlog.user_data.${name}`, value])),
});

const LOGON = session("21", { User: "CORP\\alice", SessionID: "2", Address: "10.0.0.5" });
const NETWORK = session(
  "1149",
  { Param1: "alice", Param2: "CORP", Param3: "10.0.0.5" },
  "RemoteConnectionManager",
);

describe("what the Terminal Services log of a session", () => {
  it("is indexed with its user and address, without the domain", () => {
    for (const event of [LOGON, NETWORK])
      expect(indexedEvent(event)).toMatchObject({ user: "alice", address: "10.0.0.5" });
    const flattened = { ...LOGON, "winlog.event_data.User": "CORP\\bob", "winlog.user_data.User": undefined };
    expect(indexedEvent(flattened as unknown as FlatEvent).user).toBe("bob");
  });

  it("is left alone in other logs, where values have such names as well", () => {
    const other = indexedEvent({ ...LOGON, "winlog.channel": "Microsoft-Windows-WMI-Activity/Operational" });
    expect([other.user, other.address]).toEqual(["S-1-5-20", ""]);
  });

  it("is summed up by user, host, address and code", async () => {
    const builder = new PartBuilder();
    const events = [LOGON, LOGON, NETWORK, session("40", { Session: "2", Reason: "5" }), session("32", {})];
    for (const [offset, event] of events.entries()) builder.add(event, offset, { offset, length: 1 });
    const index = new EventIndex();
    index.add("a", builder.finish());
    const questions = {
      groups: async (...of: Parameters<EventIndex["groups"]>) => index.groups(...of),
      gaps: async (...of: Parameters<EventIndex["gaps"]>) => index.gaps(...of),
      recordIdGaps: async (...of: Parameters<EventIndex["recordIdGaps"]>) => index.recordIdGaps(...of),
      rows: async (...of: Parameters<EventIndex["rows"]>) => index.rows(...of),
      countOf: async (...of: Parameters<EventIndex["countOf"]>) => index.countOf(...of),
    };
    const summary = await summaryOf(questions, {}, "logons");
    if (summary.kind !== "logons") throw new Error("another summary");
    expect(summary.sessions.groups.map(({ values, count }) => [values.slice(0, 4).join(" "), count])).toEqual(
      [
        ["alice WS-1 10.0.0.5 21", 2],
        ["alice WS-1 10.0.0.5 1149", 1],
        ["S-1-5-20 WS-1  40", 1],
      ],
    );
    expect(summary.logons.groups).toEqual([]);
  });
});
