import { type ContentKind, isSeekable, kindOfJson, type RecordLocation } from "../../formats/index.ts";
import { FileTermMatches } from "../sequences/file-term-matches.ts";
import type { ScanDiagnostic } from "../diagnostic.ts";
import { changed, noEvents } from "../file-problems.ts";
import type { Finding } from "../finding.ts";
import { Fingerprint } from "../fingerprint.ts";
import { InventoryBuilder } from "../inventory.ts";
import { FileNearMisses } from "../near-misses/index.ts";
import type { PackedFindings } from "../packed-findings.ts";
import { ProblemList } from "../problem-list.ts";
import type { AssumedZone } from "../read-settings.ts";
import type { ScanResult } from "../scan-file.ts";
import type { ScanReceiver } from "../scan-receiver.ts";
import type { CorrelationRule } from "../scan-rules.ts";
import { UTC } from "../../time/index.ts";
import { AmbiguousTimesBuilder } from "../ambiguous-times.ts";
import { UnreadValuesBuilder } from "../unread-values.ts";
import type { SplitResult } from "./scan-splits.ts";

/** The most findings handed over at once. */
const BATCH = 200;
/** A smaller batch waits this many milliseconds for more: the receiver stores and redraws every batch. */
const HAND_OVER_EVERY_MS = 250;

/** Merges the results of a file's splits: the same as if the file had been scanned from start to end. */
export class MergedScan {
  readonly #size: number;
  readonly #receiver: ScanReceiver;
  readonly #termMatches: FileTermMatches;
  /** Null if the splits do not look for near misses. */
  #nearMisses: FileNearMisses | null = null;
  readonly #inventory = new InventoryBuilder();
  readonly #fingerprint = new Fingerprint();
  readonly #list = new ProblemList();
  readonly #fieldsSeen = new Set<string>();
  #fieldsSeenExact = true;
  readonly #started = performance.now();
  /** Categories that no split has had so far; null before the first. */
  #missing: readonly string[] | null = null;
  /** The zone of the first split that has a time without one. */
  #zone: AssumedZone | null = null;
  readonly #ambiguous = new AmbiguousTimesBuilder();
  readonly #unread = new UnreadValuesBuilder();
  #zoneReported = false;
  readonly #selectors = new Set<string>();
  #lines = 0;
  #responses = 0;
  #batches = 0;
  #notEvents = 0;
  #lost = 0;
  #notes = 0;
  #failed = false;
  #hasUnsound = false;
  /** See `ScanResult`. */
  #exact = true;
  /** What the first split turned out to be. */
  #kind: ContentKind | null = null;
  /** Lists of events without an end, and how many of them begin in the last split, which reports those. */
  #openLists = 0;
  #lastOpens = 0;
  /** The last split ended with nothing of the format. */
  #endsBlank = false;
  #findings: Finding[] = [];
  #problems: ScanDiagnostic[] = [];
  #handedOver = performance.now();

  constructor(
    size: number,
    rules: readonly CorrelationRule[],
    receiver: ScanReceiver,
    maxTermMatches?: number,
  ) {
    this.#size = size;
    this.#receiver = receiver;
    this.#termMatches = new FileTermMatches(rules, maxTermMatches);
  }

  /** The file could not be read further: what follows counts as not examined, whatever was found in it. */
  get failed(): boolean {
    return this.#failed;
  }

  /** A list of events has no end, which none of the splits could see. Once all have been taken. */
  get lacksListEnd(): boolean {
    return !this.#failed && this.#openLists > 0 && this.#lastOpens === 0;
  }

  /** A split was not sound, or follows where nothing may follow: see `SplitReader`. It has not been taken. */
  get hasUnsound(): boolean {
    return this.#hasUnsound;
  }

  /** Takes findings of the next split before the rest of it. */
  addFindings(findings: readonly Finding[]): Promise<void> {
    return this.#handOver(this.#moved(findings), []);
  }

  /** The same with packed ones. */
  async addPacked(packed: readonly PackedFindings[], linesBefore = this.#lines): Promise<void> {
    for (const findings of packed) await this.#batch([], { ...findings, linesBefore });
  }

  /** Takes the next split, in file order. */
  async add(scan: SplitResult): Promise<void> {
    const { form } = scan;
    this.#hasUnsound = !form.isSound || (this.#endsBlank && !form.isBlank);
    if (this.#hasUnsound) return;
    this.#kind ??= form.kind;
    this.#endsBlank = form.endsBlank;
    for (const part of scan.parts) await this.#receiver.events?.(part);
    const before = this.#lines;
    const found = this.#moved(scan.findings);
    this.#inventory.join(scan.inventory, scan.events);
    this.#fingerprint.join(scan.fingerprint);
    this.#termMatches.join(scan.termMatches, before);
    if (scan.nearMisses !== null) (this.#nearMisses ??= new FileNearMisses()).join(scan.nearMisses, before);
    for (const field of scan.fieldsSeen) this.#fieldsSeen.add(field);
    this.#fieldsSeenExact &&= scan.fieldsSeenExact;
    this.#exact &&= scan.exact;
    const missing = scan.missingCategories;
    this.#missing = this.#missing?.filter((category) => missing.includes(category)) ?? missing;
    this.#openLists = Math.max(0, this.#openLists - form.closedLists) + form.openLists;
    this.#lastOpens = form.openLists;
    this.#lines += form.lines;
    this.#responses += form.responses;
    this.#batches += form.batches;
    this.#notEvents += scan.notEvents;
    this.#lost += scan.lost;
    this.#notes += scan.notes;
    this.#failed = scan.failure !== null;
    this.#zone ??= scan.zone;
    this.#ambiguous.join(scan.ambiguous, before);
    this.#unread.join(scan.unread, before);
    const problems = scan.problems.filter((problem) => this.#accepts(problem));
    await this.addPacked(scan.packed, before);
    await this.#handOver(
      found,
      problems.map((problem) => movedProblem(problem, before)),
    );
  }

  async finish(): Promise<ScanResult> {
    const { bytes } = this.#fingerprint.parts;
    const events = this.#inventory.events;
    const further: ScanDiagnostic[] = [];
    if (!this.#failed) {
      if (bytes !== this.#size) further.push(changed(bytes, this.#size));
      if (this.#exact && events === 0 && this.#notEvents > 0) further.push(noEvents(this.#notEvents));
    }
    const limit = this.#termMatches.problem();
    if (limit !== null) further.push(limit);
    further.push(...this.#ambiguous.problems(this.#zone?.name ?? UTC.name));
    further.push(...this.#unread.problems());
    for (const { severity } of further) {
      if (severity === "error") this.#lost++;
      else this.#notes++;
    }
    this.#problems.push(...further);
    await this.flush();
    const kind = this.#kindOfAll();
    return {
      kind,
      readable: !this.#failed || events > 0,
      events,
      carved: 0,
      headerOnly: this.#unread.headerOnly,
      notEvents: this.#notEvents,
      lost: this.#lost,
      notes: this.#notes,
      inventory: this.#inventory.finish(),
      zone: this.#zone,
      missingCategories: this.#missing ?? [],
      bytes,
      fingerprint: this.#fingerprint.finish(),
      milliseconds: performance.now() - this.#started,
      exact: this.#exact,
      sha256: "",
      termMatches: this.#termMatches.finish(),
      nearMisses: this.#nearMisses?.finish() ?? null,
      fieldsSeen: [...this.#fieldsSeen].sort(),
      fieldsSeenExact: this.#fieldsSeenExact,
      seekable: isSeekable(kind),
      locked: [],
    };
  }

  #kindOfAll(): ContentKind {
    switch (this.#kind?.kind) {
      case "evtx":
      case "csv":
      case "event-xml":
        return this.#kind;
      default:
        return kindOfJson("lines", this.#responses, this.#batches);
    }
  }

  #moved(findings: readonly Finding[]): Finding[] {
    return findings.map((finding) => ({ ...finding, place: moved(finding.place, this.#lines) }));
  }

  /** Each split reports what is reported only once for a file. */
  #accepts(problem: ScanDiagnostic): boolean {
    if (problem.code === "assumed-zone") {
      if (this.#zoneReported) this.#notes--;
      if (this.#zoneReported) return false;
      this.#zoneReported = true;
    }
    if (problem.code === "selection") {
      const { tool } = (problem as ScanDiagnostic<"selection">).data;
      if (this.#selectors.has(tool)) {
        this.#notes--;
        return false;
      }
      this.#selectors.add(tool);
    }
    return this.#list.accepts(problem);
  }

  async #handOver(findings: readonly Finding[], problems: readonly ScanDiagnostic[]): Promise<void> {
    for (const finding of findings) this.#findings.push(finding);
    this.#problems.push(...problems);
    while (this.#findings.length >= BATCH) await this.#batch(this.#findings.splice(0, BATCH));
    if (performance.now() - this.#handedOver > HAND_OVER_EVERY_MS) await this.flush();
  }

  /** Hands over the waiting findings. */
  flush(): Promise<void> {
    return this.#batch(this.#findings.splice(0));
  }

  async #batch(findings: readonly Finding[], packed?: PackedFindings): Promise<void> {
    this.#handedOver = performance.now();
    const progress = {
      bytes: this.#fingerprint.parts.bytes,
      events: this.#inventory.events,
      lost: this.#lost,
    };
    const problems = this.#problems.splice(0);
    if (packed === undefined) await this.#receiver.batch(findings, problems, progress);
    else await this.#receiver.batch(findings, problems, progress, packed);
  }
}

function moved(location: RecordLocation, lines: number): RecordLocation {
  return { ...location, line: location.line + lines };
}

function movedProblem(problem: ScanDiagnostic, lines: number): ScanDiagnostic {
  return problem.line === undefined ? problem : { ...problem, line: problem.line + lines };
}
