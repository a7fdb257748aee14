import { UTC, type Zone, zoneOf } from "../time/index.ts";

/** What an analyst has said about how one file is to be read: kept with the file, followed by everything that reads it. */
export interface ReadSettings {
  /** The zone of times that name none, as `zoneOf` reads it; without it UTC is assumed. */
  readonly zone?: string;
  /** Of an event log: look for records outside the log as well, in what was deleted or overwritten. */
  readonly carve?: boolean;
}

/** Where a time that names no zone was taken to be from, for the ledger and for every alert. */
export interface AssumedZone {
  readonly name: string;
  /** Whether the analyst said so. */
  readonly told: boolean;
}

/** The same for two readings that find the same; empty for the reading that nobody has said anything about. */
export function readSettingsKey({ zone = "", carve = false }: ReadSettings): string {
  return `${zone}${carve ? " carved" : ""}`;
}

/** Whether every record has to be decoded: only then does it show whether its time needs the zone that was told. */
export function decodesAll({ zone }: ReadSettings): boolean {
  return zone !== undefined;
}

/** A name that this browser does not know is as good as none: the ledger then says that UTC was assumed. */
export function zoneOfSettings({ zone }: ReadSettings): { readonly zone: Zone; readonly told: boolean } {
  const known = zone === undefined ? null : zoneOf(zone);
  return { zone: known ?? UTC, told: known !== null };
}
