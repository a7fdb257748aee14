import type { ContentReader, Format, OpenContext } from "../format.ts";
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
    const open = ({ handler, origin }: OpenContext) => new JsonReader(mode, handler, origin);
    // One enormous line is a response: a prescan would have to keep all of it in memory.
    if (mode !== "lines" || !head.includes(LINE_FEED)) return { open };
    return { open, prescan: (prescan, handler) => new LinePrescan(prescan, handler) };
  },
};

function openLabelled({ handler, origin }: OpenContext): ContentReader {
  const json = new JsonReader("stream", handler, origin);
  const labels = new RecordLabels(json);
  return {
    append: (chunk) => labels.append(chunk),
    work: () => labels.work(),
    end: (complete) => labels.end(complete),
    get kind() {
      return json.kind;
    },
  };
}
