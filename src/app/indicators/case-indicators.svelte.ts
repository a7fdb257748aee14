import { type ExportedAlert, exportAlerts, isSequence } from "../../case/index.ts";
import type { FlatEvent } from "../../ecs/index.ts";
import { eventOf } from "../../scan/index.ts";
import { type Indicator, type IndicatorKind, Indicators } from "../../triage/index.ts";
import type { CaseState } from "../case/case-state.svelte.ts";

/** Whose indicators: of every alert that is no false positive, or of those alone that are true positives. */
export type IndicatorScope = "not false" | "true";

/** The indicators of a case, gathered when somebody asks for them: that reads the record of every alert. */
export class CaseIndicators {
  /** Null before they were gathered. */
  found: readonly Indicator[] | null = $state.raw(null);
  /** See `Indicators.left`. */
  left = $state(0);
  /** How far the gathering is; null while there is none. */
  running: { readonly total: number; done: number } | null = $state(null);
  scope: IndicatorScope = $state("not false");
  /** Null for all. */
  kind: IndicatorKind | null = $state(null);
  text = $state("");
  /** How many of each kind were found. */
  readonly counts: ReadonlyMap<IndicatorKind, number> = $derived.by(() => {
    const counts = new Map<IndicatorKind, number>();
    for (const { kind } of this.found ?? []) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    return counts;
  });
  readonly shown: readonly Indicator[] = $derived.by(() => {
    const word = this.text.trim().toLowerCase();
    return (this.found ?? []).filter(
      ({ kind, value }) =>
        (this.kind === null || kind === this.kind) && (word === "" || value.toLowerCase().includes(word)),
    );
  });
  #isStopped = false;
  readonly #case: CaseState;

  constructor(opened: CaseState) {
    this.#case = opened;
  }

  /** @throws DatabaseError if the findings cannot be read */
  async gather(): Promise<void> {
    if (this.running !== null) return;
    const { alerts, dispositions, exportSources } = this.#case;
    const wants = this.scope;
    const rows = alerts.inOrder().filter((row) => {
      const verdict = dispositions.get(alerts.columns.idAt(row))?.verdict;
      return wants === "true" ? verdict === "true positive" : verdict !== "false positive";
    });
    const gathered = new Indicators();
    this.#isStopped = false;
    this.running = { total: rows.length, done: 0 };
    const add = (alert: ExportedAlert): string => {
      gathered.add(eventsOf(alert), alert.row.time);
      return "";
    };
    try {
      for await (const done of exportAlerts(rows, { ...exportSources, missed: () => undefined }, add)) {
        if (this.#isStopped) return;
        this.running.done += done.length;
      }
      this.found = gathered.list();
      this.left = gathered.left;
      if (this.kind !== null && !this.counts.has(this.kind)) this.kind = null;
    } finally {
      this.running = null;
    }
  }

  stop(): void {
    this.#isStopped = true;
  }
}

function* eventsOf({ finding, event }: ExportedAlert): Generator<FlatEvent, void> {
  if (!isSequence(finding)) yield event;
  else for (const each of finding.events) if (each?.seen != null) yield eventOf(each.seen);
}
