import type { StoreKey, StoreName } from "./schema.ts";

/**
 * What is deleted of one store of a case: one key; all keys of an owner, or its pages before one; or all keys whose
 * second part begins with a text.
 */
export type Deletion = { readonly store: Exclude<StoreName, "cases"> } & (
  | { readonly key: StoreKey }
  | { readonly owner: string; readonly before?: number }
  | { readonly prefix: string }
);

export function rangeOfDeletion(caseId: string, deletion: Deletion): IDBKeyRange {
  if ("key" in deletion) return IDBKeyRange.only(deletion.key);
  if ("prefix" in deletion) {
    const { prefix } = deletion;
    return IDBKeyRange.bound([caseId, prefix], [caseId, `${prefix}\uffff`], false, true);
  }
  const { owner, before } = deletion;
  // An array sorts after every number and text.
  return IDBKeyRange.bound([caseId, owner], [caseId, owner, before ?? []], false, true);
}

/** Whether a key is in the range of a deletion, for what is kept in memory. */
export function isDeleted(caseId: string, deletion: Deletion, store: StoreName, key: StoreKey): boolean {
  if (store !== deletion.store || typeof key === "string" || key[0] !== caseId) return false;
  if ("key" in deletion) return JSON.stringify(key) === JSON.stringify(deletion.key);
  if ("prefix" in deletion) return key[1].startsWith(deletion.prefix);
  const { owner, before } = deletion;
  return key[1] === owner && (before === undefined || Number(key[2]) < before);
}

/** Every key of a case, or those of one owner in it: an array sorts after every string and number. */
export function rangeOfCase(caseId: string, owner?: string): IDBKeyRange {
  const start = owner === undefined ? [caseId] : [caseId, owner];
  return IDBKeyRange.bound(start, [...start, []]);
}
