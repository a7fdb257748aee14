import { type DateOrder, LocalDates, UTC, withDates, type Zone, zoneOf } from "../time/index.ts";

/** The analyst's settings for reading one file: stored with the file and followed by everything that reads it. */
export interface ReadSettings {
  /** The zone of times that name none, as `zoneOf` reads it; without it UTC is assumed. */
  readonly zone?: string;
  /** For an event log: also look for records outside the log, in deleted or overwritten space. */
  readonly carve?: boolean;
  /** The order of day and month in dates that fit both; without it, other dates of the file decide. */
  readonly dateOrder?: DateOrder | undefined;
  /** The encoding of text that declares none and is not UTF-8, by a name that `TextDecoder` knows. */
  readonly encoding?: string | undefined;
}

/** The order in which a date that fits both was read, and why: an analyst or the file said so, or it is usual. */
export interface SeenDateOrder {
  readonly order: DateOrder;
  readonly by: "analyst" | "file" | "usual";
}

/** The zone in which a time that names none was read, for the file list and for every alert. */
export interface AssumedZone {
  readonly name: string;
  /** Whether the analyst chose it. */
  readonly told: boolean;
}

/** Equal for read settings that find the same; empty for the defaults. */
export function readSettingsKey({ zone = "", carve = false, dateOrder, encoding }: ReadSettings): string {
  const further = [dateOrder, encoding].map((setting) => (setting === undefined ? "" : ` ${setting}`));
  return `${zone}${carve ? " carved" : ""}${further.join("")}`;
}

/** The part of the settings that the readers of formats follow. */
export function readOptionsOf({
  carve = false,
  encoding,
}: ReadSettings): Pick<ReadSettings, "carve" | "encoding"> {
  return { carve, encoding };
}

/** Whether every record must be decoded: only then is it known whether its time needs the chosen zone or order. */
export function decodesAll({ zone, dateOrder }: ReadSettings): boolean {
  return zone !== undefined || dateOrder !== undefined;
}

/** A name that this browser does not know counts as none: the file list then says that UTC was assumed. */
export function zoneOfSettings({ zone }: ReadSettings): { readonly zone: Zone; readonly told: boolean } {
  const known = zone === undefined ? null : zoneOf(zone);
  return { zone: known ?? UTC, told: known !== null };
}

/** What is needed to read the local times of a file. */
export interface Clock {
  /** With `dates`. */
  readonly zone: Zone;
  readonly dates: LocalDates;
  readonly told: boolean;
}

/** @param shown the order of day and month that the file's own dates show; null if unknown */
export function clockOf(readSettings: ReadSettings, shown: DateOrder | null = null): Clock {
  const { zone, told } = zoneOfSettings(readSettings);
  const dates = new LocalDates(readSettings.dateOrder ?? shown);
  return { zone: withDates(zone, dates), dates, told };
}

/**
 * Why a date that fits both orders was read in one.
 *
 * @param readAs null if the record has no such date
 */
export function seenOrder(
  readAs: DateOrder | null,
  { order }: LocalDates,
  { dateOrder }: ReadSettings,
): SeenDateOrder | null {
  if (readAs === null) return null;
  return { order: readAs, by: dateOrder !== undefined ? "analyst" : order !== null ? "file" : "usual" };
}
