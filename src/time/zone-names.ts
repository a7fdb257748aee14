/**
 * The names of time zones as Intl writes them in a language, `Mitteleuropäische Normalzeit`, and how far ahead of UTC a
 * clock is that shows one of them. The names are asked of Intl: versions of CLDR, and so browsers, differ in them.
 */
import { wordText } from "./local-text.ts";
import { type Zone, UTC, zoneOf } from "./zone.ts";

const DAY = 86_400_000;
/** Clocks are set, and zones renamed, at some quarter of an hour. */
const QUARTER = 900_000;
type Style = "long" | "short" | "longGeneric" | "shortGeneric";
const GENERIC: readonly Style[] = ["longGeneric", "shortGeneric"];
/** Abbreviations are not looked for among long names: that halves the time. */
const IN_ABBREVIATIONS: readonly Style[] = ["short", "shortGeneric"];
const IN_NAMES: readonly Style[] = ["long", ...GENERIC];
const ABBREVIATION = /^\p{Lu}{1,6}$/u;
/** Winter and summer, and some years apart: zones were renamed, and stopped setting their clocks. */
const SAMPLES: readonly number[] = [2004, 2014, 2024].flatMap((year) => [
  Date.UTC(year, 0, 15),
  Date.UTC(year, 6, 15),
]);

/**
 * Abbreviations that mean other offsets outside of Intl, in minutes: `date` on Linux and other products write these as
 * well. Source: the abbreviations in use in the tz database (CST, IST, PST), and Wikipedia's "List of time zone
 * abbreviations".
 */
const ABBREVIATIONS: ReadonlyMap<string, readonly number[]> = new Map([
  ["AMT", [-240, 240]],
  ["AST", [-240, 180]],
  ["BST", [60, 360, 660]],
  ["CDT", [-300, -240]],
  ["CST", [-360, -300, 480]],
  ["ECT", [-300, -240]],
  ["GST", [-120, 240]],
  ["IST", [60, 120, 330]],
  ["PST", [-480, 480]],
  ["SST", [-660, 480]],
  ["WST", [480, 780]],
]);

/** What a name says of the offset at some local time, in milliseconds ahead of UTC: more than one if it is ambiguous. */
export type Offsets = ReadonlySet<number>;

/**
 * Finds the offsets that the name of a zone can mean: those of all clocks that show the time under that name.
 *
 * @param name see `plainText`
 * @param kind names after places are looked up only when asked for: to collect them takes as long again
 * @param wall the local time beside it, in milliseconds since 1970 as if it were UTC
 * @param locales the languages that could have written it
 * @returns empty if no clock shows that name at that time
 */
export function offsetsOf(name: string, kind: NameKind, wall: number, locales: readonly string[]): Offsets {
  const listed = ABBREVIATIONS.get(name);
  if (listed !== undefined) return new Set(listed.map((minutes) => minutes * 60_000));
  // Logs in UTC are common, and no other zone has its name: the other names need not be collected.
  if (locales.some((locale) => nameOfUtc(locale) === name)) return new Set([0]);
  const isShort = ABBREVIATION.test(name);
  if (isShort && kind === "place") return new Set();
  const namesFor = isShort ? abbreviationsOf : kind === "zone" ? namesOf : placeNamesOf;
  const uses = new Map<string, Use>();
  for (const locale of locales)
    for (const [key, use] of namesFor(locale).get(name) ?? []) if (!uses.has(key)) uses.set(key, use);
  return offsetsIn([...uses.values()], name, wall);
}

/** `Central European Time` is the name of a zone; `Germany Time` is one after a place. */
export type NameKind = "zone" | "place";
export const NAME_KINDS: readonly NameKind[] = ["zone", "place"];

/** A style in which a language gives a name to zones. */
interface Use {
  readonly locale: string;
  readonly style: Style;
  /** Zones that share all their names. */
  readonly zones: readonly string[];
}

/** The uses of each name, by what tells uses apart that other languages have as well. */
type Names = ReadonlyMap<string, ReadonlyMap<string, Use>>;

function offsetsIn(uses: readonly Use[], name: string, wall: number): Offsets {
  const offsets = new Set<number>();
  for (const use of uses)
    for (const zone of use.zones)
      for (const ahead of shownBy(zoneNamed(zone), wall))
        if (!offsets.has(ahead) && nameAt(use, zone, wall - ahead) === name) offsets.add(ahead);
  return offsets;
}

/** The offsets at which a clock shows a local time: two in the hour that repeats, none in the hour that is left out. */
function shownBy(zone: Zone, wall: number): readonly number[] {
  const { ahead, occurs } = zone.at(wall);
  if (occurs === "once") return [ahead];
  return occurs === "twice" ? [ahead, zone.at(wall + DAY).ahead] : [];
}

const zones = new Map<string, Zone>();

function zoneNamed(name: string): Zone {
  return keptIn(zones, name, () => (name === UTC.name ? UTC : zoneOf(name)!));
}

const namesAt = new Map<string, string>();
const formats = new Map<string, Intl.DateTimeFormat>();
/** The most names at some time, and the most formats, that are kept: evidence can name every day. */
const MAX_NAMES = 5000;
const MAX_FORMATS = 60;

/** The name that a zone has at an instant. */
function nameAt({ locale, style }: Use, zone: string, instant: number): string {
  const day = Math.floor(instant / DAY) * DAY;
  const changes = !isSteady(zoneNamed(zone), day);
  const from = changes ? Math.floor(instant / QUARTER) * QUARTER : day;
  const format = `${locale} ${style} ${zone}`;
  return keptIn(
    namesAt,
    `${format} ${from}`,
    () =>
      nameIn(
        keptIn(formats, format, () => formatOf(locale, style, zone), MAX_FORMATS),
        from,
      ),
    MAX_NAMES,
  );
}

/** Whether a zone's clock is not set on a day of UTC. */
function isSteady(zone: Zone, day: number): boolean {
  const before = zone.at(day - DAY);
  const after = zone.at(day + 2 * DAY);
  return before.ahead === after.ahead && before.occurs === "once" && after.occurs === "once";
}

const utcNames = new Map<string, string>();

function nameOfUtc(locale: string): string {
  return keptIn(utcNames, locale, () => nameIn(formatOf(locale, "long", UTC.name), 0));
}

const abbreviations = new Map<string, Names>();
const names = new Map<string, Names>();
const placeNames = new Map<string, Names>();

/** The abbreviations in a language, of one zone of each group that shares them. Intl takes up to 100 ms for a language. */
function abbreviationsOf(locale: string): Names {
  return keptIn(abbreviations, locale, () => collect(locale, IN_ABBREVIATIONS, groups()));
}

/** The full names in a language, likewise. */
function namesOf(locale: string): Names {
  return keptIn(names, locale, () => collect(locale, IN_NAMES, groups()));
}

/** The names after places, such as `Germany Time`: every zone has its own. */
function placeNamesOf(locale: string): Names {
  const each = allZones().map((zone) => [zone] as const);
  return keptIn(placeNames, locale, () => collect(locale, GENERIC, each));
}

function collect(
  locale: string,
  styles: readonly Style[],
  among: readonly (readonly [string, ...string[]])[],
): Names {
  const found = new Map<string, Map<string, Use>>();
  // Style by style: V8 keeps what it last looked up for one.
  for (const style of styles)
    for (const group of among) {
      const format = formatOf(locale, style, group[0]);
      const written = SAMPLES.map((sample) => nameIn(format, sample));
      for (const name of new Set(written)) {
        // Offsets are read without Intl's help.
        if (/\d/.test(name)) continue;
        const when = written.map((other) => Number(other === name)).join("");
        const uses = keptIn(found, name, () => new Map<string, Use>());
        uses.set(`${style} ${group[0]} ${when}`, { locale, style, zones: group });
      }
    }
  return found;
}

function formatOf(locale: string, timeZoneName: Style, timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, { timeZone, timeZoneName });
}

function nameIn(format: Intl.DateTimeFormat, instant: number): string {
  return wordText(format.formatToParts(instant).find(({ type }) => type === "timeZoneName")?.value ?? "");
}

let all: readonly string[] | null = null;

function allZones(): readonly string[] {
  return (all ??= [
    UTC.name,
    ...Intl.supportedValuesOf("timeZone").filter((name) => name.includes("/") && !name.startsWith("Etc/")),
  ]);
}

let grouped: readonly (readonly [string, ...string[]])[] | null = null;

/** Zones by their English names: in every language, the same zones share their names. */
function groups(): readonly (readonly [string, ...string[]])[] {
  if (grouped !== null) return grouped;
  const byNames = new Map<string, [string, ...string[]]>();
  for (const zone of allZones()) {
    const format = formatOf("en", "long", zone);
    const key = SAMPLES.map((sample) => nameIn(format, sample)).join("\n");
    const group = byNames.get(key);
    if (group === undefined) byNames.set(key, [zone]);
    else group.push(zone);
  }
  return (grouped = [...byNames.values()]);
}

/** @param most clears the map when it holds this many */
function keptIn<Value>(known: Map<string, Value>, key: string, make: () => Value, most = Infinity): Value {
  let value = known.get(key);
  if (value !== undefined) return value;
  value = make();
  if (known.size >= most) known.clear();
  known.set(key, value);
  return value;
}
