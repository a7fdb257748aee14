import { exceptionItemKey, isPageOwnerOfRule, unpackRows } from "../../case/index.ts";
import type { CaseFileEntry } from "../case-file-entry.ts";
import type { Check } from "./checks.ts";
import {
  auditRecord,
  caseExceptionItem,
  caseRule,
  disposition,
  guideProgress,
  ruleFile,
  ruleSet,
  storedException,
} from "./decision-checks.ts";
import { eventPage, evidence, nearMissRecord, termMatchPage } from "./evidence-checks.ts";
import { findingPage, packedRowPage } from "./finding-checks.ts";

type StoreOfCase = CaseFileEntry["store"];

/** Whether a store may have a value under a key: the key is made of the value, but for the case's id. */
type EntryCheck = (key: readonly unknown[], value: unknown, owners: ReadonlySet<string>) => boolean;

function entryCheck<T>(
  check: Check<T>,
  keyOf: (value: T) => readonly (string | number)[],
  belongs: (value: T, owners: ReadonlySet<string>) => boolean = () => true,
): EntryCheck {
  return (key, value, owners) => {
    if (!check(value)) return false;
    const own = keyOf(value);
    return own.length === key.length && own.every((part, i) => part === key[i]) && belongs(value, owners);
  };
}

interface OfFile {
  readonly evidenceId: string;
}
const ofFile = ({ evidenceId }: OfFile, files: ReadonlySet<string>): boolean => files.has(evidenceId);
const ofFileOrRule = (value: OfFile, files: ReadonlySet<string>): boolean =>
  ofFile(value, files) || isPageOwnerOfRule(value.evidenceId);

const CHECKS: Readonly<Record<StoreOfCase, EntryCheck>> = {
  evidence: entryCheck(evidence, ({ id }) => [id]),
  findings: entryCheck(findingPage, ({ evidenceId, page }) => [evidenceId, page], ofFileOrRule),
  rows: entryCheck(
    packedRowPage,
    ({ evidenceId, page }) => [evidenceId, page],
    (page, files) =>
      ofFileOrRule(page, files) && unpackRows(page.packed).every((row) => files.has(row.evidenceId)),
  ),
  judgements: entryCheck(disposition, ({ alertId }) => [alertId]),
  exceptions: entryCheck(storedException, ({ id }) => [id]),
  rules: entryCheck(caseRule, ({ rule }) => [rule.rule_id]),
  ruleSets: entryCheck(ruleSet, ({ key }) => [key]),
  ruleFiles: entryCheck(ruleFile, ({ id }) => [id]),
  exceptionItems: entryCheck(caseExceptionItem, ({ item }) => [exceptionItemKey(item)]),
  sightings: entryCheck(termMatchPage, ({ evidenceId, ruleId }) => [evidenceId, ruleId], ofFile),
  events: entryCheck(eventPage, ({ evidenceId, page }) => [evidenceId, page], ofFile),
  audit: entryCheck(auditRecord, ({ id }) => [id]),
  guides: entryCheck(guideProgress, ({ alertId }) => [alertId]),
  nearMisses: entryCheck(nearMissRecord, ({ evidenceId }) => [evidenceId], ofFile),
};

export function isStoreOfCase(name: unknown): name is StoreOfCase {
  return typeof name === "string" && Object.hasOwn(CHECKS, name);
}

/**
 * Whether Loupe could have stored this.
 *
 * @param files ids of the files of the case, which come first
 */
export function isEntry({ store, key, value }: CaseFileEntry, files: ReadonlySet<string>): boolean {
  return CHECKS[store](key, value, files);
}
