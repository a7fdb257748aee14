import type { Fact } from "../../explain/index.ts";

/** The values by which an analyst knows an event, in the order in which they are read. */
const KEY: readonly (readonly [group: string, label: string])[] = [
  ["Who", "User"],
  ["Who", "SID"],
  ["Where", "Host"],
  ["Process", "Command line"],
  ["Process", "Executable"],
  ["Parent", "Command line"],
  ["Parent", "Name"],
  ["Target process", "Executable"],
  ["Target process", "Access"],
  ["Registry", "Path"],
  ["Registry", "Data"],
  ["Registry", "Data before"],
  ["File", "Path"],
  ["Library", "Path"],
  ["Network", "To"],
  ["Network", "DNS name"],
  ["Target account", "User"],
  ["Group", "Name"],
  ["Logon", "Type"],
  ["Logon", "Reason"],
  ["Service", "Name"],
  ["Service", "Path"],
  ["Task", "Name"],
  ["Object", "Name"],
  ["Object", "Access"],
  ["Malware", "Name"],
];

/** The facts that are shown at once. A SID is one of them only if there is something to say about it. */
export function keyFacts(facts: readonly Fact[]): readonly Fact[] {
  return KEY.flatMap(([group, label]) =>
    facts.filter(
      (fact) =>
        fact.group === group && fact.label === label && (label !== "SID" || fact.explanation !== undefined),
    ),
  );
}

/** Groups whose labels say enough by themselves. */
const PLAIN: ReadonlySet<string> = new Set(["When", "Who", "Where", "Hashes"]);

/** What a fact is called outside its group: `Registry data`. */
export function factLabel({ group, label }: Fact): string {
  if (PLAIN.has(group)) return label;
  return label === "Executable" && group === "Process" ? "Process" : `${group} ${decapitalised(label)}`;
}

/** Abbreviations keep their capitals. */
function decapitalised(label: string): string {
  return /^[A-Z][a-z]/.test(label) ? label[0]!.toLowerCase() + label.slice(1) : label;
}
