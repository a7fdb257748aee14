/* An event on a machine, before any tool has written it. */

/** The value's type in the provider's manifest. Exports that keep types differ by it, and so does binary XML. */
export type DatumType = "text" | "number" | "hex32" | "hex64" | "sid" | "guid";

export interface Datum {
  readonly name: string;
  /** As in event XML. */
  readonly value: string;
  readonly type: DatumType;
}

export interface Activity {
  /** For readers of the tests only: in every form, activities are identified by their second. */
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
  /** The values are in `<UserData>`, below this element, instead of EventData. */
  readonly userData?: { readonly name: string; readonly namespace: string };
  /** The provider's texts on an English system. */
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
