import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventOf } from "../../../src/formats/evtx/event-builder.ts";
import { type WindowsEventRecord, type XmlElement } from "../../../src/formats/windows-event.ts";
import { expectEqual } from "../../support/expect-equal.ts";
import {
  evidenceBytes,
  evidenceCounts,
  evidenceText,
  hasEvidence,
  hasLibevtxXml,
  libevtxXml,
} from "./evidence.ts";
import { type EvtxResult, readEvtx } from "./read-evtx.ts";
import { parseXml, withoutIndent } from "./xml-tree.ts";

/** Damaged files: number of records found beyond those that a reader counts which stops at the first damage. */
const FOUND_BEHIND_DAMAGE = new Map([
  ["sample-with-zero-data-size-event.evtx", 114],
  ["sample_with_a_bad_chunk_magic.evtx", 113],
  ["2-vss_0-Microsoft-Windows-TerminalServices-RemoteConnectionManager%4Operational.evtx", 21],
]);

/** Logs with deleted records whose names and templates still exist: number of these records. */
const DELETED = new Map([
  ["2-vss_0-Microsoft-Windows-TerminalServices-RemoteConnectionManager%4Operational.evtx", 245],
  ["2-vss_0-Microsoft-Windows-RemoteDesktopServices-RdpCoreTS%4Operational.evtx", 40],
  ["sample_with_a_bad_chunk_magic.evtx", 50],
]);

const counts = hasEvidence ? evidenceCounts() : [];
const baseName = (file: string): string => file.slice(file.lastIndexOf("/") + 1);

/** Brings hexadecimal numbers, times and GUIDs into one form, whatever form a program prefers. */
function normal(text: string): string {
  return text
    .replace(/^0x0*([0-9a-f]+)$/i, (_, digits: string) => `0x${digits.toLowerCase()}`)
    .replace(/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d*?)0*Z$/, "$1Z")
    .replace(/^\{[0-9a-f-]{36}\}$/i, (guid) => guid.toLowerCase());
}

function normalElement({ name, attributes, children }: XmlElement): XmlElement {
  return {
    name,
    attributes: attributes.map(([key, value]) => [key, normal(value)] as const),
    children: children
      .map((child) => (typeof child === "string" ? normal(child) : normalElement(child)))
      .filter((child) => typeof child !== "string" || child.trim() !== ""), // libevtx drops texts of white space
  };
}

const normalXml = (xml: string): XmlElement => normalElement(withoutIndent(parseXml(xml)[0]!));

/**
 * Replaces the parts of our XML in which libevtx is known to differ.
 * - It prints negative numbers as a sign and 31 or 63 bits, and a size in decimal digits.
 * - It omits everything after the first element of a nested fragment.
 * - It does not escape texts that look like XML.
 */
function asLibevtx(ours: XmlElement, theirs: XmlElement): XmlElement {
  if (theirs.children.length < ours.children.length && ours.name === "Event") {
    return asLibevtx({ ...ours, children: ours.children.slice(0, theirs.children.length) }, theirs);
  }
  const children = ours.children.map((child, i) => {
    const other = theirs.children[i];
    if (typeof child !== "string") return typeof other === "object" ? asLibevtx(child, other) : child;
    if (other === undefined) return child;
    if (typeof other === "object") return child.startsWith("<") ? other : child;
    const negative = /^-\d+$/.test(child) ? BigInt(child) : 0n;
    if (negative < 0n && [31, 63].some((bits) => other === String(-BigInt.asUintN(bits, negative))))
      return other;
    const isSize = /^\d+$/.test(other) && Number(child) === Number(other);
    return isSize && child.startsWith("0x") ? other : child;
  });
  return { ...ours, children };
}

describe.skipIf(!hasEvidence).each(counts.map((row) => [row.get("file")!, row] as const))(
  "real log %s",
  (file, row) => {
    let bytes: Uint8Array;
    let log: EvtxResult;
    beforeAll(() => {
      bytes = evidenceBytes(file);
      log = readEvtx(bytes);
    });
    // Some are large, and the process reads other files afterwards.
    afterAll(() => (log = readEvtx(new Uint8Array())));

    it("has every record read that it counts", () => {
      const { records, places, lost } = log;
      const live = Number(row.get("recs_live"));
      expect(records).toHaveLength(live + (FOUND_BEHIND_DAMAGE.get(baseName(file)) ?? 0));
      expect(new Set(places.map(({ offset }) => offset)).size).toBe(records.length);
      // If every record counted in the chunk headers was read, and no chunk is missing, then nothing is lost.
      const isWhole =
        row.get("recs_chunkhdr") === row.get("recs_live") && row.get("bad_chunk_data_crc") === "0";
      if (isWhole && baseName(file) !== "2-vss_7-System.evtx") expect(lost).toEqual([]);
    });

    it("has no record changed by carving, which yields none of them twice", () => {
      const { records, places, lost } = readEvtx(bytes, { carve: true });
      expectEqual(
        places.filter(({ carved }) => !carved),
        log.places,
      );
      expect(lost).toEqual(log.lost);
      const texts = new Set(log.records.map(({ text }) => text));
      const carved = records.filter(({ place }) => place.carved);
      expect(carved.filter(({ text }) => texts.has(text))).toEqual([]);
      // Element names read from positions where other names have been written since are not valid names.
      expect(carved.filter(({ text }) => !/^<Event xmlns=/.test(text) || text.includes("<_"))).toEqual([]);
      const wanted = DELETED.get(baseName(file)) ?? 0;
      expect(carved).toHaveLength(wanted);
    });

    it("has the same events on the fast path and on the general path over the XML", () => {
      const { records } = log;
      const holdsAll = records.filter(({ text }) => !text.includes("\ufffd")); // XML cannot contain every character
      expect(holdsAll.length).toBeGreaterThan(records.length / 2);
      for (const { value, text } of holdsAll) {
        expectEqual(eventOf(parseXml(text)[0]!), (value as WindowsEventRecord).event);
      }
    });

    if (!hasLibevtxXml(file)) return;
    it("has the values that libevtx reads", () => {
      const ours = log.records;
      const theirs = libevtxXml(file).slice("evtxexport 20181227".length).trim();
      let compared = 0;
      let at = 0;
      for (const xml of theirs.split(/\n\n(?=<Event )/)) {
        const id = /<EventRecordID>(\d+)</.exec(xml)![1]!;
        while ((ours[at]!.value as WindowsEventRecord).event.recordId !== id) at++;
        const expected = normalXml(xml.replace(/[\0-\x08\x0b\x0c\x0e-\x1f]/g, "\ufffd"));
        expectEqual(asLibevtx(normalXml(ours[at++]!.text), expected), expected, () => id);
        compared++;
      }
      expect(compared).toBeGreaterThan(0);
    });
  },
);

describe.skipIf(!hasEvidence)("a log that Event Viewer has also exported as XML", () => {
  it.each(["Application", "Security", "System"])("%s: the XML equals Windows' own, byte for byte", (name) => {
    const { records } = readEvtx(evidenceBytes(`evtx/nicksmet/${name}.evtx`));
    const ours = new Map(
      records.map(({ value, text }) => [(value as WindowsEventRecord).event.recordId, text]),
    );
    const theirs = evidenceText(`evtx/nicksmet/${name}.xml`).match(/<Event xmlns=[^]*?<\/Event>/g)!;
    expect(theirs).toHaveLength(records.length);
    for (const xml of theirs) {
      const raw = xml.replace(/<RenderingInfo[^]*?<\/RenderingInfo>/, ""); // texts from the machine that exported it
      const id = /<EventRecordID>(\d+)/.exec(raw)![1];
      // The file has lost its carriage returns.
      expect(ours.get(id)!.replaceAll("\r", "")).toBe(raw);
    }
  });
});

interface RegistryEvent {
  readonly file: string;
  readonly EventRecordID: number;
  readonly EventID: number;
  readonly Version: number;
  readonly SystemTime: string;
  readonly Computer: string;
  readonly UserID: string;
  readonly EventData: Readonly<Record<string, string>>;
}

describe.skipIf(!hasEvidence)("Sysmon's registry events", () => {
  const lines = hasEvidence ? evidenceText("expected/registry-events.ndjson").trim().split("\n") : [];
  const expected = lines.map((line) => JSON.parse(line) as RegistryEvent);

  it.each([...new Set(expected.map(({ file }) => file))])(
    "%s: every field is as libevtx reads it",
    (file) => {
      const { events } = readEvtx(evidenceBytes(file));
      const ours = events.filter(
        ({ provider, eventId }) => provider === "Microsoft-Windows-Sysmon" && /^1[234]$/.test(eventId ?? ""),
      );
      const found = ours.map((event) => ({
        file,
        EventRecordID: Number(event.recordId),
        EventID: Number(event.eventId),
        Version: Number(event.version),
        SystemTime: normal(event.systemTime!),
        Computer: event.computer,
        UserID: event.userSid,
        EventData: Object.fromEntries(event.eventData!.map(({ name, value }) => [name, normal(value)])),
      }));
      const theirs = expected.filter((event) => event.file === file);
      expect(found).toEqual(
        theirs.map((event) => ({
          ...event,
          SystemTime: normal(event.SystemTime),
          EventData: Object.fromEntries(
            Object.entries(event.EventData).map(([name, value]) => [name, normal(value)]),
          ),
        })),
      );
    },
  );
});

describe.skipIf(!hasEvidence)("records from another reader's tests", () => {
  const folder = "expected/omerbenamram-snapshots/test_record_samples__event_";
  /**
   * Evens out what that reader writes differently: no braces, six decimals, an element that depends on a missing value.
   */
  const reduced = (xml: string): XmlElement =>
    normalXml(
      xml
        .replace(/\{?([0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})\}?/g, (_, guid: string) =>
          guid.toLowerCase(),
        )
        .replace(/(T\d\d:\d\d:\d\d\.\d{6})\d*Z/g, "$1Z")
        .replace(/<Binary>\s*<\/Binary>/, ""),
    );

  it.each([
    ["xml_sample", "security.evtx", "1"],
    [
      "xml_sample_with_entity_ref",
      "E_Windows_system32_winevt_logs_Microsoft-Windows-CAPI2%4Operational.evtx",
      "28",
    ],
    [
      "xml_sample_with_entity_ref_2",
      "E_Windows_system32_winevt_logs_Microsoft-Windows-CAPI2%4Operational.evtx",
      "25",
    ],
    ["xml_sample_with_event_data_with_attributes_and_text", "system.evtx", "1"],
    ["xml_sample_with_string_with_trailing_spaces", "security.evtx", "2260"],
    [
      "xml_sample_with_user_data",
      "E_Windows_system32_winevt_logs_Microsoft-Windows-CAPI2%4Operational.evtx",
      "1",
    ],
    ["json_with_multiple_data_elements", "issue_201.evtx", "3229"],
  ])("%s", (snapshot, file, id) => {
    const { records } = readEvtx(evidenceBytes(`evtx/omerbenamram/${file}`));
    const record = records.find(({ value }) => (value as WindowsEventRecord).event.recordId === id)!;
    const text = evidenceText(`${folder}${snapshot}.snap`);
    expect(reduced(record.text)).toEqual(
      reduced(
        text
          .slice(text.indexOf("<?xml"))
          .replace(/<\?.*?\?>\s*/, "")
          .trim(),
      ),
    );
  });

  it("sizes are hexadecimal", () => {
    const { events } = readEvtx(evidenceBytes("evtx/omerbenamram/Security_with_size_t.evtx"));
    const data = events.find(({ recordId }) => recordId === "196")!.eventData!;
    const text = evidenceText(`${folder}json_with_size_t.snap`);
    const { Event } = JSON.parse(text.slice(text.indexOf("{"))) as {
      Event: { EventData: Record<string, string> };
    };
    expect(Object.fromEntries(data.map(({ name, value }) => [name, value]))).toEqual(Event.EventData);
  });
});

interface Golden {
  readonly "@timestamp": string;
  readonly winlog: {
    readonly event_id: string;
    readonly event_data?: Readonly<Record<string, string>>;
    readonly channel: string;
    readonly computer_name: string;
    readonly provider_guid: string;
    readonly provider_name: string;
    readonly record_id: number;
    readonly version: number;
    readonly process: { readonly pid: number; readonly thread: { readonly id: number } };
    readonly user?: { readonly identifier: string };
  };
}

describe.skipIf(!hasEvidence)("logs that Winlogbeat read through Windows", () => {
  it.each(["sysmon-9.01", "sysmon-11-registry", "sysmon-12-processcreate", "sysmon-13-clipboardchange"])(
    "%s: are read the same here, field by field",
    (name) => {
      const file = `ecs-pairs/winlogbeat/collection/${name}.evtx`;
      const golden = JSON.parse(evidenceText(`${file}.golden.json`)) as Golden[];
      const ours = readEvtx(evidenceBytes(file)).events.map((event) => ({
        time: normal(event.systemTime!),
        provider: [event.provider, event.providerGuid, event.channel, event.computer],
        numbers: [event.eventId, event.recordId, event.version, event.processId, event.threadId],
        user: event.userSid,
        // Winlogbeat omits empty values.
        data: Object.fromEntries(
          event.eventData!.filter(({ value }) => value !== "").map(({ name, value }) => [name, value]),
        ),
      }));
      expect(ours).toEqual(
        golden.map(({ "@timestamp": time, winlog }) => ({
          time: normal(time),
          provider: [winlog.provider_name, winlog.provider_guid, winlog.channel, winlog.computer_name],
          numbers: [
            winlog.event_id,
            winlog.record_id,
            winlog.version,
            winlog.process.pid,
            winlog.process.thread.id,
          ].map(String),
          user: winlog.user?.identifier,
          data: winlog.event_data ?? {},
        })),
      );
    },
  );
});
