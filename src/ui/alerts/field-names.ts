/** What the fields of the list are called, by the names that `LIST_FIELDS` gives them. */
export const FIELD_NAMES: Readonly<Record<string, string>> = {
  severity: "Severity",
  "host.name": "Host",
  "user.name": "User",
  "process.name": "Process",
  "rule.name": "Rule",
  "threat.tactic.name": "Tactic",
  "threat.technique.id": "Technique",
  source: "Source",
  status: "Status",
  verdict: "Verdict",
  evidence: "File",
  day: "Day",
  tag: "Tag",
};
