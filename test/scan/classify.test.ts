import { describe, expect, it } from "vitest";
import { type ArchiveClass, classify, classifyArchive } from "../../src/scan/index.ts";
import { event, rule, toml } from "../rules/files/samples.ts";
import { registryDocument } from "../support/documents.ts";
import { ndjson } from "../support/scan.ts";
import { type Part, zip } from "../support/zip.ts";

const head = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("classify", () => {
  it("recognises rules by their content, and treats everything else as evidence", () => {
    expect(classify(head(toml("r1")), "a.toml")).toBe("rules");
    expect(classify(head(rule()), "log.json")).toBe("rules");
    expect(classify(head(event), "rules.ndjson")).toBe("evidence");
    expect(classify(new Uint8Array(0), "a.toml")).toBe("evidence");
    expect(classify(zip([{ path: "a", data: event }]), "a.ndjson")).toBe("archive");
  });
});

describe("classifyArchive", () => {
  const RULE: Part = { path: "a.toml", data: toml("r1") };
  const LOG: Part = { path: "log.ndjson", data: ndjson([registryDocument()]) };

  it.each<[string, ArchiveClass, Part[]]>([
    ["a rule", "rules", [RULE, { path: "README.md", data: "# Rules" }]],
    ["an event", "evidence", [LOG]],
    ["a rule and an event", "both", [LOG, RULE]],
    ["a rule and a log behind a password", "both", [RULE, { path: "b.evtx", data: "x", encrypted: true }]],
    ["a rule and an archive that contains an event", "both", [RULE, { path: "logs.zip", data: zip([LOG]) }]],
    ["neither", "evidence", [{ path: "README.md", data: "# Nothing" }]],
    ["nothing", "evidence", []],
  ])("classifies an archive with %s: %s", async (_, answer, parts) => {
    expect(await classifyArchive(new Blob([zip(parts)]))).toBe(answer);
  });
});
