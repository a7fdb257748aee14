import { describe, expect, it } from "vitest";
import { classify } from "../../../src/scan/index.ts";
import { holdsRules, looksLikeRules, readRuleFile } from "../../../src/rules/files/index.ts";
import type { RuleFileForm } from "../../../src/rules/problem.ts";
import { RULE_FILE_READERS } from "../../../src/rules/files/rule-file-readers.ts";
import { zip } from "../../support/zip.ts";
import { bytes, rule, toml } from "./samples.ts";

/** A file of each form with the rule `r1`. */
const FILES: Readonly<Record<RuleFileForm, string>> = { toml: toml("r1"), ndjson: rule() };

describe.each(RULE_FILE_READERS.map((reader) => [reader.form, reader] as const))(
  "a %s file",
  (form, reader) => {
    const content = bytes(FILES[form]);

    it("is recognised, and read as rules", async () => {
      expect(looksLikeRules(content, "any name")).toBe(form);
      expect(classify(content, "any name")).toBe("rules");
      const { rules, problems } = await readRuleFile(new Blob([content]), "any name");
      expect([rules.map(({ rule: { rule_id } }) => rule_id), problems]).toEqual([["r1"], []]);
    });

    it.each(reader.extensions)(
      "is found in an archive as a member with the extension %s",
      async (extension) => {
        for (const name of [`rules/a${extension}`, `A${extension.toUpperCase()}`]) {
          const archive = new Blob([zip([{ path: name, data: FILES[form] }])]);
          expect(await holdsRules(archive)).toBe(true);
          const { rules, skipped } = await readRuleFile(archive, "rules.zip");
          expect(rules.map(({ rule: { rule_id }, file }) => [rule_id, file])).toEqual([["r1", name]]);
          expect(skipped.otherFiles).toBe(0);
        }
      },
    );
  },
);
