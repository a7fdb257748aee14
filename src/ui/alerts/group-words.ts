import type { ListItem, Session } from "../../app/index.ts";
import { tacticsOf } from "../../rules/index.ts";

type Group = Extract<ListItem, { kind: "group" }>;

/** What the alerts of a field's empty value have in common. */
const NONE: Readonly<Record<string, string>> = {
  "host.name": "no host",
  "user.name": "no user",
  "process.name": "no process",
  "threat.tactic.name": "no tactic",
  "threat.technique.id": "no technique",
  day: "no time",
  tag: "no tag",
};

export function groupTitle({ field, values }: Group): string {
  return values.map((value) => (value === "" ? (NONE[field] ?? "none") : value)).join(", ");
}

/** What is known about a group besides its counts: of a rule, its tactics. */
export function groupNote({ field, firstRow }: Group, session: Session): string {
  if (field !== "rule.name") return "";
  const { columns } = session.case.alerts;
  const rule = session.case.rules.get(columns.text("ruleId").at(firstRow))?.rule;
  const tactics = tacticsOf(rule);
  const technique = rule?.threat.flatMap(({ technique: all }) => all.map(({ id }) => id))[0];
  return tactics.length === 0
    ? ""
    : ` · ${[tactics[0], technique].filter((part) => part !== undefined).join(" ")}`;
}
