import { type CaseRule, type KeptRules, packOf } from "../../case/index.ts";
import { compareText } from "../../columns/index.ts";

/** The rules of a pack, and what they are kept as for new cases. */
export interface Pack extends Pick<KeptRules, "id" | "name"> {
  readonly rules: readonly CaseRule[];
}

/** The packs of a case, by name: those from files first, then what was written in it, then what is built in. */
export function packsOf(rules: readonly CaseRule[]): Pack[] {
  const packs = new Map<
    string,
    { readonly kind: string; readonly name: string; readonly rules: CaseRule[] }
  >();
  for (const caseRule of rules) {
    const { kind } = caseRule.origin;
    const name = packOf(caseRule);
    // A file may be called like what the page calls the other packs.
    const id = `${kind === "file" ? "pack" : kind}:${name}`;
    const known = packs.get(id);
    if (known === undefined) packs.set(id, { kind, name, rules: [caseRule] });
    else known.rules.push(caseRule);
  }
  const rank = (kind: string): number => ["file", "own", "builtin"].indexOf(kind);
  return [...packs]
    .sort(([, a], [, b]) => rank(a.kind) - rank(b.kind) || compareText(a.name, b.name))
    .map(([id, { name, rules: ofPack }]) => ({ id, name, rules: ofPack }));
}

/** What a single rule is kept as. */
export function keptAs({ rule }: CaseRule): Pick<KeptRules, "id" | "name"> {
  return { id: `rule:${rule.rule_id}`, name: rule.name.trim().slice(0, 200) || rule.rule_id.slice(0, 200) };
}

/** What a choice of rules is kept as: each choice by itself. @param id makes it unique */
export function choiceKeptAs(rules: readonly CaseRule[], id: string): Pick<KeptRules, "id" | "name"> {
  const [first] = rules;
  if (rules.length === 1) return keptAs(first!);
  return {
    id: `choice:${id}`,
    name: `${rules.length} rules: ${first?.rule.name.slice(0, 100) ?? ""} and others`,
  };
}
