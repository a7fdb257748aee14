import { type FlatEvent, hostKey } from "../../ecs/index.ts";
import { CUT_TEXT, type EventFilter, type EventQuery, type EventRow } from "../../scan/index.ts";
import type { Answer, AnswerKind, LookedAt, Missing, Statement } from "./answer.ts";
import { placeKey } from "./answer.ts";
import type { AlertPlace, AskedAlert, AskedEvidence, AskedIndex } from "./asked.ts";
import { fieldText } from "./event-fields.ts";

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** The host of an alert in the index. */
export interface Scope {
  readonly evidence: AskedEvidence;
  readonly alert: AskedAlert;
  /** Its names, as the evidence spells them. */
  readonly hosts: readonly string[];
  /** Holds for its events. */
  readonly onHost: EventFilter;
  /** What limits every answer about it. */
  readonly limits: readonly Missing[];
}

/**
 * Finds the host of an alert in the index.
 *
 * @returns the answer in its place if nothing can be asked about it
 */
export async function scopeOf(evidence: AskedEvidence, alert: AskedAlert): Promise<Scope | Answer> {
  const host = fieldText(alert.event, "host.name");
  if (host === "") return unanswerable({ code: "no-host" });
  if (evidence.index.coverage.indexed === 0) return unanswerable({ code: "not-indexed" });
  const names = (await evidence.index.top({}, "host.name", Infinity)).map(([name]) => name);
  // Windows ignores case in names, and sources spell the same one differently.
  const hosts = names.filter((name) => hostKey(name) === hostKey(host));
  if (hosts.length === 0) return unanswerable({ code: "host-not-indexed", host });
  const onHost: EventFilter = { field: "host.name", values: hosts };
  const similar = names.filter((name) => !hosts.includes(name) && isSimilar(name, host));
  const cut = await evidence.index.countOf({
    filters: [onHost, { field: "object", values: [CUT_TEXT] }],
  });
  const limits: Missing[] = [
    ...(similar.length > 0 ? [{ code: "similar-hosts", hosts: similar } as const] : []),
    ...(cut > 0 ? [{ code: "cut-texts", count: cut } as const] : []),
  ];
  return { evidence, alert, hosts, onHost, limits };
}

/** `WS01` and `ws01.corp.example` are probably one computer, but another domain may have a WS01 too. */
function isSimilar(name: string, host: string): boolean {
  const [first, other] = [name, host].map((text) => hostKey(text).split(".", 1)[0]!);
  return first !== "" && first === other && name.includes(".") !== host.includes(".");
}

export function isAnswer(scope: Scope | Answer): scope is Answer {
  return "statements" in scope;
}

function unanswerable(missing: Missing): Answer {
  return { kind: "cannot", statements: [], lookedAt: null, missing: [missing] };
}

/** An answer about the host of an alert, with what limits it. */
export function answered(
  { evidence, hosts, limits }: Scope,
  kind: AnswerKind,
  statements: readonly Statement[],
  missing: readonly Missing[] = [],
  { from, to }: Pick<EventQuery, "from" | "to"> = {},
): Answer {
  const { indexed, events } = evidence.index.coverage;
  const lookedAt: LookedAt = {
    hosts,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    indexed,
    events,
  };
  return { kind, statements, lookedAt, missing: [...missing, ...limits] };
}

/** For an answer that is about the other hosts of the evidence as well. */
export function everywhere(scope: Scope): Scope {
  return { ...scope, hosts: [] };
}

/** The range of time around an alert, from an hour before it to a day after it; null if the alert has no time. */
export function dayAround({ alert }: Scope): { readonly from: number; readonly to: number } | null {
  return Number.isNaN(alert.time) ? null : { from: alert.time - HOUR, to: alert.time + DAY };
}

/** The row of the alert's own record; undefined if the index lacks it, or if it has no time to look it up by. */
export async function ownRow({ evidence, alert, onHost }: Scope): Promise<EventRow | undefined> {
  if (Number.isNaN(alert.time)) return undefined;
  const time = Math.floor(alert.time);
  const rows = await evidence.index.rows({ from: time, to: time, filters: [onHost] }, 0, Infinity);
  return rows.find((row) => placeKey(row) === placeKey(alert));
}

/** The alert's own record as the source of a statement, if the index has it. */
export async function ownSources(scope: Scope): Promise<EventRow[]> {
  const own = await ownRow(scope);
  return own === undefined ? [] : [own];
}

/** The rows of some records of the index; those that it lacks, or that have no time, are left out. */
export async function rowsAt(index: AskedIndex, places: readonly AlertPlace[]): Promise<EventRow[]> {
  const found: EventRow[] = [];
  for (const place of places) {
    if (Number.isNaN(place.time)) continue;
    const time = Math.floor(place.time);
    const rows = await index.rows({ from: time, to: time }, 0, Infinity);
    const row = rows.find((each) => placeKey(each) === placeKey(place));
    if (row !== undefined) found.push(row);
  }
  return found;
}

/** The most records that one question reads from files. */
const MAX_READ = 12;

/** Reads records: an event for each that could be read. Notes when a file is not at hand. */
export class RecordReader {
  readonly #evidence: AskedEvidence;
  readonly #known = new Map<string, FlatEvent | null | undefined>();
  #left = MAX_READ;
  #lacksFile = false;

  constructor(evidence: AskedEvidence) {
    this.#evidence = evidence;
  }

  /** @returns each row with its event, if that could be read */
  async read(
    rows: readonly EventRow[],
  ): Promise<{ readonly row: EventRow; readonly event: FlatEvent | undefined }[]> {
    const wanted = rows.filter((row) => !this.#known.has(placeKey(row))).slice(0, this.#left);
    this.#left -= wanted.length;
    if (wanted.length > 0) {
      const events = await this.#evidence.read(wanted);
      if (events.includes(undefined)) this.#lacksFile = true;
      wanted.forEach((row, i) => this.#known.set(placeKey(row), events[i]));
    }
    return rows.map((row) => ({ row, event: this.#known.get(placeKey(row)) ?? undefined }));
  }

  /** What could not be read because its file is not at hand. */
  get missing(): Missing[] {
    return this.#lacksFile ? [{ code: "file-not-at-hand" }] : [];
  }
}
