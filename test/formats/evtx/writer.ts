import { crc32 } from "node:zlib";
import { element, empty, type Element, type Fragment, slot } from "./nodes.ts";
import { type Value, value } from "./values.ts";

export const HEADER = 4096;

export interface FileOptions {
  readonly minor?: number;
  readonly flags?: number;
  /** The count in the header; the true count if omitted. */
  readonly chunks?: number;
}

/** A log of finished chunks. */
export function evtxFile(
  chunks: readonly Uint8Array[],
  { minor = 1, flags = 0, ...rest }: FileOptions = {},
): Uint8Array {
  const header = new Uint8Array(HEADER);
  const view = new DataView(header.buffer);
  header.set(Buffer.from("ElfFile\0"));
  view.setBigUint64(16, BigInt(Math.max(0, chunks.length - 1)), true);
  view.setUint32(32, 128, true);
  view.setUint16(36, minor, true);
  view.setUint16(38, 3, true);
  view.setUint16(40, HEADER, true);
  view.setUint16(42, rest.chunks ?? chunks.length, true);
  view.setUint32(120, flags, true);
  view.setUint32(124, crc32(header.subarray(0, 120)), true);
  return new Uint8Array(Buffer.concat([header, ...chunks]));
}

const NAMESPACE = "http://schemas.microsoft.com/win/2004/08/events/event";

/** A template of whole events in the usual form. Values 0 to 3 are the parts that differ, value 4 is the payload. */
export const EVENT: Element = element(
  "Event",
  { xmlns: NAMESPACE },
  element(
    "System",
    {},
    empty("Provider", { Name: "Test-Provider", Guid: "{11111111-2222-3333-4444-555555555555}" }),
    element("EventID", {}, slot(0)),
    element("Keywords", {}, "0x8000000000000000"),
    empty("TimeCreated", { SystemTime: slot(1) }),
    element("EventRecordID", {}, slot(2)),
    empty("Correlation", { ActivityID: slot(5, true) }),
    element("Channel", {}, "Test/Operational"),
    element("Computer", {}, slot(3)),
  ),
  slot(4, true),
);

export const TIME = 133_800_000_000_000_000n;

/** An event with a payload. */
export function event(recordId: number, payload: Fragment): Fragment {
  return {
    root: EVENT,
    values: [
      value.uint16(13),
      value.fileTime(TIME + BigInt(recordId)),
      value.uint64(BigInt(recordId)),
      value.string("host"),
      value.fragment(payload),
      value.none(),
    ],
  };
}

/** `<EventData>` with one `<Data>` for each name. */
export function dataTemplate(names: readonly string[]): Element {
  return element("EventData", {}, ...names.map((name, i) => element("Data", { Name: name }, slot(i))));
}

/** An event whose data are values named `v0`, `v1`, and so on. */
export function eventOfValues(recordId: number, values: readonly Value[]): Fragment {
  return event(recordId, { root: dataTemplate(values.map((_, i) => `v${i}`)), values });
}
