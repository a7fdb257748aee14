import {
  type CaseStoreName,
  exceptionItemKey,
  isPageOwnerOfRule,
  type LoupeSchema,
} from "../../case/index.ts";
import type { CaseFileEntry } from "../case-file-entry.ts";
import type { Check } from "./checks.ts";
import {
  auditRecord,
  caseExceptionItem,
  caseRule,
  dispositionPage,
  isOnItsPage,
  guideProgress,
  ruleFile,
  ruleSet,
  storedException,
} from "./decision-checks.ts";
import { eventPage, evidence, nearMissRecord, termMatchPage } from "./evidence-checks.ts";
import { filesOf, findingPage, packedRowPage } from "./finding-checks.ts";

/** What a store may have. The key is made of the value, but for the case's id. */
interface StoreCheck<T> {
  readonly check: Check<T>;
  readonly key: (value: T) => readonly (string | number)[];
  /** Whether it belongs to one of these files, or to a rule; absent for what belongs to the case. */
  readonly belongs?: (value: T, files: ReadonlySet<string>) => boolean;
}

interface OfFile {
  readonly evidenceId: string;
}
const ofFile = ({ evidenceId }: OfFile, files: ReadonlySet<string>): boolean => files.has(evidenceId);
const ofFileOrRule = (value: OfFile, files: ReadonlySet<string>): boolean =>
  ofFile(value, files) || isPageOwnerOfRule(value.evidenceId);

const CHECKS: { readonly [Store in CaseStoreName]: StoreCheck<LoupeSchema[Store]["value"]> } = {
  evidence: { check: evidence, key: ({ id }) => [id] },
  findings: {
    check: findingPage,
    key: ({ evidenceId, page }) => [evidenceId, page],
    belongs: ofFileOrRule,
  },
  rows: {
    check: packedRowPage,
    key: ({ evidenceId, page }) => [evidenceId, page],
    belongs: (page, files) =>
      ofFileOrRule(page, files) && [...filesOf(page)].every((file) => files.has(file)),
  },
  dispositions: { check: dispositionPage, key: ({ owner, page }) => [owner, page], belongs: isOnItsPage },
  exceptions: { check: storedException, key: ({ id }) => [id] },
  rules: { check: caseRule, key: ({ rule }) => [rule.rule_id] },
  ruleSets: { check: ruleSet, key: ({ key }) => [key] },
  ruleFiles: { check: ruleFile, key: ({ id }) => [id] },
  exceptionItems: { check: caseExceptionItem, key: ({ item }) => [exceptionItemKey(item)] },
  sightings: { check: termMatchPage, key: ({ evidenceId, ruleId }) => [evidenceId, ruleId], belongs: ofFile },
  events: { check: eventPage, key: ({ evidenceId, page }) => [evidenceId, page], belongs: ofFile },
  audit: { check: auditRecord, key: ({ id }) => [id] },
  guides: { check: guideProgress, key: ({ alertId }) => [alertId] },
  nearMisses: { check: nearMissRecord, key: ({ evidenceId }) => [evidenceId], belongs: ofFile },
};

export function isStoreOfCase(name: unknown): name is CaseStoreName {
  return typeof name === "string" && Object.hasOwn(CHECKS, name);
}

/**
 * Whether Loupe could have stored this.
 *
 * @param files ids of the files of the case, which come first
 */
export function isEntry({ store, key, value }: CaseFileEntry, files: ReadonlySet<string>): boolean {
  // The types of a store's check and of its values go together, which a variable store does not say.
  const { check, key: keyOf, belongs } = CHECKS[store] as unknown as StoreCheck<OfFile>;
  if (!check(value)) return false;
  const own = keyOf(value);
  if (own.length !== key.length || own.some((part, i) => part !== key[i])) return false;
  return belongs?.(value, files) ?? true;
}
