/* What happened on a machine, before any tool has written it down. */

/** How the provider's manifest types a value: exports that keep types differ by it, and so does binary XML. */
export type DatumType = "text" | "number" | "hex32" | "hex64" | "sid" | "guid";

export interface Datum {
  readonly name: string;
  /** As event XML writes it. */
  readonly value: string;
  readonly type: DatumType;
}

export interface Activity {
  /** Told apart by their second, in every form: a name here is for the test's reader. */
  readonly name: string;
  readonly provider: string;
  /** In braces. */
  readonly providerGuid: string;
  readonly channel: string;
  readonly code: number;
  readonly version: number;
  readonly level: number;
  readonly task: number;
  readonly opcode: number;
  /** `0x` and sixteen digits. */
  readonly keywords: string;
  /** `2024-03-14T10:00:07.2612345Z` */
  readonly time: string;
  readonly recordId: number;
  readonly pid: number;
  readonly tid: number;
  readonly computer: string;
  /** `Security@UserID`. */
  readonly sid: string | null;
  readonly data: readonly Datum[];
  /** The data stand in `<UserData>`, below this element, not in EventData. */
  readonly userData?: { readonly name: string; readonly namespace: string };
  /** The provider's texts, of an English system. */
  readonly taskText: string;
  readonly message: string;
}

export const COMPUTER = "WS01.corp.example";

export const datum = (name: string, value: string, type: DatumType = "text"): Datum => ({
  name,
  value,
  type,
});

export function valueOf({ data }: Activity, name: string): string {
  const found = data.find((datum) => datum.name === name);
  if (found === undefined) throw new Error(`no ${name} in this activity`);
  return found.value;
}
