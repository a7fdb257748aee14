import type { AlertColumns, Status, Verdict } from "../../case/index.ts";
import { hostKey } from "../../ecs/index.ts";
import type { RowNumbers } from "../../columns/index.ts";
import type { Rule, Severity } from "../../rules/index.ts";
import { tacticsOf } from "../../rules/index.ts";
import { SEVERITIES } from "../list/list-fields.ts";

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
  const { keys: hostKeys, numbers: hostNumbers } = numberedHosts(hostColumn.texts.all);
  /** By number of the host; the name is the spelling that came first. */
  const hosts: { readonly name: string; alerts: number }[] = [];
  const hostOrder: number[] = [];
  const ofRule = new Uint32Array(rules.length);
  const ruleOrder: number[] = [];
  const severityOf = rules.map((rule) => SEVERITIES.indexOf(rule?.severity ?? "low"));
  const worstOf = new Int8Array(rules.length).fill(-1);
  const { extras } = columns;
  /** By rule and host in one number: a million alerts are too many for a text of each. */
  const pairs = new Map<number, Pair>();
  let open = 0;
  let falsePositives = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const code = ruleIds.codeAt(row);
    const own = extras.size === 0 ? undefined : extras.get(row)?.severity;
    const severity = own === undefined ? severityOf[code]! : SEVERITIES.indexOf(own);
    bySeverity[severity]!++;
    if (ofRule[code]!++ === 0) ruleOrder.push(code);
    if (severity > worstOf[code]!) worstOf[code] = severity;
    const decision = decided.get(row);
    if (decision?.verdict === "false positive") {
      falsePositives++;
      continue;
    }
    const number = hostNumbers[hostColumn.codeAt(row)]!;
    const host = hosts[number];
    if (host !== undefined) host.alerts++;
    else if (hostKeys[number] !== "") {
      hosts[number] = { name: hostColumn.at(row), alerts: 1 };
      hostOrder.push(number);
    }
    if (decision?.status === "closed") continue;
    open++;
    const pair = code * hostKeys.length + number;
    // A rule can give its alerts different severities.
    if (severity > (pairs.get(pair)?.severity ?? -1))
      pairs.set(pair, { row, severity, rule: code, host: hostKeys[number]! });
  }
  const tactics = new Map<string, { alerts: number; worst: number }>();
  for (const code of ruleOrder)
    for (const tactic of tacticsOf(rules[code])) {
      const { alerts, worst } = tactics.get(tactic) ?? { alerts: 0, worst: -1 };
      tactics.set(tactic, { alerts: alerts + ofRule[code]!, worst: Math.max(worst, worstOf[code]!) });
    }
  return {
    alerts: rows.length,
    open,
    falsePositives,
    bySeverity,
    hosts: hostOrder
      .map((number) => hosts[number]!)
      .sort((a, b) => b.alerts - a.alerts)
      .map(({ name, alerts }) => [name, alerts]),
    tactics: [...tactics]
      .map(([name, { alerts, worst }]) => ({ name, alerts, worst: SEVERITIES[worst]! }))
      .sort((a, b) => b.alerts - a.alerts),
    first: firstLooks(worst([...pairs.values()]), columns, ofRule),
  };
}

/** Spellings of one host have one number: the keys are by number, and the numbers by the code of the spelling. */
function numberedHosts(spellings: readonly string[]): {
  readonly keys: string[];
  readonly numbers: Uint32Array;
} {
  const keys: string[] = [];
  const known = new Map<string, number>();
  const numbers = Uint32Array.from(spellings, (spelling) => {
    const key = hostKey(spelling);
    const number = known.get(key) ?? keys.length;
    if (number === keys.length) known.set(key, keys.push(key) - 1);
    return number;
  });
  return { keys, numbers };
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
