import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { ACTIVITIES } from "../forms/activities.ts";
import type { Form } from "../forms/form.ts";
import { FORMS } from "../forms/forms.ts";
import { ChunkWriter } from "../formats/evtx/chunk-writer.ts";
import { value } from "../formats/evtx/values.ts";
import { dataTemplate, event, evtxFile } from "../formats/evtx/writer.ts";
import { tarMember, TAR_END, type TarForm } from "../support/tar.ts";
import { zip } from "../support/zip.ts";
import { neededBy } from "./evtx-needs.ts";
import type { EvidenceFormat, Frame, Place, Sample } from "./sample.ts";

/** Real logs, beside the repository; there may be none. */
const EVIDENCE_FOLDER = path.resolve(import.meta.dirname, "../../../shared/evidence");
/** Longer files take too long to be read thousands of times. */
const MOST_BYTES = 1_200_000;

/** The longest line break, with an indent or a comma. */
const BETWEEN = 4;

/** The samples of a format: one for each form of export, and real files if there are any. */
export function samplesOf(format: EvidenceFormat): Sample[] {
  switch (format) {
    case "evtx":
      return [...generatedLogs(), ...ofForms("EVTX"), ...realLogs()];
    case "xml":
      return ofForms("event XML");
    case "csv":
      return ofForms("CSV");
    case "ndjson":
      return ofForms("NDJSON", "JSON", "Elasticsearch");
    case "zip":
      return [zipOf("packed", false), zipOf("stored", true)];
    case "tar":
      return (["ustar", "gnu", "pax-path"] as const).map(tarOf);
    case "gzip":
      return MEMBERS.map(([name, bytes]) => gzipOf(name, bytes));
  }
}

function written(form: Form): Uint8Array {
  const activities = ACTIVITIES.map(([activity]) => activity).filter((each) => form.holds?.(each) ?? true);
  const content = form.write(activities);
  return typeof content === "string" ? new TextEncoder().encode(content) : new Uint8Array(content);
}

function ofForms(...formats: string[]): Sample[] {
  return FORMS.filter(({ format }) => formats.some((start) => format.startsWith(start))).map((form) => {
    const bytes = written(form);
    if (form.format.startsWith("EVTX")) return logOf(form.name, bytes);
    return {
      name: form.name,
      bytes,
      between: BETWEEN,
      frame: ownBytes,
      // A table's header, a declaration, or the beginning of a list.
      sharedTo: (findings) => findings[0]?.place.offset ?? 0,
    };
  });
}

/** A record of a log is its own frame, although it shares templates and names. */
function logOf(name: string, bytes: Uint8Array): Sample {
  return { name, bytes, between: 0, frame: ownBytes, needs: (place) => neededBy(bytes, place) };
}

const ownBytes = ({ offset, length }: Place): Frame => ({ from: offset, to: offset + length });

/** Logs of three chunks, one with full chunks. */
function generatedLogs(): Sample[] {
  const template = dataTemplate(["n", "text"]);
  return [30, 150].map((records) => {
    let id = 0;
    const chunks = [0, 1, 2].map(() => {
      const writer = new ChunkWriter();
      for (let i = 0; i < records; i++) {
        id++;
        const values = [value.uint32(id), value.string("x".repeat(40 + (id % 60)))];
        writer.add(id, event(id, { root: template, values }));
      }
      return writer.finish();
    });
    return logOf(`log of 3 x ${records} records`, evtxFile(chunks));
  });
}

function realLogs(): Sample[] {
  const folder = path.join(EVIDENCE_FOLDER, "evtx");
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".evtx") && statSync(path.join(folder, name)).size <= MOST_BYTES)
    .sort()
    .map((name) => logOf(name, new Uint8Array(readFileSync(path.join(folder, name)))));
}

/** What archives contain: one file of each kind, and no event twice. */
const MEMBERS: readonly (readonly [name: string, bytes: Uint8Array])[] = [
  ...["NDJSON", "CSV", "event XML"].map((format) => {
    const form = FORMS.find((each) => each.format.startsWith(format))!;
    return [form.name.replace(/[^A-Za-z0-9]+/g, "-"), written(form)] as const;
  }),
  ["log.evtx", generatedLogs()[0]!.bytes],
];

/** The frame of a record is its member, with its header. What is after the members may not cost any. */
function archiveOf(name: string, bytes: Uint8Array, frames: ReadonlyMap<string, Frame>): Sample {
  return {
    name,
    bytes,
    between: 0,
    frame: ({ member }) => frames.get(member ?? "") ?? { from: 0, to: bytes.length },
  };
}

function zipOf(name: string, stored: boolean): Sample {
  const bytes = zip(MEMBERS.map(([path, data]) => ({ path, data, stored })));
  const frames = new Map<string, Frame>();
  let from = 0;
  for (const [path, data] of MEMBERS) {
    const to = from + lengthOfFirst(path, data, stored);
    frames.set(path, { from, to });
    from = to;
  }
  return archiveOf(`zip, ${name}`, bytes, frames);
}

/** The length of a member with its header: an archive of it alone, without directory and end record. */
function lengthOfFirst(path: string, data: Uint8Array, stored: boolean): number {
  return zip([{ path, data, stored }]).length - 46 - Buffer.byteLength(path) - 22;
}

function tarOf(form: TarForm): Sample {
  const frames = new Map<string, Frame>();
  const members = MEMBERS.map(([path, data]) => tarMember({ path, data, form }));
  let from = 0;
  for (const [i, member] of members.entries()) {
    frames.set(MEMBERS[i]![0], { from, to: from + member.length });
    from += member.length;
  }
  return archiveOf(`tar, ${form}`, new Uint8Array(Buffer.concat([...members, TAR_END])), frames);
}

/** Nothing after damage can be unpacked, so that all of the file before its end is every record's frame. */
function gzipOf(name: string, content: Uint8Array): Sample {
  const bytes = new Uint8Array(gzipSync(content));
  return { name: `${name}, gzip`, bytes, between: 0, frame: () => ({ from: 0, to: bytes.length }) };
}
