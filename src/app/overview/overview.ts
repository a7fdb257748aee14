import type { AlertColumns, Status, Verdict } from "../../case/index.ts";
import { hostKey } from "../../ecs/index.ts";
import type { RowNumbers } from "../../columns/index.ts";
import type { Rule, Severity } from "../../rules/index.ts";
import { SEVERITIES, tacticsOf } from "../list/list-fields.ts";

/** What the overview needs to know of the case besides its alerts. */
export interface OverviewSources {
  readonly columns: AlertColumns;
  /** A rule of the case, by its id. */
  readonly ruleOf: (ruleId: string) => Rule | undefined;
  /** What was decided about alerts, by the numbers of their rows. */
  readonly decided: {
    get(row: number): { readonly status: Status; readonly verdict: Verdict } | undefined;
  };
}

/** An alert that is worth to be looked at first. */
export interface FirstLook {
  readonly row: number;
  readonly severity: Severity;
  /** How many other rules raised an alert on the same host within an hour. */
  readonly company: number;
  /** How many alerts the rule raised in all. */
  readonly ofRule: number;
}

export interface Overview {
  readonly alerts: number;
  /** Those without a verdict. */
  readonly open: number;
  readonly falsePositives: number;
  /** Alerts of each severity, in the order of `SEVERITIES`. */
  readonly bySeverity: readonly number[];
  /** Hosts with an alert that is no false positive, each in the spelling that came first, most alerts first. */
  readonly hosts: readonly (readonly [host: string, alerts: number])[];
  /** Tactics of the rules with alerts, most alerts first. An alert of a rule with two tactics counts for both. */
  readonly tactics: readonly { readonly name: string; readonly alerts: number; readonly worst: Severity }[];
  /** What to look at first: open alerts, one for each rule and host. */
  readonly first: readonly FirstLook[];
}

const NEAR_MS = 60 * 60_000;
const MOST_FIRST = 6;
/** Pairs of rule and host that are compared. Of more, those with the worst alerts are. */
const MOST_PAIRS = 5000;

/** Sums up the alerts of a case. */
export function overviewOf(rows: RowNumbers, { columns, ruleOf, decided }: OverviewSources): Overview {
  const ruleIds = columns.text("ruleId");
  const hostColumn = columns.text("host");
  const rules = ruleIds.texts.all.map(ruleOf);
  const bySeverity = SEVERITIES.map(() => 0);
  const tactics = new Map<string, { alerts: number; worst: number }>();
  const hostKeys = hostColumn.texts.all.map(hostKey);
  const hosts = new Map<string, { name: string; alerts: number }>();
  const ofRule = new Uint32Array(rules.length);
  const pairs = new Map<string, { row: number; severity: number; rule: number; host: string }>();
  let open = 0;
  let falsePositives = 0;
  for (const row of rows) {
    const code = ruleIds.codeAt(row);
    const rule = rules[code];
    const severity = SEVERITIES.indexOf(columns.extrasAt(row).severity ?? rule?.severity ?? "low");
    bySeverity[severity]!++;
    ofRule[code]!++;
    for (const tactic of tacticsOf(rule)) {
      const known = tactics.get(tactic);
      if (known === undefined) tactics.set(tactic, { alerts: 1, worst: severity });
      else {
        known.alerts++;
        known.worst = Math.max(known.worst, severity);
      }
    }
    const decision = decided.get(row);
    if (decision?.verdict === "false positive") {
      falsePositives++;
      continue;
    }
    const key = hostKeys[hostColumn.codeAt(row)]!;
    if (key !== "") {
      const host = hosts.get(key);
      if (host === undefined) hosts.set(key, { name: hostColumn.at(row), alerts: 1 });
      else host.alerts++;
    }
    if ((decision?.status ?? "open") === "closed") continue;
    open++;
    const pair = `${code}/${key}`;
    // A rule can give its alerts different severities.
    if (severity > (pairs.get(pair)?.severity ?? -1))
      pairs.set(pair, { row, severity, rule: code, host: key });
  }
  return {
    alerts: rows.length,
    open,
    falsePositives,
    bySeverity,
    hosts: [...hosts.values()].sort((a, b) => b.alerts - a.alerts).map(({ name, alerts }) => [name, alerts]),
    tactics: [...tactics]
      .map(([name, { alerts, worst }]) => ({ name, alerts, worst: SEVERITIES[worst]! }))
      .sort((a, b) => b.alerts - a.alerts),
    first: firstLooks(worst([...pairs.values()]), columns, ofRule),
  };
}

interface Pair {
  readonly row: number;
  readonly severity: number;
  readonly rule: number;
  readonly host: string;
}

/** As many pairs as are compared. Comparing takes time, so evidence must not decide how many there are. */
function worst(pairs: readonly Pair[]): readonly Pair[] {
  if (pairs.length <= MOST_PAIRS) return pairs;
  return [...pairs].sort((a, b) => b.severity - a.severity || a.row - b.row).slice(0, MOST_PAIRS);
}

/** The worst first; of equals, those with most company, and then those of the rarest rule. */
function firstLooks(pairs: readonly Pair[], columns: AlertColumns, ofRule: Uint32Array): FirstLook[] {
  const byHost = new Map<string, Pair[]>();
  for (const pair of pairs) {
    const others = byHost.get(pair.host);
    if (others === undefined) byHost.set(pair.host, [pair]);
    else others.push(pair);
  }
  const company = ({ row, rule, host }: Pair): number => {
    const time = columns.timeAt(row);
    const near = byHost
      .get(host)!
      .filter((other) => other.rule !== rule && Math.abs(columns.timeAt(other.row) - time) <= NEAR_MS);
    return new Set(near.map((other) => other.rule)).size;
  };
  return pairs
    .map((pair) => ({
      pair,
      look: {
        row: pair.row,
        severity: SEVERITIES[pair.severity]!,
        company: company(pair),
        ofRule: ofRule[pair.rule]!,
      },
    }))
    .sort(
      (a, b) =>
        b.pair.severity - a.pair.severity ||
        b.look.company - a.look.company ||
        a.look.ofRule - b.look.ofRule ||
        a.pair.row - b.pair.row,
    )
    .slice(0, MOST_FIRST)
    .map(({ look }) => look);
}
