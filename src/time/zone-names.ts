/**
 * The names of time zones as Intl writes them in a language, `Mitteleuropäische Normalzeit`, and how far ahead of UTC a
 * clock is that shows one of them. The names are asked of Intl: versions of CLDR, and so browsers, differ in them.
 */
import { wordText } from "./local-text.ts";
import { scriptIn, scriptOf } from "./locales.ts";
import { type Zone, UTC, zoneOf } from "./zone.ts";

const DAY = 86_400_000;
/** Clocks are set, and zones renamed, at some quarter of an hour. */
const QUARTER = 900_000;
/** A specific name is that of winter or summer time; a generic one says the place or the zone alone. */
type SpecificStyle = "long" | "short";
type Style = SpecificStyle | "longGeneric" | "shortGeneric";
const GENERIC: Readonly<Record<SpecificStyle, readonly Style[]>> = {
  long: ["longGeneric", "shortGeneric"],
  short: ["shortGeneric"],
};
const ABBREVIATION = /^\p{Lu}{1,6}$/u;
/** The most languages that are asked for one name: Intl takes some 30 ms for each. */
const MOST_LANGUAGES = 6;
/** The most of them that are asked once more, for names without a season. */
const MOST_SEASONLESS = 3;
/** Winter and summer of some years: zones were renamed, and stopped setting their clocks. */
const SAMPLES = seasonsOf(2004, 2014, 2024);
/** More of them, to find zones that were the same all the time. */
const GROUPED_BY = seasonsOf(2001, 2004, 2007, 2010, 2013, 2016, 2019, 2022, 2025);

function seasonsOf(...years: readonly number[]): readonly number[] {
  return years.flatMap((year) => [Date.UTC(year, 0, 15), Date.UTC(year, 6, 15)]);
}

/**
 * Names that mean several offsets, in minutes. Abbreviations: `date` on Linux and other products write these as well, and
 * languages differ in ACT and HAT. Source: the abbreviations in use in the tz database (CST, IST, PST), and Wikipedia's
 * "List of time zone abbreviations". Names: versions of CLDR differ in the Samoa that is meant, and Portuguese uses one
 * name for Christmas Island and for Kiritimati (CLDR 48).
 */
const AMBIGUOUS: ReadonlyMap<string, readonly number[]> = new Map([
  ["ACT", [-300, 480, 570, 630]],
  ["AMT", [-240, 240]],
  ["AST", [-240, 180]],
  ["BST", [60, 360, 660]],
  ["CDT", [-300, -240]],
  ["CST", [-360, -300, 480]],
  ["ECT", [-300, -240]],
  ["GST", [-120, 240]],
  ["HAT", [-600, -540, -150]],
  ["IST", [60, 120, 330]],
  ["PST", [-480, 480]],
  ["SST", [-660, 480]],
  ["WST", [480, 780]],
  ["Samoa Standard Time", [-660, 780]],
  ["Hora de Kiritimati", [420, 840]],
]);

/** Languages by how common they are, for names in words. */
const COMMON =
  "en zh es fr de ja ru pt it ko ar pl nl tr id vi th sv cs uk ro hu da nb fi el he fa hi bg sk hr sr ca".split(
    " ",
  );
/** Languages with abbreviations of their own (ICU 78), those of the most zones first. */
const HAVE_ABBREVIATIONS =
  "en en-GB de en-AU pt en-ZA id fr-CA en-CA cs ms en-NZ en-IN en-HK en-SG es-US es fr it pl tr ja".split(
    " ",
  );

/** What a name says of the offset at some local time, in milliseconds ahead of UTC: more than one if it is ambiguous. */
export type Offsets = ReadonlySet<number>;

/**
 * Finds the language of a zone's name. Intl has no meaning of a name that another language contradicts, apart from the
 * abbreviations above (ICU 78): so the first that has it is enough.
 *
 * @param name see `plainText`
 * @param locales the languages that could have written what is beside it
 * @returns null if none of the most common of them has such a name
 */
export function languageOf(name: string, locales: readonly string[]): string | null {
  if (AMBIGUOUS.has(name)) return locales[0] ?? null;
  const style = styleOf(name);
  const asked = mostCommon(locales, name, style).slice(0, MOST_LANGUAGES);
  const known =
    asked.find((locale) => nameOfUtc(locale) === name) ??
    asked.find((locale) => namesIn(locale, style).has(name));
  if (known !== undefined || style === "short") return known ?? null;
  return asked.slice(0, MOST_SEASONLESS).find((locale) => seasonlessIn(locale).has(name)) ?? null;
}

/**
 * Finds the offsets that the name of a zone can mean: those of all clocks that show the time under that name.
 *
 * @param name see `plainText`
 * @param wall the local time beside it, in milliseconds since 1970 as if it were UTC
 * @param locale see `languageOf`
 * @returns empty if no clock shows that name at that time
 */
export function offsetsOf(name: string, wall: number, locale: string): Offsets {
  const listed = AMBIGUOUS.get(name);
  if (listed !== undefined) return new Set(listed.map((minutes) => minutes * 60_000));
  // Logs in UTC are common, and no other zone has its name.
  if (nameOfUtc(locale) === name) return new Set([0]);
  const style = styleOf(name);
  const uses = namesIn(locale, style).get(name) ?? [];
  // In German, MEZ is the winter time of most zones, and in any season the zone itself.
  const generic = genericNamesIn(locale, style).get(name) ?? [];
  return offsetsIn([...uses, ...generic], name, wall);
}

function styleOf(name: string): SpecificStyle {
  return ABBREVIATION.test(name) ? "short" : "long";
}

/** Languages in the script of a name before others, and the more common first. */
function mostCommon(locales: readonly string[], name: string, style: SpecificStyle): readonly string[] {
  const script = scriptIn(name);
  const common = style === "short" ? HAVE_ABBREVIATIONS : COMMON;
  const rank = (locale: string): number => {
    const place = common.indexOf(locale);
    const isOther = scriptOf(locale) === script ? 0 : 1000;
    // A country's names are mostly those of the language.
    return isOther + (place >= 0 ? place : locale.includes("-") ? 200 : 100);
  };
  return locales.toSorted((a, b) => rank(a) - rank(b));
}

/** A style in which a language gives a name to a zone. */
interface Use {
  readonly locale: string;
  readonly style: Style;
  readonly zone: string;
}

/** The uses of each name. */
type Names = ReadonlyMap<string, readonly Use[]>;

function offsetsIn(uses: readonly Use[], name: string, wall: number): Offsets {
  const offsets = new Set<number>();
  for (const use of uses)
    for (const ahead of shownBy(zoneNamed(use.zone), wall))
      if (!offsets.has(ahead) && nameAt(use, wall - ahead) === name) offsets.add(ahead);
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
function nameAt({ locale, style, zone }: Use, instant: number): string {
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

const names = new Map<string, Names>();

/** The names in a language. */
function namesIn(locale: string, style: SpecificStyle): Names {
  return keptIn(names, `${locale} ${style}`, () => {
    const found = new Map<string, Use[]>();
    for (const zone of representatives()) {
      const format = formatOf(locale, style, zone);
      for (const name of new Set(SAMPLES.map((sample) => nameIn(format, sample)))) {
        // Offsets are read without Intl's help.
        if (!/\d/.test(name)) keptIn(found, name, () => []).push({ locale, style, zone });
      }
    }
    return found;
  });
}

function formatOf(locale: string, timeZoneName: Style, timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, { timeZone, timeZoneName });
}

function nameIn(format: Intl.DateTimeFormat, instant: number): string {
  return wordText(format.formatToParts(instant).find(({ type }) => type === "timeZoneName")?.value ?? "");
}

const seasonless = new Map<string, ReadonlySet<string>>();

/**
 * The generic names in a language that are looked for, those of one zone of each group: asking every zone takes too long to
 * find out that a language has no such name.
 */
function seasonlessIn(locale: string): ReadonlySet<string> {
  return keptIn(seasonless, locale, () => {
    const latest = SAMPLES.at(-1)!;
    const found = representatives().map((zone) => nameIn(formatOf(locale, "longGeneric", zone), latest));
    return new Set(found.filter((name) => !/\d/.test(name)));
  });
}

const genericNames = new Map<string, Names>();

/** The zones of each generic name in a language. Zones that share their specific names may differ in these. */
function genericNamesIn(locale: string, specific: SpecificStyle): Names {
  return keptIn(genericNames, `${locale} ${specific}`, () => {
    const found = new Map<string, Use[]>();
    for (const style of GENERIC[specific])
      for (const zone of allZones()) {
        const format = formatOf(locale, style, zone);
        for (const name of new Set(SAMPLES.map((sample) => nameIn(format, sample))))
          keptIn(found, name, () => []).push({ locale, style, zone });
      }
    return found;
  });
}

let all: readonly string[] | null = null;

function allZones(): readonly string[] {
  return (all ??= [
    UTC.name,
    ...Intl.supportedValuesOf("timeZone").filter((name) => name.includes("/") && !name.startsWith("Etc/")),
  ]);
}

let chosen: readonly string[] | null = null;

/**
 * One zone of each group that shares its English names, which say the offset: in every language, such zones share their
 * names. Where one of them set its clock on other days than the one chosen, its times on the days between are refused.
 */
function representatives(): readonly string[] {
  if (chosen !== null) return chosen;
  const byNames = new Map<string, string>();
  for (const zone of allZones()) {
    const format = formatOf("en", "long", zone);
    const key = GROUPED_BY.map((sample) => format.format(sample)).join("\n");
    if (!byNames.has(key)) byNames.set(key, zone);
  }
  return (chosen = [...byNames.values()]);
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
