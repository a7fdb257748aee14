import type { FlatEvent, Scalar } from "../ecs/index.ts";
import {
  type DecodedRecord,
  EvidenceReader,
  type FormatKind,
  type FormatReport,
  isSeekable,
  openSplit,
  SNIFF_BYTES,
  archiveIn,
  type RecordLocation,
  type SplitForm,
  type SplitReader,
  locationIn,
  type ValidatedObject,
  type Prescan,
  type RecordHandler,
} from "../formats/index.ts";
import {
  type ArchiveShape,
  type ByteSource,
  readBlob,
  type Stage,
  type UnpackBudget,
  withWholeHead,
} from "../bytes/index.ts";
import {
  type EcsEvent,
  hasEscapedPaths,
  hasPrintedObjects,
  isThin,
  type Selector,
  selectorOf,
  toEcs,
} from "../sources/index.ts";
import { type DateOrder, type Occurrence, timestampMillis } from "../time/index.ts";
import { scanArchive } from "./archive/archive-scan.ts";
import type { ScanDiagnostic } from "./diagnostic.ts";
import { assumedZone, besideEvent, changed, furtherEvents, noEvents, selection } from "./file-problems.ts";
import { type EventPart, INDEXED_FIELDS, packPart, PartBuilder } from "./event-index/index.ts";
import { FieldsSeen } from "./fields-seen.ts";
import { FileTermMatches } from "./sequences/file-term-matches.ts";
import { type Finding, seenEvent } from "./finding.ts";
import { FileDigest } from "./file-digest.ts";
import { Fingerprint, type FingerprintOf } from "./fingerprint.ts";
import { FieldProjection, type Projected } from "./field-projection.ts";
import type { LeanFindings } from "./lean-findings.ts";
import { type Inventory, InventoryBuilder, timeOf } from "./inventory.ts";
import type { PackFindings } from "./packed-findings.ts";
import { FileNearMisses, type NearMisses } from "./near-misses/index.ts";
import { ProblemList } from "./problem-list.ts";
import { readFailure } from "./read-failure.ts";
import {
  type AssumedZone,
  type Clock,
  clockOf,
  decodesAll,
  readOptionsOf,
  type ReadSettings,
  seenOrder,
} from "./read-settings.ts";
import { firstOf } from "../match/index.ts";
import { searchDateOrder } from "./date-order-search.ts";
import { PackingReceiver } from "./packing-receiver.ts";
import { ResumedReceiver } from "./resumed-receiver.ts";
import type { ScanReceiver } from "./scan-receiver.ts";
import { attempt } from "./attempt.ts";
import { requiredTexts } from "./prefilter.ts";
import { PlacesFilter } from "./places-filter.ts";
import { type RecordSelection, ScanFilter } from "./scan-filter.ts";
import { TextFilter } from "./text-filter.ts";
import type { ScanRules } from "./scan-rules.ts";
import { unreadSecondaryTimes } from "./secondary-times.ts";
import { unexaminedList, unreadRecord, unreadText } from "./unexamined.ts";
import type { TermMatchColumns } from "./sequences/term-matches.ts";
import { piecesOf } from "./parallel/read-split.ts";
import type { Split } from "./parallel/split.ts";
import { type AmbiguousTimes, AmbiguousTimesBuilder } from "./ambiguous-times.ts";
import { type UnreadCounts, UnreadValuesBuilder } from "./unread-values.ts";

/** What is known of a file once it has been read. */
export interface ScanResult {
  /** What the file turned out to be. */
  readonly kind: FormatKind;
  /** False where nothing in the file could be read. */
  readonly readable: boolean;
  /** Event records, whether decoded or not. */
  readonly events: number;
  /**
   * Events from records outside the log, see `ReadSettings.carve`: neither `events` nor the inventory includes them.
   */
  readonly carved: number;
  /** Those of `events` whose values could not be read, so that rules saw only their header. */
  readonly headerOnly: number;
  /** Records that are not events. */
  readonly notEvents: number;
  /** Number of errors: records, or parts of the file, that could not be read. */
  readonly lost: number;
  /** Number of warnings and notes about what was read. */
  readonly notes: number;
  readonly inventory: Inventory;
  /** The zone in which times that name none were read; null if every event's time names its own. */
  readonly zone: AssumedZone | null;
  /** Rule categories for which the file contains no event: those rules had nothing to examine. */
  readonly missingCategories: readonly string[];
  readonly bytes: number;
  readonly fingerprint: string;
  readonly milliseconds: number;
  /**
   * False after a prescan: the findings come from a search for the rules' required texts, while events and problems
   * are not known yet.
   */
  readonly exact: boolean;
  /** Lower-case hexadecimal; empty unless it was asked for, and after a prescan. */
  readonly sha256: string;
  /**
   * The file's term matches for sequence and sample rules; rules without any are left out. Empty after a prescan: the
   * validating pass provides them.
   */
  readonly termMatches: readonly TermMatchColumns[];
  /** What one clause of an event rule left out; null after a prescan, and where it was not asked for. */
  readonly nearMisses: readonly NearMisses[] | null;
  /** Fields that rules name and that events have: a sample, see `FieldsSeen`. */
  readonly fieldsSeen: readonly string[];
  /** Whether a field that rules name and `fieldsSeen` lacks is in none of the events. */
  readonly fieldsSeenExact: boolean;
  /** Whether offsets of records are offsets in the file, so that `readEventsAt` can go straight there. */
  readonly seekable: boolean;
  /** Members of an archive that were not examined, because no known password opens them. */
  readonly locked: readonly string[];
}

export interface ScanOptions {
  /** What the analyst has set for the file. */
  readonly readSettings?: ReadSettings;
  /** Only runs a prescan, if the format allows one. */
  readonly prescan?: boolean;
  /** Computes the SHA-256 as well, except in a prescan: the alerts would have to wait for it. */
  readonly hash?: boolean;
  /** Hands over every event for the event index, except in a prescan. So every record is read, whatever the rules. */
  readonly index?: boolean;
  /** Finds near misses of the event rules, except in a prescan. So every record is read, whatever the rules. */
  readonly nearMisses?: boolean;
  /** Makes each finding of a hunt small before it is handed over. */
  readonly lean?: LeanFindings;
  /** Packs findings before they are handed over. */
  readonly pack?: PackFindings;
  /**
   * Where the only records are that may match, ascending, in a file of which `isSeekable` or an event log: the others are
   * not decoded. Nothing but findings is exact then.
   */
  readonly only?: Float64Array;
  /** False decodes every record: for tests, which compare the two. */
  readonly prefilter?: boolean;
  /** False decodes every record that the prefilter lets through: for tests, which compare the two. */
  readonly projection?: boolean;
  /** Bytes of a file up to which every record is decoded: for tests, whose files are small. */
  readonly decodeAllBytes?: number;
  /** Bytes of a file from which on a prescan saves something: for tests, whose files are small. */
  readonly prescanFrom?: number;
  /** The most term matches kept for one rule: for tests. */
  readonly maxTermMatches?: number;
  /** Tried on the encrypted members of an archive. */
  readonly passwords?: readonly string[];
}

/** Smaller files are validated at once: reading them twice would save nothing. */
const PRESCAN_FROM_BYTES = 8 * 1024 * 1024;
/** The most findings handed over at once. */
const BATCH = 1000;
/**
 * Rules match most of a file if the records that they match make up this part of it. Then a prescan saves nothing: every
 * record would be read, decoded and handed over twice.
 */
const BROAD_PART = 1 / 4;
/** Whether they do shows in the first findings. Until then, or until so many bytes are read, none are handed over. */
const BROAD_BYTES = 4 * 1024 * 1024;
/** Milliseconds between two messages while little is found: the page redraws for each, of up to eight workers. */
const PROGRESS_EVERY_MS = 250;

/**
 * Reads one file from start to end and matches every event against the rules.
 *
 * A file that cannot be read to its end is not an error here: findings up to there are kept, and the result lists the
 * problem. Only a bug throws.
 */
export async function scanFile(
  blob: ByteSource,
  rules: ScanRules,
  receiver: ScanReceiver,
  options: ScanOptions = {},
): Promise<ScanResult> {
  const result = options.prescan === true ? await prescanFile(blob, rules, receiver, options) : null;
  return result ?? (await readFile(blob, rules, receiver, { ...options, prescan: false }))!;
}

/**
 * Like `scanFile`, where every scan but a prescan would do.
 *
 * @returns null if a prescan has turned out to save nothing. Then nothing has been handed over
 */
export function prescanFile(
  blob: ByteSource,
  rules: ScanRules,
  receiver: ScanReceiver,
  options: ScanOptions,
): Promise<ScanResult | null> {
  return readFile(blob, rules, receiver, { ...options, prescan: true });
}

async function readFile(
  blob: ByteSource,
  rules: ScanRules,
  receiver: ScanReceiver,
  {
    readSettings = {},
    prescan = false,
    hash = false,
    index = false,
    nearMisses = false,
    lean,
    pack,
    only: places,
    prefilter = true,
    projection = prefilter,
    decodeAllBytes,
    prescanFrom = PRESCAN_FROM_BYTES,
    maxTermMatches,
    passwords = [],
  }: ScanOptions,
): Promise<ScanResult | null> {
  const decodes = decodesAll(readSettings) || !prefilter;
  const readsAll = index || nearMisses;
  const only = decodes ? undefined : places;
  const filter = (): RecordSelection | null => {
    if (only !== undefined) return new PlacesFilter(only);
    return decodes || readsAll ? null : ScanFilter.for(rules, decodeAllBytes);
  };
  const required = requiredTexts(rules.conditions);
  const prescanFilter: Prescan["filter"] | null =
    only !== undefined
      ? () => new PlacesFilter(only)
      : required && ((encoding) => new TextFilter(required, encoding));
  const projector = projection ? projectionFor(rules, readsAll, lean?.fields) : null;
  const packing = pack === undefined ? null : new PackingReceiver(receiver, pack);
  const resumed = new ResumedReceiver(
    packing ?? (lean === undefined ? receiver : leanReceiver(receiver, lean)),
  );
  const begin = (order: DateOrder | null | undefined): FileScan =>
    new FileScan(
      rules,
      readSettings,
      order,
      filter,
      prescan && !decodes && blob.size >= prescanFrom ? prescanFilter : null,
      projector,
      new FileTermMatches(rules.correlationRules, maxTermMatches),
      new FieldsSeen(rules.fields),
      resumed,
      hash ? new FileDigest(blob.size) : null,
      index,
      nearMisses ? new FileNearMisses() : null,
      lean ?? null,
    );
  let scan = begin(undefined);
  let result = await scan.run(blob, passwords);
  if (scan.needsDateOrder) {
    const order = await searchDateOrder(blob, readSettings, passwords);
    await resumed.restart();
    scan = begin(order);
    result = await scan.run(blob, passwords);
  }
  await packing?.settled();
  return scan.isBroad ? null : result;
}

/** A hunt takes no events for the index: `batch` is all that it needs. */
function leanReceiver(receiver: ScanReceiver, lean: LeanFindings): ScanReceiver {
  return {
    batch: (findings, problems, progress) =>
      receiver.batch(
        findings.map((finding) => lean.lean(finding)),
        problems,
        progress,
      ),
  };
}

/**
 * The projection that decides most records without decoding them; null if the rules need every event in full.
 *
 * @param describesAll whether any event may have to be described, for the index or as a near miss
 * @param counted further fields whose values are wanted
 */
export function projectionFor(
  rules: ScanRules,
  describesAll: boolean,
  counted: readonly string[] = [],
): FieldProjection | null {
  const others = describesAll ? [...INDEXED_FIELDS, ...counted] : counted;
  return FieldProjection.for(rules.conditions, [...rules.fields, ...rules.orderFields, ...others]);
}

/** The result for one split of a file. Lines are counted from the first that begins in it. */
export interface SplitCounts extends Pick<
  ScanResult,
  | "events"
  | "notEvents"
  | "lost"
  | "notes"
  | "inventory"
  | "zone"
  | "missingCategories"
  | "exact"
  | "termMatches"
  | "nearMisses"
  | "fieldsSeen"
  | "fieldsSeenExact"
> {
  /** Ambiguous times, not yet reported. */
  readonly ambiguous: AmbiguousTimes;
  /** Events whose values could not be read, not yet reported. */
  readonly unread: UnreadCounts;
  readonly fingerprint: FingerprintOf;
  /** See `SplitReader`. */
  readonly form: Omit<SplitReader, keyof Stage | "begins" | "isPrescanning">;
  /** Why the split could not be read to its end; `problems` includes it. */
  readonly failure: ScanDiagnostic | null;
}

export class FileScan {
  readonly #rules: ScanRules;
  readonly #newFilter: () => RecordSelection | null;
  #filter: RecordSelection | null;
  readonly #prescan: Prescan["filter"] | null;
  readonly #projection: FieldProjection | null;
  readonly #termMatches: FileTermMatches;
  readonly #fields: FieldsSeen;
  readonly #receiver: ScanReceiver;
  readonly #inventory = new InventoryBuilder();
  readonly #index: PartBuilder | null;
  readonly #nearMisses: FileNearMisses | null;
  readonly #lean: LeanFindings | null;
  /** Full parts of the index that wait to be handed over. */
  #parts: EventPart[] = [];
  /** What is found so far is not all, so nothing of it goes into the index. */
  #isPrescanning = false;
  /** Whether a prescan is worth its while; null as long as nothing has shown that. */
  #isBroad: boolean | null = false;
  /** Bytes of the records of all findings. */
  #matchedBytes = 0;
  #fingerprint = new Fingerprint();
  #digest: FileDigest | null;
  readonly #categories: Set<string>;
  readonly #readSettings: ReadSettings;
  readonly #clock: Clock;
  /** Whether the file's order of day and month has been looked for, or need not be. */
  readonly #knowsOrder: boolean;
  #needsDateOrder = false;
  readonly #assumed: AssumedZone;
  readonly #ambiguous: AmbiguousTimesBuilder;
  readonly #unread = new UnreadValuesBuilder();
  #zoneReported = false;
  /** What has been reported about the chosen encoding: files in an archive share it. */
  readonly #encodingNotes = new Set<string>();
  /** Tools whose results have been reported as such. */
  readonly #selectors = new Set<Selector>();
  /** The file of an archive that is being read. */
  #member: string | undefined;
  #carved = 0;
  /** Whether a record has lost its end. */
  #hasDamaged = false;
  #passed = 0;
  #lastProgressAt = performance.now();
  /** Counts at the start of the content that is being read. */
  #eventsBefore = 0;
  #notEventsBefore = 0;
  #findings: Finding[] = [];
  #problems: ScanDiagnostic[] = [];
  readonly #list = new ProblemList();
  #notEvents = 0;
  #lost = 0;
  #notes = 0;
  #bytes = 0;
  /** Offset in the file of the first byte that is read. */
  #start = 0;

  /** @param order of day and month, as the file shows it; null if it shows none, undefined before it has been looked for */
  constructor(
    rules: ScanRules,
    readSettings: ReadSettings,
    order: DateOrder | null | undefined,
    filter: () => RecordSelection | null,
    prescan: Prescan["filter"] | null,
    projection: FieldProjection | null,
    termMatches: FileTermMatches,
    seen: FieldsSeen,
    receiver: ScanReceiver,
    digest: FileDigest | null,
    index: boolean,
    nearMisses: FileNearMisses | null,
    lean: LeanFindings | null,
  ) {
    this.#lean = lean;
    this.#digest = digest;
    this.#index = index ? new PartBuilder() : null;
    this.#nearMisses = nearMisses;
    this.#rules = rules;
    this.#newFilter = filter;
    this.#filter = filter();
    this.#prescan = prescan;
    this.#projection = projection;
    this.#termMatches = termMatches;
    this.#fields = seen;
    this.#receiver = receiver;
    this.#categories = rules.categories;
    this.#readSettings = readSettings;
    this.#ambiguous = new AmbiguousTimesBuilder(readSettings.dateOrder !== undefined);
    this.#clock = clockOf(readSettings, order);
    this.#knowsOrder = order !== undefined || readSettings.dateOrder !== undefined;
    const { zone, told } = this.#clock;
    this.#assumed = { name: zone.name, told };
  }

  /**
   * Whether the scan has stopped at a date that fits two orders of day and month. The rest of the file may show which is
   * meant; then the scan has to begin again.
   */
  get needsDateOrder(): boolean {
    return this.#needsDateOrder;
  }

  /** Whether the scan has stopped because a prescan saves nothing: see `BROAD_PART`. It has handed over nothing. */
  get isBroad(): boolean {
    return this.#isBroad === true;
  }

  /** The scan has stopped: it has to begin again. */
  get #isVoid(): boolean {
    return this.#needsDateOrder || this.isBroad;
  }

  async run(blob: ByteSource, passwords: readonly string[]): Promise<ScanResult> {
    const started = performance.now();
    // A hunt needs no second pass, and a split does not decide for the file.
    this.#isBroad = this.#prescan !== null && this.#lean === null ? null : false;
    const reader = this.#reader(this.#prescan);
    let shape = null as ArchiveShape | null;
    const read = await this.#read(withWholeHead(readBlob(blob), SNIFF_BYTES), reader, async (first) => {
      shape = await archiveIn(blob, first);
      return shape !== null;
    });
    const report =
      shape === null
        ? { ...this.#end(reader, read === null), failure: read, locked: [] }
        : await this.#readArchive(blob, shape, passwords);
    const { kind, readable, exact, failure, locked } = report;
    if (failure !== null) this.#problem(failure);
    else if (this.#bytes !== blob.size) this.#problem(changed(this.#bytes, blob.size));
    const { events } = this;
    const limit = exact ? this.#termMatches.problem() : null;
    if (limit !== null) this.#problem(limit);
    this.#ambiguous.noteShown(this.#clock.dates.shown);
    for (const problem of this.#ambiguous.problems(this.#assumed.name)) this.#problem(problem);
    for (const problem of this.#unread.problems()) this.#problem(problem);
    if (!exact) await this.#dropEvents();
    await this.#handOver(true);
    return {
      kind,
      readable: readable && (failure === null || events > 0),
      events,
      carved: this.#carved,
      headerOnly: this.#unread.headerOnly,
      notEvents: this.#notEvents,
      lost: this.#lost,
      notes: this.#notes,
      inventory: this.#inventory.finish(),
      zone: this.#zoneReported ? this.#assumed : null,
      missingCategories: [...this.#categories],
      bytes: this.#bytes,
      fingerprint: this.#fingerprint.finish(),
      milliseconds: performance.now() - started,
      exact,
      sha256: this.#digest === null || failure !== null ? "" : await this.#digest.finish(),
      termMatches: exact ? this.#termMatches.finish() : [],
      nearMisses: exact ? (this.#nearMisses?.finish() ?? null) : null,
      fieldsSeen: this.#fields.finish(),
      fieldsSeenExact: exact && this.#seesEveryField,
      seekable: isSeekable(kind),
      locked,
    };
  }

  /** Scans one split of a file. Results that need the whole file are left to the caller that merges the splits. */
  async runSplit(blob: ByteSource, form: SplitForm, split: Split): Promise<SplitCounts> {
    const reader = openSplit(form, this.#handler(), this.#prescanFor(this.#prescan));
    this.#start = split.from;
    const begins = (offset: number) => {
      this.#start = offset;
      reader.begins(offset);
      this.#fingerprint = new Fingerprint(offset);
    };
    const failure = await this.#read(piecesOf(blob, form, split, begins), {
      isPrescanning: reader.isPrescanning,
      append: (chunk) => reader.append(chunk),
      work: () => reader.work(),
    });
    reader.end(failure === null);
    if (failure !== null) this.#problem(failure);
    const exact = !reader.isPrescanning;
    if (!exact) await this.#dropEvents();
    await this.#handOver(true);
    this.#ambiguous.noteShown(this.#clock.dates.shown);
    const { kind, isSound, isBlank, endsBlank, lines, responses, batches, closedLists, openLists } = reader;
    return {
      events: this.events,
      notEvents: this.#notEvents,
      lost: this.#lost,
      notes: this.#notes,
      inventory: this.#inventory.finish(),
      zone: this.#zoneReported ? this.#assumed : null,
      ambiguous: this.#ambiguous.counts,
      unread: this.#unread.counts,
      missingCategories: [...this.#categories],
      exact,
      termMatches: exact ? this.#termMatches.finish() : [],
      nearMisses: exact ? (this.#nearMisses?.finish() ?? null) : null,
      fieldsSeen: this.#fields.finish(),
      fieldsSeenExact: exact && this.#seesEveryField,
      fingerprint: this.#fingerprint.parts,
      form: { kind, isSound, isBlank, endsBlank, lines, responses, batches, closedLists, openLists },
      failure,
    };
  }

  #handler(): RecordHandler {
    return {
      ...(this.#filter && { filter: this.#filter }),
      ...(this.#projection && {
        projection: (record) => this.#decideProjected(this.#projection!, record),
        templates: this.#projection.templates,
      }),
      record: (record) => this.#record(record),
      skipped: (record) => this.#inventory.addSkipped(record),
      notAnObject: () => void this.#notEvents++,
      problem: (problem) => this.#problem(problem),
    };
  }

  #reader(prescan: Prescan["filter"] | null, budget: UnpackBudget | null = null): EvidenceReader {
    return new EvidenceReader(this.#handler(), this.#prescanFor(prescan), {
      ...readOptionsOf(this.#readSettings),
      ...(budget && { budget }),
    });
  }

  #prescanFor(filter: Prescan["filter"] | null): Prescan | null {
    return (
      filter && {
        filter,
        passed: (count) => void (this.#passed += count),
      }
    );
  }

  /** Ends reading the file, or one in an archive. */
  #end(reader: EvidenceReader, complete: boolean): FormatReport {
    const report = reader.end(complete);
    const records = this.#notEvents - this.#notEventsBefore;
    if (report.exact && report.readable && this.events === this.#eventsBefore && records > 0)
      this.#problem(noEvents(records));
    return report;
  }

  async #readArchive(blob: ByteSource, shape: ArchiveShape, passwords: readonly string[]) {
    const host = {
      begin: (member: string, budget: UnpackBudget) => {
        this.#member = member;
        this.#eventsBefore = this.events;
        this.#notEventsBefore = this.#notEvents;
        // Each content begins at offset 0.
        this.#filter = this.#newFilter();
        for (const category of this.#rules.categories)
          if (!this.#categories.has(category)) this.#filter?.categoryMet(category);
        return this.#reader(null, budget);
      },
      work: async (reader: EvidenceReader) => this.#work(reader),
      end: (reader: EvidenceReader, complete: boolean) => {
        const report = this.#end(reader, complete);
        this.#member = undefined;
        return report;
      },
      problem: (problem: ScanDiagnostic) => this.#problem(problem),
      progress: (bytes: number) => void (this.#bytes = bytes),
    };
    const report = await scanArchive(blob, shape, host, passwords);
    // Members are read from anywhere in the file; only a read from start to end shows that it has not changed.
    const failure = report.failure ?? (await this.#readBytes(blob));
    return { ...report, failure };
  }

  /** Reads the file only for its fingerprint and hash. */
  async #readBytes(blob: ByteSource): Promise<ScanDiagnostic | null> {
    this.#bytes = 0;
    try {
      for await (const chunk of readBlob(blob)) this.#account(chunk);
      return null;
    } catch (error) {
      return readFailure(error, this.#bytes);
    }
  }

  #account(chunk: Uint8Array): void {
    this.#fingerprint.add(chunk);
    this.#digest?.update(chunk);
    this.#bytes += chunk.length;
  }

  /** A record that was skipped, or of which values are lost, may have any field. */
  get #seesEveryField(): boolean {
    const hasLostValues = this.#hasDamaged || this.#unread.counts.size > 0;
    return this.#fields.isComplete && !this.#inventory.hasSkipped && !hasLostValues;
  }

  /** Events so far; during a prescan, skipped lines count as events. */
  get events(): number {
    return this.#inventory.events + this.#passed;
  }

  /**
   * Returns null, or why the rest could not be read.
   *
   * @param skips whether content with this beginning is not to be read here; if so, nothing is read
   */
  async #read(
    chunks: AsyncGenerator<Uint8Array, void, void>,
    reader: Pick<EvidenceReader, "append" | "work" | "isPrescanning">,
    skips: (first: Uint8Array) => Promise<boolean> = () => Promise.resolve(false),
  ): Promise<ScanDiagnostic | null> {
    let next = attempt(chunks.next());
    for (;;) {
      const result = await next;
      if ("error" in result) return readFailure(result.error, this.#start + this.#bytes);
      if (result.value.done) return null;
      if (this.#isVoid) {
        await chunks.return();
        return null;
      }
      const chunk = result.value.value;
      if (this.#bytes === 0 && (await skips(chunk))) {
        await chunks.return();
        return null;
      }
      reader.append(chunk);
      this.#account(chunk);
      // The reader has its own copy, so the next read runs while this piece is processed.
      next = attempt(chunks.next());
      this.#isPrescanning = reader.isPrescanning;
      await this.#work(reader);
      if (reader.isPrescanning) this.#digest = null;
    }
  }

  async #work(reader: Pick<EvidenceReader, "work" | "isPrescanning">): Promise<void> {
    for (let more = true; more;) {
      more = reader.work();
      if (
        this.#parts.length > 0 ||
        this.#findings.length >= BATCH ||
        performance.now() - this.#lastProgressAt > PROGRESS_EVERY_MS
      ) {
        if (reader.isPrescanning && this.#isBroad === null) {
          if (this.#findings.length < BATCH && this.#bytes < BROAD_BYTES) continue;
          this.#isBroad = this.#findings.length >= BATCH && this.#matchedBytes >= this.#bytes * BROAD_PART;
          if (this.#isBroad) return;
        }
        await this.#handOver();
        this.#lastProgressAt = performance.now();
      }
    }
  }

  /** Returns true for an event that need not be decoded: no event rule matches, or its match is only counted. */
  #decideProjected(projection: FieldProjection, record: ValidatedObject): boolean {
    const projected = projection.project(record);
    // Once decoded, it is reported.
    if (projected === null || hasEscapedPaths(projected.event) || hasPrintedObjects(projected.event))
      return false;
    let failed = false;
    const { ruleIds, matchedTerms } = this.#rules.decide(projected.event, () => (failed = true));
    // Once decoded, it is decided again and reported in full.
    if (failed || (ruleIds.length > 0 && !this.#onlyCounts(projected, record.buffer))) return false;
    for (const ruleId of ruleIds) {
      const place = locationIn(record.place(), this.#member);
      this.#findings.push(this.#lean!.counted({ ruleId, place, source: projected.source }, projected.event));
    }
    const time = this.#inventory.addProjected(projected, record.buffer);
    if (Number.isNaN(time))
      this.#noteUnread(
        record.buffer.subarray(projected.timestampStart, projected.timestampEnd),
        projected.event,
        locationIn(record.place(), this.#member),
      );
    if (this.#index !== null)
      this.#addToIndex(projected.event, time, locationIn(record.place(), this.#member));
    this.#noteNearMisses(projected.event, time, () => record.place());
    this.#meetCategories(projected.event);
    this.#fields.note(projected.event);
    if (matchedTerms.length > 0) {
      const location = locationIn(record.place(), this.#member);
      for (const term of matchedTerms) this.#termMatches.add(term, location);
    }
    return true;
  }

  /** Whether a match of a hunt is only counted: most of a million are. */
  #onlyCounts({ event, timestampStart, timestampEnd }: Projected, buffer: Uint8Array): boolean {
    if (this.#lean === null) return false;
    return this.#lean.onlyCounts(
      timestampEnd > timestampStart ? timestampMillis(buffer, timestampStart, timestampEnd) : timeOf(event),
    );
  }

  #record(record: DecodedRecord): void {
    if (this.#isVoid) return;
    const { zone, dates } = this.#clock;
    const mapped = toEcs(record, { zone });
    const readAs = dates.takeAmbiguous();
    if (readAs !== null && !this.#knowsOrder) {
      this.#needsDateOrder = true;
      return;
    }
    if (mapped === null) {
      this.#notEvents++;
      const selector = selectorOf(record.value);
      const unexamined =
        selector === "loupe"
          ? null
          : (unexaminedList(record.value, record.place) ?? unreadRecord(record.text, record.place));
      if (unexamined !== null) this.#problem(unexamined);
      this.#noteSelector(selector, record.place);
      return;
    }
    if (dates.takeUncertainDay()) this.#ambiguous.noteUncertainDay(locationIn(record.place, this.#member));
    if (dates.takeShortYear()) this.#ambiguous.noteShortYear(locationIn(record.place, this.#member));
    if (mapped.daysApart !== undefined)
      this.#ambiguous.noteApart(mapped.daysApart, locationIn(record.place, this.#member));
    if (readAs !== null) this.#ambiguous.noteOrder(readAs, locationIn(record.place, this.#member));
    if (mapped.assumedZone !== undefined)
      this.#noteZone(mapped.assumedZone, locationIn(record.place, this.#member));
    if (mapped.unread !== undefined) {
      this.#unread.note(mapped.unread, locationIn(record.place, this.#member));
      this.#filter?.decodeRest();
    }
    if (mapped.encoded) this.#filter?.decodeRest();
    const inside =
      mapped.selector !== "loupe" &&
      (mapped.unmapped || (mapped.derived === undefined && isThin(mapped.event)))
        ? (unexaminedList(record.value, record.place) ?? unreadText(record.text, record.place))
        : null;
    if (inside !== null) this.#problem(inside);
    else if (mapped.beside !== undefined) this.#problem(besideEvent(mapped.beside, record.place));
    this.#noteForm(mapped, record.place);
    for (const [field, text] of unreadSecondaryTimes(mapped))
      this.#ambiguous.noteSecondary(field, text, locationIn(record.place, this.#member));
    if (record.place.damaged) this.#hasDamaged = true;
    let time: number;
    if (record.place.carved) {
      this.#carved++;
      time = timeOf(mapped.event);
    } else {
      time = this.#inventory.addEvent(mapped);
      if (Number.isNaN(time)) this.#noteUnread(null, mapped.event, locationIn(record.place, this.#member));
      this.#addToIndex(mapped.event, time, locationIn(record.place, this.#member));
      this.#meetCategories(mapped.event);
    }
    this.#fields.note(mapped.event);
    // A record can be crafted to reach a rule's limits, for instance with a million values in a field.
    const { ruleIds, matchedTerms } = this.#rules.decide(mapped.event, (ruleId, reason) => {
      this.#problem({
        code: "rule-failed",
        severity: "error",
        data: { ruleId, reason },
        offset: record.place.offset,
        line: record.place.line,
      });
    });
    this.#noteNearMisses(mapped.event, time, () => record.place);
    const location = locationIn(record.place, this.#member);
    for (const term of matchedTerms) this.#termMatches.add(term, location);
    this.#matchedBytes += ruleIds.length > 0 ? location.length : 0;
    for (const ruleId of ruleIds)
      this.#findings.push({
        ruleId,
        ...seenEvent(
          mapped,
          { place: location, text: record.text, header: record.header },
          this.#assumed,
          seenOrder(readAs, dates, this.#readSettings),
        ),
      });
  }

  /** What the form of a record says about the file as a whole. */
  #noteForm({ unmapped, more, selector }: EcsEvent, location: RecordLocation): void {
    // It may be of any category, so that none is certain to be missing.
    if (unmapped && this.#categories.size > 0) {
      for (const category of this.#categories) this.#filter?.categoryMet(category);
      this.#categories.clear();
    }
    if (more) this.#problem(furtherEvents(location));
    this.#noteSelector(selector, location);
  }

  #noteSelector(selector: Selector | undefined, location: RecordLocation): void {
    if (selector === undefined || this.#selectors.has(selector)) return;
    this.#selectors.add(selector);
    this.#problem(selection(selector, location));
  }

  /** @param bytes of the time in the record; empty or null if the event has it, or there is none */
  #noteUnread(bytes: Uint8Array | null, event: FlatEvent, location: RecordLocation): void {
    const text = bytes?.length ? new TextDecoder().decode(bytes) : firstOf(event["@timestamp"]);
    if (text !== undefined && text !== "") this.#ambiguous.noteUnread(String(text), location);
  }

  #noteZone(occurs: Occurrence, location: RecordLocation): void {
    this.#ambiguous.note(occurs, location);
    if (this.#zoneReported) return;
    this.#zoneReported = true;
    this.#problem(assumedZone(this.#assumed, location));
  }

  /** Runs for every event if a rule names a category that never occurs. */
  #meetCategories(event: FlatEvent): void {
    if (this.#categories.size === 0) return;
    const category = event["event.category"];
    if (typeof category === "object") for (const name of category) this.#meetCategory(name);
    else if (category !== undefined) this.#meetCategory(category);
  }

  #meetCategory(category: Scalar): void {
    const text = String(category);
    if (this.#categories.delete(text)) this.#filter?.categoryMet(text);
  }

  #problem(problem: ScanDiagnostic): void {
    if (problem.code === "chosen-encoding" && this.#isNoted(problem)) return;
    if (problem.severity === "error") this.#lost++;
    else this.#notes++;
    if (!this.#list.accepts(problem)) return;
    const inMember = this.#member !== undefined && problem.member === undefined;
    this.#problems.push(inMember ? { ...problem, member: this.#member! } : problem);
  }

  #isNoted({ data }: ScanDiagnostic<"chosen-encoding">): boolean {
    if (this.#encodingNotes.has(data.kind)) return true;
    this.#encodingNotes.add(data.kind);
    return false;
  }

  #addToIndex(event: FlatEvent, time: number, location: RecordLocation): void {
    if (this.#index === null || this.#isPrescanning) return;
    this.#index.add(event, time, location);
    if (this.#index.isFull) this.#parts.push(this.#index.finish());
  }

  /**
   * @param event that the rules have just decided
   * @param place of the record in the content that is being read: working it out takes time
   */
  #noteNearMisses(event: FlatEvent, time: number, place: () => RecordLocation): void {
    if (this.#nearMisses === null || this.#isPrescanning) return;
    this.#rules.nearMisses(event, (missed) =>
      this.#nearMisses!.add(missed, event, time, () => locationIn(place(), this.#member)),
    );
  }

  /** A prescan has not seen every event: the index takes none of those that it has. */
  async #dropEvents(): Promise<void> {
    this.#index?.clear();
    this.#parts = [];
    if (this.#index !== null) await this.#receiver.forgetEvents?.();
  }

  /** Hands over the events for the index, the last ones as well if the scan has ended. */
  async #handOverEvents(hasEnded: boolean): Promise<void> {
    if (hasEnded && this.#index !== null && this.#index.count > 0) this.#parts.push(this.#index.finish());
    for (let part = this.#parts.shift(); part !== undefined; part = this.#parts.shift())
      await this.#receiver.events?.(await packPart(part));
  }

  async #handOver(hasEnded = false): Promise<void> {
    if (this.#isVoid) return;
    // What has been handed over cannot be taken back.
    this.#isBroad = false;
    await this.#handOverEvents(hasEnded);
    const findings = this.#findings;
    const problems = this.#problems;
    this.#findings = [];
    this.#problems = [];
    const progress = { bytes: this.#bytes, events: this.events, lost: this.#lost };
    for (let at = 0; at === 0 || at < findings.length; at += BATCH) {
      await this.#receiver.batch(findings.slice(at, at + BATCH), at === 0 ? problems : [], progress);
    }
  }
}
