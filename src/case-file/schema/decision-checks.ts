import {
  alertNameOf,
  type AuditDetail,
  type AuditRecord,
  type CaseExceptionItem,
  type CaseRule,
  type Decided,
  type DecisionCount,
  type DispositionPage,
  dispositionPlace,
  EXCEPTION_OPERATORS,
  type ExceptionCondition,
  type GuideProgress,
  idOfName,
  type Named,
  type RuleFileReport,
  type RuleOrigin,
  type RuleSetRecord,
  STEP_STATES,
  type StepProgress,
  type StoredException,
  unpackDispositions,
} from "../../case/index.ts";
import {
  type Check,
  either,
  flag,
  instance,
  list,
  nullable,
  number,
  object,
  oneOf,
  optional,
  text,
  tuple,
  whole,
} from "./checks.ts";
import { readSettings } from "./evidence-checks.ts";
import { exceptionItem, rule } from "./rule-checks.ts";

/** What analysts decided, and with which rules. */

const texts = list(text);
const status = oneOf("open", "acknowledged", "closed");
const verdict = oneOf("", "true positive", "false positive");

const decided = object<Decided>({
  status,
  verdict,
  note: text,
  tags: optional(texts),
  by: optional(text),
  changedAt: number,
});
const dispositions = object<DispositionPage>({
  caseId: text,
  owner: text,
  page: whole,
  values: list(decided),
  texts,
  offsets: instance<DispositionPage["offsets"]>(Float64Array),
  columns: instance<DispositionPage["columns"]>(Uint32Array),
  others: list(tuple(text, whole)),
});

/** The columns must be as long as they have to be, and name texts and values that there are. */
export const dispositionPage: Check<DispositionPage> = (value): value is DispositionPage => {
  if (!dispositions(value)) return false;
  const { values, texts, offsets, columns, others } = value;
  const { length } = offsets;
  return (
    columns.length === 3 * length &&
    columns.subarray(0, 2 * length).every((code) => code < texts.length) &&
    columns.subarray(2 * length).every((code) => code < values.length) &&
    others.every(([, code]) => code < values.length)
  );
};

/** Whether what a page says is about alerts that belong there, each once: a page is found by the id of an alert. */
export function isOnItsPage(page: DispositionPage): boolean {
  const ids = new Set<string>();
  return unpackDispositions(page).every(([name]) => {
    const id = idOfName(name);
    const place = dispositionPlace(alertNameOf(id));
    const isHere = place.owner === page.owner && place.page === page.page && !ids.has(id);
    ids.add(id);
    return isHere;
  });
}

const decisions = list(object<DecisionCount>({ status, verdict, alerts: whole }));
const named = object<Named>({ count: whole, names: texts });
const step = oneOf(...STEP_STATES);

/** The page has words for these. */
const detail = either<AuditDetail>(
  object({ kind: oneOf("note"), before: nullable(text), after: text }),
  object({ kind: oneOf("tags"), added: texts, removed: texts }),
  object({ kind: oneOf("step"), step: text, before: step, after: step }),
  object({ kind: oneOf("step-note"), step: text, before: text, after: text }),
  object({
    kind: oneOf("exception-added", "exception-removed"),
    rule: text,
    conditions: texts,
    why: text,
    expires: text,
  }),
  object({ kind: oneOf("rules-enabled", "rules-disabled", "rules-removed"), rules: named }),
  object({ kind: oneOf("rules-added"), files: named, added: whole, replaced: whole, exceptions: whole }),
  object({ kind: oneOf("rule-written"), rule: text }),
  object({ kind: oneOf("files-added"), files: named }),
  object({ kind: oneOf("file-removed"), file: text, sha256: text, alerts: whole, judged: whole }),
  object({ kind: oneOf("file-settings"), file: text, before: readSettings, after: readSettings }),
  object({ kind: oneOf("case-renamed", "report-summary", "report-name"), before: text, after: text }),
  object({ kind: oneOf("report-sections"), on: texts, off: texts }),
  object({ kind: oneOf("report-hunt"), hunt: text, added: flag }),
  object({ kind: oneOf("exported"), what: text, extent: text }),
  object({ kind: oneOf("case-imported"), file: text }),
  object({
    kind: oneOf("case-merged"),
    file: text,
    name: text,
    files: whole,
    alerts: whole,
    decisions: whole,
  }),
  object({ kind: oneOf("merge-differs") }),
);

export const auditRecord = object<AuditRecord>({
  caseId: text,
  id: text,
  at: number,
  by: text,
  detail: optional(detail),
  alerts: whole,
  alertIds: texts,
  before: decisions,
  after: decisions,
  undoes: optional(text),
});

export const guideProgress = object<GuideProgress>({
  alertId: text,
  steps: list(object<StepProgress>({ key: text, state: step, note: text, changedAt: number })),
  changedAt: number,
});

export const storedException = object<StoredException>({
  id: text,
  caseId: text,
  ruleId: text,
  entries: list(
    object<ExceptionCondition>({ field: text, operator: oneOf(...EXCEPTION_OPERATORS), value: text }),
  ),
  why: text,
  expires: text,
  createdAt: number,
});

const origin = either<RuleOrigin>(
  object({ kind: oneOf("builtin", "own") }),
  object({ kind: oneOf("file"), name: text, archive: optional(text) }),
);

export const caseRule = object<CaseRule>({
  caseId: text,
  rule,
  origin,
  on: flag,
  changedAt: number,
  notes: optional(texts),
  pending: optional(flag),
});

export const ruleSet = object<RuleSetRecord>({ caseId: text, key: text, decisions: texts });

export const ruleFile = object<RuleFileReport>({
  caseId: text,
  id: text,
  name: text,
  addedAt: number,
  added: whole,
  replaced: whole,
  unchanged: whole,
  exceptionItems: whole,
  skipped: object<RuleFileReport["skipped"]>({ connectors: whole, otherFiles: whole }),
  problems: list(object<RuleFileReport["problems"][number]>({ file: text, message: text })),
});

export const caseExceptionItem = object<CaseExceptionItem>({
  caseId: text,
  item: exceptionItem,
  file: text,
});
