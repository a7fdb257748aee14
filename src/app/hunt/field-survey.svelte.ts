import { runnable } from "../../rules/index.ts";
import { type EventField, type EventRow, eventOf, INDEXED_FIELDS } from "../../scan/index.ts";
import type { CaseEventIndex } from "../case/event-index.ts";
import type { CaseState } from "../case/case-state.svelte.ts";
import type { ScanQueue } from "../queue/scan-queue.svelte.ts";
import type { HuntRow } from "./hunt-rows.ts";
import { type KnownField, KnownFields } from "./known-fields.ts";

/** Pairs of channel and event code of which events are read, the most frequent first, and events of each. */
const MOST_KINDS = 60;
const OF_EACH = 2;
/** In larger files than this, an event can be read only where its offset is known to be its place: all before it would be read. */
const MOST_UNSEEKABLE = 8 * 1024 * 1024;
const MOST_VALUES = 50;

/**
 * What fields and values the evidence has, for the editor of queries. The index has values of a few fields; for the others a
 * few events of each kind are read from the files.
 */
export class FieldSurvey {
  readonly #case: CaseState;
  readonly #index: CaseEventIndex;
  readonly #queue: ScanQueue;
  /** Changes when more is known. */
  version = $state(0);
  #fields = new KnownFields();
  /** The index when events were read last; "" before. */
  #surveyed = "";
  #isReading = false;

  constructor(state: CaseState, index: CaseEventIndex, queue: ScanQueue) {
    this.#case = state;
    this.#index = index;
    this.#queue = queue;
  }

  /** Looks again if the index has other events than when it looked last. What cannot be read is left out. */
  async look(): Promise<void> {
    const surveyed = this.#case.evidence.map(({ id, indexed }) => `${id} ${indexed?.generation ?? 0}`).join();
    if (this.#isReading || surveyed === this.#surveyed) return;
    this.#isReading = true;
    this.#surveyed = surveyed;
    try {
      const fields = this.#namesOf();
      this.#show(fields);
      for (const seen of await this.#queue.readEvents(await this.#someOfEach()))
        if (seen != null) fields.addEvent(eventOf(seen));
      this.#show(fields);
    } catch {
      // The editor works without; the next look tries again.
      this.#surveyed = "";
    } finally {
      this.#isReading = false;
    }
  }

  #show(fields: KnownFields): void {
    this.#fields = fields;
    this.version++;
  }

  /** Those that the index and rules name, and those that a scan has met. */
  #namesOf(): KnownFields {
    const fields = new KnownFields();
    fields.addNames(INDEXED_FIELDS);
    for (const { rule } of this.#case.rules.list) {
      const compiled = runnable(rule, []);
      if (compiled.state === "runs") fields.addNames(compiled.fields);
    }
    for (const { fieldsSeen = [] } of this.#case.evidence) fields.addSeen(fieldsSeen);
    return fields;
  }

  async #someOfEach(): Promise<EventRow[]> {
    const { groups } = await this.#index.groups({}, ["winlog.channel", "event.code"], MOST_KINDS);
    const rows: EventRow[] = [];
    for (const { values } of groups) {
      const [channel, code] = values as [string, string];
      const filters = [
        { field: "winlog.channel" as const, values: [channel] },
        { field: "event.code" as const, values: [code] },
      ];
      rows.push(...(await this.#index.rows({ filters }, 0, OF_EACH)));
    }
    return rows.filter(({ evidenceId }) => this.#isQuicklyRead(evidenceId));
  }

  #isQuicklyRead(evidenceId: string): boolean {
    const evidence = this.#case.ledger.get(evidenceId);
    return evidence !== undefined && (evidence.seekable === true || evidence.size <= MOST_UNSEEKABLE);
  }

  /** What a hunt has found is known as well. */
  addRows(rows: readonly HuntRow[]): void {
    for (const { event } of rows) if (event !== null) this.#fields.addEvent(event);
    this.version++;
  }

  get names(): readonly string[] {
    void this.version;
    return this.#fields.names();
  }

  get(name: string): KnownField | undefined {
    void this.version;
    return this.#fields.get(name);
  }

  /** Whether no event of the evidence has a field that a rule names: all of them were examined for it. */
  lacks(field: string): boolean {
    const files = this.#case.evidence.filter(({ records }) => records > 0);
    const isNamed = this.#case.rules.running.some(({ rule }) => {
      const compiled = this.#case.rules.runnable(rule);
      return compiled.state === "runs" && compiled.fields.includes(field);
    });
    return (
      isNamed &&
      files.length > 0 &&
      this.#case.evidence.every(
        (file) =>
          file.state === "done" &&
          file.lost === 0 &&
          (file.records === 0 ||
            (file.fieldsSeenExact === true &&
              file.rulesKey === this.#case.rules.key &&
              !file.fieldsSeen!.includes(field))),
      )
    );
  }

  /** Values of a field with the number of events, where the index has it; without numbers otherwise. */
  async valuesOf(field: string): Promise<readonly (readonly [value: string, count: number | null])[]> {
    if (isIndexed(field)) {
      try {
        const top = await this.#index.top({}, field, MOST_VALUES);
        return top.filter(([value]) => value !== "" && isWhole(field, value));
      } catch {
        // Those that were met elsewhere are better than none.
      }
    }
    return (this.get(field)?.values ?? []).map((value) => [value, null] as const);
  }
}

/** Those of which the index has the field itself, and not the first of several. */
const INDEXED: readonly EventField[] = [
  "host.name",
  "user.name",
  "event.code",
  "event.action",
  "process.name",
];

function isIndexed(field: string): field is EventField {
  return INDEXED.some((each) => each === field);
}

/** The index cuts long texts, and has the id of a user and the path of a process where there is no name. */
function isWhole(field: EventField, value: string): boolean {
  if (value.endsWith("…")) return false;
  if (field === "user.name") return !value.startsWith("S-1-");
  return field !== "process.name" || !/[\\/]/.test(value);
}
