import { execFileSync } from "node:child_process";
import { appendFileSync, existsSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Activity } from "../forms/activity.ts";
import { EVENT_JSON } from "../forms/event-json.ts";
import { fullLog } from "../forms/event-log.ts";
import { xmlOf } from "../forms/event-xml.ts";
import { bundled } from "./bundled.ts";
import type { Timed } from "./inside/take-turns.ts";
import { logEvents } from "./log-events.ts";

/*
 * The readers of Windows' own logs and of tables, each compared with the fastest well-maintained library for its
 * format, in turns in one process. Both are bundled like the page's code, because an unbundled reader runs at a
 * quarter of its speed.
 */

const MIB = 64;
const EVENTS_AT_ONCE = 4000;

export interface ReaderFigures {
  readonly mebibytes: number;
  readonly records: number;
  /** From bytes to records; for EVTX, to ECS events. */
  readonly MiBps: number;
  readonly library: string;
  /** The rate of the library's part of that; undefined if it is not installed. */
  readonly libraryMiBps?: number;
  readonly ratio?: number;
}

export type ReaderName = "evtx" | "eventXml" | "csv";

const table = EVENT_JSON.find(({ name }) => name === "EvtxECmd --csv")!;

interface Measured {
  readonly name: ReaderName;
  /** The measured script of `inside/`; the one it is compared with is named like the package that it needs. */
  readonly script: string;
  readonly library: string;
  /** The content of a file with these events, or a piece that others can follow. */
  piece(events: readonly Activity[], isFirst: boolean): Uint8Array | string;
}

const MEASURED: readonly Measured[] = [
  { name: "evtx", script: "ecs-events", library: "winevtx", piece: () => "" },
  {
    name: "eventXml",
    script: "records",
    library: "htmlparser2",
    piece: (events) => events.map((event) => `${xmlOf(event, { quote: "'" })}\r\n`).join(""),
  },
  {
    name: "csv",
    script: "records",
    library: "papaparse",
    piece: (events, isFirst) => {
      const text = table.write(events) as string;
      return isFirst ? text : text.slice(text.indexOf("\r\n") + 2);
    },
  },
];

/** Writes a file of about `MIB` mebibytes, without blank parts. */
function writeFile(path: string, { name, piece }: Measured): void {
  if (name === "evtx") {
    writeFileSync(path, fullLog(MIB * 1048576, logEvents));
    return;
  }
  for (let from = 0; !existsSync(path) || statSync(path).size < MIB * 1048576; from += EVENTS_AT_ONCE) {
    appendFileSync(path, piece(logEvents(from, EVENTS_AT_ONCE), from === 0));
  }
}

/** @param folder for temporary files */
export async function measureReaders(folder: string): Promise<Readonly<Record<ReaderName, ReaderFigures>>> {
  const turns = await bundled("take-turns", folder);
  const found = new Map<ReaderName, ReaderFigures>();
  for (const measured of MEASURED) {
    const { name, script, library } = measured;
    const isInstalled = existsSync(join(import.meta.dirname, "../../node_modules", library));
    const scripts = [await bundled(script, folder), ...(isInstalled ? [await bundled(library, folder)] : [])];
    const path = join(folder, name);
    writeFile(path, measured);
    const printed = execFileSync(process.execPath, [turns, path, ...scripts], { encoding: "utf8" });
    const [ours, theirs] = JSON.parse(printed) as Timed[];
    const mebibytes = statSync(path).size / 1048576;
    rmSync(path);
    const rate = (milliseconds: number): number => Math.round((1000 * mebibytes) / milliseconds);
    found.set(name, {
      mebibytes: Math.round(mebibytes),
      records: ours!.records,
      MiBps: rate(ours!.milliseconds),
      library,
      ...(theirs !== undefined && {
        libraryMiBps: rate(theirs.milliseconds),
        ratio: Math.round((100 * theirs.milliseconds) / ours!.milliseconds) / 100,
      }),
    });
  }
  return Object.fromEntries(found) as Record<ReaderName, ReaderFigures>;
}

/** One line per reader, for people. */
export function describeReaders(figures: Readonly<Record<ReaderName, ReaderFigures>>): string {
  const described = Object.entries(TITLES).map(([name, title]) => {
    const { mebibytes, records, MiBps, library, libraryMiBps, ratio } = figures[name as ReaderName];
    const beside =
      ratio === undefined
        ? `no ratio: ${library} is not installed`
        : `${library} alone ${libraryMiBps} MiB/s, ratio ${ratio}`;
    return `${title}, ${mebibytes} MiB, ${records} records: ${MiBps} MiB/s; ${beside}`;
  });
  return described.join("\n");
}

const TITLES: Readonly<Record<ReaderName, string>> = {
  evtx: "EVTX to ECS events",
  eventXml: "event XML to records",
  csv: "CSV to records",
};
