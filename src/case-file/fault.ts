import type { Coded, NoData } from "../diagnostic/index.ts";

/** Why a case file cannot be opened, and the data of each reason. */
export interface CaseFileFaults {
  /** A newer version of Loupe wrote it; empty if the version is not known. */
  newer: { readonly version: string };
  /** The part of the file that begins at this offset is not as it was written. */
  damaged: { readonly offset: number };
  /** The file ends before its end. */
  "cut-short": { readonly size: number };
  /** The passphrase does not open it. */
  passphrase: NoData;
  /** The browser offers this page no encryption, as on a page from `http:`. */
  "no-encryption": NoData;
  /** It has a value that Loupe would not write, in this store; empty if it is in none. */
  foreign: { readonly store: string };
  /** It unpacks to more than a case could be. */
  bomb: NoData;
  /** The browser cannot read the file, in its words. */
  unreadable: { readonly detail: string };
}

export type CaseFileFault = Coded<CaseFileFaults>;

/** What was read, or why not. */
export type ReadResult<T> = { readonly value: T } | { readonly fault: CaseFileFault };

/** Carries a fault out of a reader, as far as `resultOf`. */
export class CaseFileError extends Error {
  override readonly name = "CaseFileError";
  readonly fault: CaseFileFault;

  constructor(fault: CaseFileFault) {
    super(fault.code);
    this.fault = fault;
  }
}

export function damagedAt(offset: number): CaseFileError {
  return new CaseFileError({ code: "damaged", data: { offset } });
}

/** Makes a value of the fault that ends a read. Everything else that throws is a bug, or comes from the caller. */
export async function resultOf<T>(read: () => Promise<T>): Promise<ReadResult<T>> {
  try {
    return { value: await read() };
  } catch (error) {
    if (error instanceof CaseFileError) return { fault: error.fault };
    throw error;
  }
}
