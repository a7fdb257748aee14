import { describe, expect, it } from "vitest";
import { isDottedRaw, nested } from "../../src/sources/dotted.ts";
import { mapped } from "./support.ts";

describe("a raw document with dotted names", () => {
  it("is nested again, even if a name with a value begins other names", () => {
    const document = {
      "Event.System.EventID": 7,
      "Event.System.EventID.#attributes.Qualifiers": 1,
      "Event.System.Computer": "-",
      "Event.EventData.__proto__.x": 1,
    };
    expect(isDottedRaw(document)).toBe(true);
    const root = nested(document) as { Event: { System: unknown; EventData: object } };
    expect(JSON.parse(JSON.stringify(root.Event.System))).toEqual({
      EventID: { "#text": 7, "#attributes": { Qualifiers: 1 } },
    });
    expect(Object.keys(root.Event.EventData)).toEqual(["__proto__"]);
    expect(({} as Record<string, unknown>)["x"]).toBeUndefined();
  });

  it("is mapped like the nested document", () => {
    const { event, source } = mapped({
      fields: {
        "Event.System.Channel": ["Microsoft-Windows-Sysmon/Operational"],
        "Event.System.Provider.#attributes.Name": ["Microsoft-Windows-Sysmon"],
        "Event.System.EventID": [13],
        "Event.EventData.TargetObject": ["HKLM\\a\\b"],
      },
    });
    expect(source).toBe("sysmon");
    expect(event).toMatchObject({ "registry.path": "HKLM\\a\\b", "event.code": "13" });
  });

  it("is not recognised by such a name in another place", () => {
    expect(isDottedRaw({ "winlog.event_data.Event.System.x": 1, Event: {}, properties: {} })).toBe(false);
  });
});
