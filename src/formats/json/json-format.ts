import type { ContentReader, Format, OpenContext } from "../format.ts";
import type { Prescan } from "../handler.ts";
import { hasRecordLabels, RecordLabels } from "../record-labels.ts";
import { JsonReader } from "./json-reader.ts";
import { LinePrescan } from "./line-prescan.ts";
import { sniffJson } from "./sniff-json.ts";

const LINE_FEED = 0x0a;

/** NDJSON, documents over several lines, lists, Elasticsearch responses, and the labelled documents of evtx_dump. */
export const jsonFormat: Format = {
  id: "json",
  isBinary: false,
  sniff(head, whole) {
    if (hasRecordLabels(head)) return { open: openLabelled };
    const mode = sniffJson(head, whole);
    if (mode === null) return null;
    const open = ({ handler, origin }: OpenContext) => new JsonReader(mode, handler, origin, true);
    // One enormous line is a response: a prescan would have to keep all of it in memory.
    if (mode !== "lines" || !head.includes(LINE_FEED)) return { open };
    const prescanned = (prescan: Prescan, { handler, origin }: OpenContext) =>
      new LinePrescan(prescan, handler, origin);
    return { open, prescan: prescanned, splits: () => ({ kind: "lines" }) };
  },
};

function openLabelled({ handler, origin }: OpenContext): ContentReader {
  const json = new JsonReader("stream", handler, origin, true);
  const labels = new RecordLabels(json);
  return {
    append: (chunk) => labels.append(chunk),
    work: () => labels.work(),
    end: (complete) => labels.end(complete),
    get kind() {
      return json.kind;
    },
    get stopped() {
      return json.stopped;
    },
    unread: () => joined(json.unread(), labels.heldBack),
    get isEmpty() {
      return json.isEmpty;
    },
  };
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}
