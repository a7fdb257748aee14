import fc from "fast-check";
import { readFileSync, readdirSync, existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { looksLikeRules } from "../../../src/rules/files/index.ts";
import { HEAD_BYTES } from "../../../src/rules/files/limits.ts";
import { bytes, details, event, exceptions, item, list, rule, toml, utf16 } from "./samples.ts";
import { zip } from "../../support/zip.ts";

const looks = (text: string, name = "file") => looksLikeRules(bytes(text), name);

describe("looksLikeRules", () => {
  it.each([
    ["a rule file", toml("a"), "toml"],
    ["a rule file with CRLF", toml("a").replaceAll("\n", "\r\n"), "toml"],
    ["a rule file that begins with its rule", '[rule]\nrule_id = "a"\n', "toml"],
    [
      "a rule file whose note shows a policy",
      '[metadata]\nmaturity = "production"\n\n[rule]\nnote = """\nThe policy:\n{\n  "Version": "2012"\n}\n"""\n',
      "toml",
    ],
    ["a transform before anything else", "[[transform.osquery]]\nlabel = 'x'\n", "toml"],
    ["metadata whose rule is behind what is looked at", '[metadata]\nmaturity = "production"\n', "toml"],
    ["exceptions", exceptions, "toml"],
    ["a Kibana export", `${rule()}\n${list}\n${item}\n${details}\n`, "ndjson"],
    [
      "a rule of a kind that is not known, with enough marks",
      rule({ type: "new", severity: "low", risk_score: 1, tags: [], from: "now" }),
      "ndjson",
    ],
    ["a formatted rule", JSON.stringify(JSON.parse(rule()), null, 2), "ndjson"],
    ["a list of rules", `[\n  ${rule()}]`, "ndjson"],
    ["the answer to a search", `{"page":1,"perPage":20,"total":1,"data":[${rule()}]}`, "ndjson"],
    ["an export whose first line is cut", `${rule().slice(0, 40)}\n${rule()}\n${details}\n`, "ndjson"],
    ["an exception list", list, "ndjson"],
    ["an exception item", item, "ndjson"],
    ["an export of nothing", details, "ndjson"],
    ["a rule of Elastic's package", `{"attributes":${rule()},"id":"r1_1","type":"security-rule"}`, "ndjson"],
  ])("knows %s, in UTF-8 and UTF-16 with their marks", (_, text, kind) => {
    expect(looks(text)).toBe(kind);
    expect(looks(`\uFEFF${text}`)).toBe(kind);
    for (const littleEndian of [true, false]) {
      expect(looksLikeRules(utf16(text, littleEndian), "file")).toBe(kind);
    }
  });

  it.each([
    ["an event", event],
    ["a list of events", `[${event}]`],
    ["events whose first line is cut", `${event.slice(0, 30)}\n${event}\n${rule()}\n`],
    ["an event with the keys of a rule", rule({ "@timestamp": "2024-01-02T03:04:05Z", severity: "low" })],
    ["an alert", JSON.stringify({ "kibana.alert.rule.rule_id": "r", ...JSON.parse(rule()) })],
    ["a nested alert", rule({ kibana: { alert: { rule: { rule_id: "r" } } } })],
    ["a signal of Kibana 7", rule({ signal: { rule: { rule_id: "r" } } })],
    [
      "a search response",
      `{"took":1,"hits":{"total":{"value":1},"hits":[{"_index":"a","_source":${rule()}}]}}`,
    ],
    ["a hit", `{"_index":"a","_id":"1","_source":${rule()}}`],
    ["an event whose message is a rule", JSON.stringify({ message: rule(), "event.code": 1 })],
    ["an alert of another product", '{"rule_id":"r","name":"n","type":"process_start","severity":"low"}'],
    ["an empty answer", '{"page":1,"perPage":20,"total":0,"data":[]}'],
    ["a connector", '{"attributes":{"name":"mail"},"type":"action","id":"c"}'],
    ["an empty list", "[]"],
    ["an empty file", ""],
    ["text", "Just some text. [rule]\n"],
    ["log lines with a table's name in one", 'level=info msg="x"\nlevel=info msg="[rule]"\n'],
    ["a Python project", '[project]\nname = "x"\n[tool.rule]\na = 1\n'],
    ["a setup.cfg", "[metadata]\nname = x\n"],
    ["CSV", "rule_id,name,type\nr,n,eql\n"],
    ["broken JSON", '{"rule_id" "r"}'],
  ])("does not take %s for rules", (_, text) => {
    expect(looks(text)).toBeNull();
  });

  it("takes the name as a hint for nothing but bare metadata", () => {
    const text = '[metadata]\nintegration = ["windows"]\n';
    expect([looks(text, "a.cfg"), looks(text, "a.TOML")]).toEqual([null, "toml"]);
    expect(looks(event, "a.toml")).toBeNull();
    expect(looks(toml("a"), "evidence.json")).toBe("toml");
  });

  it("says only that a zip archive is one", () => {
    expect(looksLikeRules(zip([{ path: "a", data: "b" }]), "a.toml")).toBe("zip");
    expect(looksLikeRules(zip([]), "")).toBe("zip");
    expect(looks("PK\x05")).toBeNull();
  });

  it("knows a rule that is longer than what is looked at", () => {
    const kibana = {
      id: "1",
      name: "n",
      tags: [],
      interval: "5m",
      enabled: true,
      description: "d",
      risk_score: 21,
      severity: "low",
      note: "x".repeat(HEAD_BYTES),
      rule_id: "r",
      type: "eql",
      query: "any where true",
    };
    expect(looksLikeRules(bytes(JSON.stringify(kibana)).subarray(0, HEAD_BYTES), "f")).toBe("ndjson");
    const long = { message: "x".repeat(HEAD_BYTES), ...kibana };
    expect(looksLikeRules(bytes(JSON.stringify(long)).subarray(0, HEAD_BYTES), "f")).toBeNull();
  });

  it("is never wrong about an event, wherever it is cut off", () => {
    const keys = fc.constantFrom(
      "rule_id",
      "name",
      "type",
      "query",
      "severity",
      "list_id",
      "entries",
      "attributes",
    );
    const more = fc.dictionary(keys, fc.oneof(fc.constantFrom("eql", "security-rule"), fc.jsonValue()));
    fc.assert(
      fc.property(more, fc.nat(), (fields, cut) => {
        const text = JSON.stringify({ "@timestamp": "2024-01-02T03:04:05Z", ...fields });
        // From the end of the first key on, that it is an event can be known.
        const head = text.slice(0, 43 + (cut % text.length));
        expect(looks(head)).toBeNull();
      }),
    );
  });

  it("reads any head and never throws", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (head, name) => {
        expect(["toml", "ndjson", "zip", null]).toContain(looksLikeRules(head, name));
      }),
    );
    for (const part of [
      "[",
      "{",
      '{"a":',
      "\n",
      "# x\n",
      " ",
      "[rule",
      '"',
      "\\",
      "a=",
      "[[a]]\n",
      "\0",
      "- ",
    ]) {
      const head = bytes(part.repeat(HEAD_BYTES).slice(0, HEAD_BYTES));
      expect(["toml", "ndjson", null]).toContain(looksLikeRules(head, "x.toml"));
    }
  });
});

const EVIDENCE = "../shared/evidence";

describe.skipIf(!existsSync(EVIDENCE))("looksLikeRules, over evidence", () => {
  it("takes none of it for rules", () => {
    const files = readdirSync(EVIDENCE, { recursive: true, encoding: "utf8" }).map((path) =>
      join(EVIDENCE, path),
    );
    const heads = files
      .filter((path) => statSync(path).isFile())
      .map((path) => [path, readFileSync(path)] as const);
    expect(heads.length).toBeGreaterThan(10);
    for (const [path, content] of heads) {
      const kind = looksLikeRules(content.subarray(0, HEAD_BYTES), path);
      // A workbook is a zip archive too: the archive reader decides what it holds.
      const isZip = content.subarray(0, 4).toString("latin1") === "PK\x03\x04";
      const isTar = /\.(?:tar\.gz|tgz|tar)$/.test(path);
      expect([path, kind]).toEqual([path, isZip ? "zip" : isTar ? "tar" : null]);
    }
  });
});
