import type { Method, RuleSection } from "../../export/index.ts";
import { LANGUAGES } from "../../rules/index.ts";
import { sha256Hex } from "../../scan/index.ts";
import { count, reportWords, unsupportedSentence, zoneWords } from "../../wording/index.ts";
import type { Session } from "../session.svelte.ts";

/** Rules that a report lists, and those that could not run. */
const MOST_RULES = 3000;
const MOST_NOT_RUN = 200;

export function methodOf({ case: opened, events }: Session): Method {
  const { rules, evidence } = opened;
  const zones = new Map<string, number>();
  for (const { zone } of evidence) {
    if (zone === null) continue;
    const name = zoneWords(zone);
    zones.set(name, (zones.get(name) ?? 0) + 1);
  }
  const { events: all, indexed } = events.coverage;
  const facts = {
    rulesRun: rules.running.length,
    sequences: rules.sequences.length,
    disabled: rules.list.filter(({ on }) => !on).length,
    ruleFiles: rules.files.map(({ name }) => name),
    zones: [...zones],
    carved: evidence.filter(({ reading }) => reading?.carve === true).length,
    locked: evidence.filter(({ locked = 0 }) => locked > 0).length,
    indexed,
    events: all,
  };
  return { paragraphs: reportWords.methodPhrases(facts), settings: reportWords.methodSettings(facts) };
}

export function rulesOf({ case: opened, view }: Session): RuleSection {
  const { rules } = opened;
  const alerts = new Map(view.ruleCounts);
  const running = rules.running.map(({ rule }) => rule);
  const notRun = rules.list.flatMap(({ rule }) => {
    const compiled = rules.runnable(rule);
    return compiled.state === "unsupported" ? [{ name: rule.name, why: unsupportedSentence(compiled) }] : [];
  });
  const disabled = rules.list.length - running.length - notRun.length;
  const ordered = running.toSorted(
    (a, b) =>
      (alerts.get(b.rule_id) ?? 0) - (alerts.get(a.rule_id) ?? 0) ||
      (a.name < b.name ? -1 : a.name > b.name ? 1 : a.rule_id < b.rule_id ? -1 : 1),
  );
  return {
    intro: reportWords.rulesIntro(running.length),
    rules: ordered.slice(0, MOST_RULES).map((rule) => ({
      name: rule.name,
      id: rule.rule_id,
      version: rule.version === undefined ? "" : String(rule.version),
      language: LANGUAGES.get(rule.language)?.name ?? rule.language,
      origin: reportWords.originWords(rules.get(rule.rule_id)!.origin),
      sha256: sha256Hex(new TextEncoder().encode(rule.query)),
      alerts: count(alerts.get(rule.rule_id) ?? 0),
    })),
    notRun: notRun.sort((a, b) => (a.name < b.name ? -1 : 1)).slice(0, MOST_NOT_RUN),
    notes: reportWords.ruleNotes(
      Math.max(0, running.length - MOST_RULES),
      Math.max(0, notRun.length - MOST_NOT_RUN),
      Math.max(0, disabled),
    ),
  };
}
