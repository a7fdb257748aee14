import { emptyEvent, type FlatEvent, type MutableFlatEvent } from "../ecs/index.ts";
import { type WindowsEvent, WindowsEventRecord } from "../formats/index.ts";
import { addDerivedFields, DERIVATION_STEPS, type DerivedField } from "./derived-fields.ts";
import { isDottedRaw, nested } from "./dotted.ts";
import { hasEscapedPaths, undoubled, UNDOUBLED_EXTENSION } from "./escaped-values.ts";
import { type Candidate, findEvent, type LocatedEvent } from "./found-event.ts";
import { identify, isEvent } from "./identify.ts";
import { DISCOVER_EXTENSION, isDiscoverRow, readDiscoverRow, withoutGuards } from "./kibana-discover.ts";
import { withDots } from "./joined-names.ts";
import { isMapped, isThin } from "./mapped.ts";
import { otherEvent, otherInValues, wordsIn } from "./other-event.ts";
import { hasPrintedObjects } from "./printed-objects.ts";
import { readRawProduct } from "./raw-products.ts";
import { repeats } from "./same-event.ts";
import { type Selector, selectorOf } from "./selection.ts";
import type { SourceId } from "./source.ts";
import { epochMillis, type Occurrence, type WrittenTime, UTC, type Zone } from "../time/index.ts";
import { withoutTypes } from "./typed-values.ts";
import { flattened, unlisted, unwrap } from "./unwrap.ts";
import { addWrapper } from "./wrapper.ts";
import {
  channelOf,
  fromPlasoText,
  fromSplunkText,
  hasShiftedValues,
  type HeaderOnly,
  isEcs,
  mapWindowsEvent,
  mapWinlogbeat,
  missingValues,
  moduleOf,
  type RawEvent,
  readForeignEvent,
  readRawEvent,
  readWinlogbeat,
  sourceOf,
  type Trace,
  unreadUtcTime,
  WINLOGBEAT_EXTENSION,
} from "./windows/index.ts";

export interface EcsEvent {
  readonly source: SourceId;
  readonly event: FlatEvent;
  /** The index the document was exported from; empty if nothing says so. */
  readonly index: string;
  /** Set where Loupe maps what Elastic does not: what it did, for the alert to show. */
  readonly extension?: string;
  /** Set for an event that Loupe mapped from a raw record: the fields that it derived, as raw logs lack them. */
  readonly derived?: readonly DerivedField[];
  /** Set if nothing shows how the record was mapped, so that its fields and category may be anything. */
  readonly unmapped?: true;
  /** Set if the record goes on with further events, which were not read. */
  readonly more?: true;
  /** Set if the record has another event in a field of its own, which was not read: the names down to it. */
  readonly beside?: string;
  /** Set if Sysmon's own time has a form that is not understood, so that it is not in the event. */
  readonly unreadUtcTime?: string;
  /** How many days lie between the local time of the record and Sysmon's own, if it is more than zones explain. */
  readonly daysApart?: number;
  /** Set if the event was in base64, so that its record's bytes have none of its texts. */
  readonly encoded?: true;
  /** Set if another tool's rules selected the event: a file of such records is not a whole log. */
  readonly selector?: Selector;
  /**
   * Set if the event's time named no zone and was read as UTC or as the given zone: how often that zone's clock showed
   * it.
   */
  readonly assumedZone?: Occurrence;
  /**
   * Set if the event's values could not be read, so that rules see only its header. `partial`: some could be read;
   * `shifted`: all could, but under names that are not theirs; `escaped`: its paths have the escapes of another text;
   * `printed`: PowerShell printed objects or lists in it as text.
   */
  readonly unread?: HeaderOnly | "partial" | "shifted" | "escaped" | "printed";
}

export interface MappingOptions {
  /** The zone of times that name none, see `zoneOf`. UTC if left out. */
  readonly zone?: Zone;
}

/** One field of an event and where it came from. */
export interface MappingStep {
  /** The field or fields of the source; empty for a value that is the same in every event. */
  readonly from: string;
  /** The ECS field. */
  readonly to: string;
  /** What was done, in a few words. */
  readonly how: string;
  /** Set for a field that Elastic's pipeline would not write: see `EcsEvent.derived`. */
  readonly isDerived?: true;
}

/**
 * Returns one record as a flat ECS event. A raw event of any source is mapped as Elastic's pipelines map it; a
 * document that a pipeline has already mapped stays unchanged.
 *
 * @param record the output of a format reader
 * @returns null if the record is not an event
 */
export function toEcs(record: { readonly value: unknown }, options: MappingOptions = {}): EcsEvent | null {
  const { value } = record;
  const mapped = withLosses(map(value, options.zone ?? UTC));
  if (mapped === null || typeof value !== "object" || value === null) return mapped;
  const selector = selectorOf(value);
  if (selector === undefined) return mapped;
  const selected: { -readonly [K in keyof EcsEvent]: EcsEvent[K] } = { ...mapped, selector };
  // What else is in a copy of the database is said once, with what it is.
  if (selector === "loupe") {
    delete selected.beside;
    delete selected.more;
  }
  return selected;
}

function withLosses(mapped: EcsEvent | null): EcsEvent | null {
  if (mapped === null || mapped.unread !== undefined) return mapped;
  if (hasEscapedPaths(mapped.event)) return { ...mapped, unread: "escaped" };
  return hasPrintedObjects(mapped.event) ? { ...mapped, unread: "printed" } : mapped;
}

/**
 * Explains where each field of the event comes from, using the same tables that map it. Slower than the mapping:
 * meant for one event on the screen.
 *
 * @returns one step for each field, in the order of the mapping; none if the record is not an event
 */
export function explainMapping(
  record: { readonly value: unknown },
  options: MappingOptions = {},
): MappingStep[] {
  const steps = new Map<string, MappingStep>();
  let from = "";
  let how = "";
  const out = new Proxy(emptyEvent(), {
    set(event, field, value) {
      if (typeof field === "string") {
        // A field that is overwritten appears where it was written last.
        steps.delete(field);
        steps.set(field, { from, to: field, how });
      }
      return Reflect.set(event, field, value);
    },
    deleteProperty(event, field) {
      if (typeof field === "string") steps.delete(field);
      return Reflect.deleteProperty(event, field);
    },
  });
  const trace: RecordTrace = {
    out,
    nameInRecord: (xmlPath) => xmlPath,
    at: (given, text) => {
      from = trace.nameInRecord(given);
      how = text;
    },
  };
  const mapped = map(record.value, options.zone ?? UTC, trace);
  if (mapped === null) return [];
  for (const to of mapped.derived ?? []) steps.set(to, { ...DERIVATION_STEPS.get(to)!, to, isDerived: true });
  if (steps.size === 0) {
    return Object.keys(mapped.event).map((field) => ({ from: field, to: field, how: "taken as it is" }));
  }
  return [...steps.values()];
}

/** A trace that names each value as the record does, not as event XML does. */
interface RecordTrace extends Trace {
  nameInRecord: (xmlPath: string) => string;
}

/**
 * A record that a source identifies is mapped as that source's. Any other, and one that has nothing but a time and a
 * category, is searched for an event that something was wrapped around.
 */
function map(value: unknown, zone: Zone, trace?: RecordTrace, isUntyped = false): EcsEvent | null {
  const direct = mapDirectly(value, zone, trace);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return direct;
  if (value instanceof WindowsEventRecord) return direct;
  const isMappedAlready = direct !== null && isSure(direct);
  if (direct !== null && !isUntyped && mayHaveTypes(direct)) {
    const untyped = fromUntyped(value, zone, trace);
    if (untyped !== null) return untyped;
  }
  // Raw events have been looked through.
  if (isMappedAlready && direct.derived !== undefined && direct.source !== "winlogbeat") return direct;
  if (isMappedAlready && !isThin(direct.event)) return withOther(direct, value, zone, trace);
  const { found, unsearched } = findEvent(value, (candidate) => mapFound(candidate, zone), repeatsFound);
  if (found !== null) return fromFound(found, value, zone, trace);
  const respelled = isMappedAlready ? null : fromRespelled(value, zone, trace, isUntyped);
  if (respelled !== null) return respelled;
  if (direct === null) return null;
  const beside = unsearched ?? wordsIn(value, direct.event);
  return withBeside(isMappedAlready ? direct : { ...direct, unmapped: true }, beside);
}

/** A document whose values have types around them, or whose names are joined by another sign than a dot. */
function fromRespelled(
  document: object,
  zone: Zone,
  trace: RecordTrace | undefined,
  isUntyped: boolean,
): EcsEvent | null {
  // Types are taken off once: whatever is left after that is a value.
  const untyped = isUntyped ? null : fromUntyped(document, zone, trace);
  if (untyped !== null) return untyped;
  const dotted = withDots(document);
  const mapped = dotted === null ? null : mapDirectly(dotted.document, zone, trace);
  if (mapped === null || !isSure(mapped)) return null;
  return extended(mapped, `The names of the fields were joined by ${dotted!.joint} in place of dots.`);
}

/** @returns null if no value has a type around it, or there is no event without the types either */
function fromUntyped(document: object, zone: Zone, trace: RecordTrace | undefined): EcsEvent | null {
  const untyped = withoutTypes(document);
  const mapped = untyped === null ? null : map(untyped, zone, trace, true);
  return mapped === null || mapped.unmapped
    ? null
    : extended(mapped, "The values had the types of a database around them, which were taken off.");
}

function extended(mapped: EcsEvent, how: string): EcsEvent {
  return { ...mapped, extension: mapped.extension === undefined ? how : `${how} ${mapped.extension}` };
}

/** Whether values may have types around them, as MongoDB's Extended JSON has: then the time of a raw event is missing. */
function mayHaveTypes({ event, derived }: EcsEvent): boolean {
  if (event["@timestamp"] === undefined) return true;
  if (derived !== undefined) return false;
  for (const field in event) if (field.includes(".$")) return true;
  return false;
}

/** Adds where the record has another event, which is looked for where the event is to be examined, not explained. */
function withOther(
  mapped: EcsEvent,
  document: object,
  zone: Zone,
  trace: Trace | undefined,
  raw: WindowsEvent | null = null,
): EcsEvent {
  if (trace !== undefined || mapped.beside !== undefined) return mapped;
  return withBeside(mapped, otherEvent(document, mapped.event, readerOfOthers(zone), raw));
}

/** Characters of a path that are shown. */
const SHOWN_PATH = 200;

const placeOf = (path: readonly string[]): string => path.join(".").slice(0, SHOWN_PATH);

function withBeside(mapped: EcsEvent, path: readonly string[] | null): EcsEvent {
  return path === null || mapped.beside !== undefined ? mapped : { ...mapped, beside: placeOf(path) };
}

const readerOfOthers =
  (zone: Zone) =>
  (candidate: Candidate): FlatEvent | null =>
    mapFound(candidate, zone, true)?.mapped.event ?? null;

const repeatsFound = (first: FoundEvent, second: FoundEvent): boolean =>
  repeats(first.mapped.event, second.mapped.event);

/** Whether it is known how the event's fields came about. */
function isSure({ source, event }: EcsEvent): boolean {
  if (isMapped(event)) return true;
  // Without a channel nothing shows which pipeline Winlogbeat's document should have gone through.
  return source !== "ecs" && (source !== "winlogbeat" || event["winlog.channel"] !== undefined);
}

/** A candidate that is an event, and how to map it again. */
interface FoundEvent {
  readonly mapped: EcsEvent;
  again(trace: RecordTrace): EcsEvent | null;
}

/** @param isOther whether it is looked for in a record that is an event: then parts of that one are none */
function mapFound(candidate: Candidate, zone: Zone, isOther = false): FoundEvent | null {
  const again = (trace?: RecordTrace): EcsEvent | null => {
    if (candidate.kind === "xml") {
      const { event } = candidate.found;
      return event.eventId === undefined ? null : mapWindowsRecord(event, trace);
    }
    if (candidate.kind !== "object") {
      const { kind, text } = candidate;
      const raw = kind === "splunk" ? fromSplunkText(text, zone) : fromPlasoText(text);
      return raw === null ? null : fromRaw(raw, "", trace);
    }
    const { object } = candidate;
    const raw = readForeignEvent(unwrap(object)?.document ?? object, zone);
    if (raw !== null) return fromRaw(raw, "", trace);
    // The document itself has been tried, and small objects of scalars are no events of any source.
    if (candidate.isWhole || !mayBeEvent(object)) return null;
    const direct = mapDirectly(object, zone, trace);
    if (isOther && direct?.derived === undefined && !hasTime(object)) return null;
    return direct !== null && isSure(direct) ? direct : null;
  };
  const mapped = again();
  return mapped === null ? null : { mapped, again };
}

function mayBeEvent(object: object): boolean {
  const values: unknown[] = Object.values(object);
  return values.length > 3 || values.some((value) => typeof value === "object" && value !== null);
}

/** Whether a document of Elastic's has a time, as an event has and a part of one has not. */
function hasTime(object: object): boolean {
  return Object.hasOwn(object, "@timestamp") || unwrap(object)?.document !== object;
}

function fromFound(
  { event: { mapped, again }, path, around, more, encoded, beside }: LocatedEvent<FoundEvent>,
  document: object,
  zone: Zone,
  trace: RecordTrace | undefined,
): EcsEvent | null {
  if (trace !== undefined)
    for (const field of Object.keys(trace.out)) Reflect.deleteProperty(trace.out, field);
  const result = (trace === undefined ? mapped : again(trace))!;
  addWrapper(result.event as MutableFlatEvent, around, zone, trace);
  // The wrapper may name the host.
  const added = result.derived === undefined ? [] : addDerivedFields(result.event as MutableFlatEvent);
  const where = path.length === 0 ? undefined : `The event was found inside the record, at ${placeOf(path)}.`;
  const extension = [where, result.extension].filter((text) => text !== undefined).join(" ");
  const whole = {
    ...result,
    ...(added.length > 0 && { derived: [...result.derived!, ...added] }),
    ...(extension !== "" && { extension }),
    ...(more && { more: true as const }),
    ...(encoded && { encoded: true as const }),
  };
  // The record itself is the event: nothing below it was searched.
  return path.length === 0 ? withOther(whole, document, zone, trace) : withBeside(whole, beside);
}

function mapDirectly(value: unknown, zone: Zone, trace?: RecordTrace): EcsEvent | null {
  if (value instanceof WindowsEventRecord)
    return withOtherInValues(mapWindowsRecord(value.event, trace), value.event, zone);
  const unwrapped = unwrap(value);
  if (unwrapped === null) return null;
  const { index, isListed } = unwrapped;
  const isRow = unwrapped.fields === null && isDiscoverRow(unwrapped.document);
  const document = isRow ? withoutGuards(unwrapped.document) : unwrapped.document;
  if (!isEcs(document)) {
    const scalars = isListed ? unlisted(document) : document;
    const plain = isDottedRaw(scalars) ? nested(scalars) : scalars;
    const raw = readRawEvent(plain, zone);
    if (raw !== null) {
      const ecs = withOtherInValues(fromRaw(raw, index, trace), raw.event, zone);
      return withOther(ecs, plain, zone, trace, raw.event);
    }
    const product = readRawProduct(plain, zone);
    if (product !== null) {
      const { source, extension, assumedZone } = product;
      const ecs = rawResult(source, product.map(trace), index, [extension], assumedZone);
      return withOther(ecs, plain, zone, trace);
    }
  }
  return isRow
    ? fromDiscover(document, index, zone, trace)
    : fromEcs(flattened(unwrapped), index, !isListed, trace);
}

function mapWindowsRecord(event: WindowsEvent, trace: RecordTrace | undefined): EcsEvent {
  const { source, module } = channelOf(event);
  const reasons = [module.extension?.(event)];
  const ecs = rawResult(source, mapWindowsEvent(event, trace, module), "", reasons, false);
  return withUnread(ecs, unreadValues(event));
}

/** As `withOther`, for the values of a Windows event; and whether one is a time that is not understood. */
function withOtherInValues(ecs: EcsEvent, event: WindowsEvent, zone: Zone): EcsEvent {
  // Of values under the wrong names, that is said already.
  const utcTime = ecs.source === "sysmon" && ecs.unread !== "shifted" ? unreadUtcTime(event) : undefined;
  const mapped = utcTime === undefined ? ecs : { ...ecs, unreadUtcTime: utcTime };
  const path = otherInValues(event, mapped.event, readerOfOthers(zone));
  return path === null ? mapped : withBeside(mapped, path);
}

function fromRaw(raw: RawEvent, index: string, trace?: RecordTrace): EcsEvent {
  const once = undoubled(raw.event);
  const event = once ?? raw.event;
  if (trace !== undefined) trace.nameInRecord = raw.nameInRecord;
  const mapped = mapWindowsEvent(event, trace);
  const reasons = [raw.lacks, once === null ? null : UNDOUBLED_EXTENSION, moduleOf(event).extension?.(event)];
  // A time inside the event has its own zone and takes precedence over an assumed one.
  const assumed = mapped["@timestamp"] === event.systemTime && raw.assumedZone;
  // A guessed time is worth nothing once a certain one is known.
  const isGuessed = raw.assumedZone !== false && assumed === false;
  const apart = isGuessed ? daysApart(mapped) : null;
  if (isGuessed) delete mapped["event.created"];
  const ecs = rawResult(sourceOf(event), mapped, index, reasons, assumed);
  const read = withUnread(ecs, raw.unread ?? unreadValues(event));
  return {
    ...read,
    // The texts of rules are not in the record's bytes either.
    ...(once !== null && { encoded: true as const }),
    ...(apart !== null && { daysApart: apart }),
  };
}

const DAY = 86_400_000;
/** Farther than any two zones are apart, and than a service takes to write an event. */
const FAR_DAYS = 2;

/**
 * How many days lie between the local time of an event's header and the one inside it, which is in UTC and in one
 * spelling: if they are many, the file's dates are of another calendar or in another order.
 */
function daysApart(event: FlatEvent): number | null {
  const [created, time] = [event["event.created"], event["@timestamp"]];
  if (typeof created !== "string" || typeof time !== "string") return null;
  const days = Math.abs(epochMillis(created) - epochMillis(time)) / DAY;
  return days >= FAR_DAYS ? Math.floor(days) : null;
}

/** Why a rule can see only the header of an event, or values under names that are not theirs. */
function unreadValues(event: WindowsEvent): EcsEvent["unread"] {
  return missingValues(event) ?? (hasShiftedValues(event) ? "shifted" : undefined);
}

function withUnread(event: EcsEvent, unread: EcsEvent["unread"]): EcsEvent {
  return unread === undefined ? event : { ...event, unread };
}

function fromDiscover(
  row: Record<string, unknown>,
  index: string,
  zone: Zone,
  trace: RecordTrace | undefined,
): EcsEvent | null {
  const { event, assumedZone, ambiguous } = readDiscoverRow(row, zone);
  const mapped = fromEcs(event, index, false, trace);
  if (mapped === null) return null;
  if (trace !== undefined && mapped.event === event) {
    for (const field in event) {
      trace.at(field, "cell of Kibana's CSV: numbers, truth values, lists and times read back");
      trace.out[field] = event[field]!;
    }
  }
  const { source, event: mappedEvent, extension, derived } = mapped;
  const reasons = [extension, ambiguous ? DISCOVER_EXTENSION : undefined];
  const ecs = result(source, mappedEvent, index, reasons, assumedZone);
  return derived === undefined ? ecs : { ...ecs, derived };
}

/**
 * A document in Elastic's own fields: a Winlogbeat document that no pipeline has seen is mapped, all others stay
 * unchanged.
 */
function fromEcs(
  event: MutableFlatEvent,
  index: string,
  hasTypes: boolean,
  trace?: RecordTrace,
): EcsEvent | null {
  if (!isEvent(event)) return null;
  const read = readWinlogbeat(event, hasTypes);
  if (read === null) return { source: identify(event, index), event, index };
  if (trace !== undefined)
    trace.nameInRecord = (xmlPath) => xmlPath.replace("EventData/", "winlog.event_data.");
  const mapped = mapWinlogbeat(read, event, trace);
  const reasons = [WINLOGBEAT_EXTENSION, moduleOf(read).extension?.(read)];
  return withUnread(rawResult("winlogbeat", mapped, index, reasons, false), missingValues(read));
}

/** The result for an event that was mapped from a raw record. */
function rawResult(
  source: SourceId,
  event: MutableFlatEvent,
  index: string,
  reasons: readonly (string | null | undefined)[],
  assumedZone: WrittenTime["assumed"],
): EcsEvent {
  const mapped = result(source, event, index, reasons, assumedZone);
  mapped.derived = addDerivedFields(event);
  return mapped;
}

function result(
  source: SourceId,
  event: FlatEvent,
  index: string,
  reasons: readonly (string | null | undefined)[],
  assumedZone: WrittenTime["assumed"],
): Mutable<EcsEvent> {
  const mapped: Mutable<EcsEvent> = { source, event, index };
  let extension = "";
  for (const reason of reasons) if (reason) extension += extension === "" ? reason : ` ${reason}`;
  if (extension !== "") mapped.extension = extension;
  if (assumedZone !== false) mapped.assumedZone = assumedZone;
  return mapped;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
