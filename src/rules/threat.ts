import { objects, own, text } from "./untyped-values.ts";
import type { Threat, ThreatEntry } from "./rule.ts";

/** Reads a rule's ATT&CK entries. A tactic may have no techniques, and a technique no subtechniques. */
export function threatsFrom(raw: unknown): Threat[] {
  return objects(raw).map((threat) => ({
    framework: text(own(threat, "framework")),
    tactic: entryFrom(own(threat, "tactic")),
    technique: objects(own(threat, "technique")).map((technique) => ({
      ...entryFrom(technique),
      subtechnique: objects(own(technique, "subtechnique")).map(entryFrom),
    })),
  }));
}

function entryFrom(raw: unknown): ThreatEntry {
  return { id: text(own(raw, "id")), name: text(own(raw, "name")), reference: text(own(raw, "reference")) };
}
