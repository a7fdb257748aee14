import { UTC, type Zone, zoneOf } from "../time/index.ts";

/** The analyst's settings for reading one file: stored with the file and followed by everything that reads it. */
export interface ReadSettings {
  /** The zone of times that name none, as `zoneOf` reads it; without it UTC is assumed. */
  readonly zone?: string;
  /** For an event log: also look for records outside the log, in deleted or overwritten space. */
  readonly carve?: boolean;
}

/** The zone in which a time that names none was read, for the file list and for every alert. */
export interface AssumedZone {
  readonly name: string;
  /** Whether the analyst chose it. */
  readonly told: boolean;
}

/** Equal for read settings that find the same; empty for the defaults. */
export function readSettingsKey({ zone = "", carve = false }: ReadSettings): string {
  return `${zone}${carve ? " carved" : ""}`;
}

/** Whether every record must be decoded: only then is it known whether its time needs the chosen zone. */
export function decodesAll({ zone }: ReadSettings): boolean {
  return zone !== undefined;
}

/** A name that this browser does not know counts as none: the file list then says that UTC was assumed. */
export function zoneOfSettings({ zone }: ReadSettings): { readonly zone: Zone; readonly told: boolean } {
  const known = zone === undefined ? null : zoneOf(zone);
  return { zone: known ?? UTC, told: known !== null };
}
