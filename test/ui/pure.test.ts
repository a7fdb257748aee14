import { describe, expect, it } from "vitest";
import { alternatives, bytes, count, duration, utc } from "../../src/wording/format.ts";
import { visiblePieces } from "../../src/explain/index.ts";
import { tooltip } from "../../src/ui/common/visible-text.ts";
import { indexNote } from "../../src/ui/detail/index-pattern.ts";

describe("visiblePieces", () => {
  it("keeps the layout of a text with several lines, and marks characters that would reverse it", () => {
    const query = ' any where\n\tuser.name == "a\u202eb"\r\n';
    const pieces = visiblePieces(query, true);
    expect(pieces.map(({ text }) => text).join("")).toBe(query);
    expect(pieces.filter(({ shown }) => shown !== undefined)).toEqual([{ text: "\u202e", shown: "U+202E" }]);
  });

  const shown = (text: string): string =>
    visiblePieces(text)
      .map((piece) => piece.shown ?? piece.text)
      .join("");

  it("loses nothing", () => {
    const text = " a\0b\u202Ec\r\nd\u200B\uD800\u00A0 é 🔍 \\x\\y/z,\u{E0041}\u034F ";
    expect(
      visiblePieces(text)
        .map((piece) => piece.text)
        .join(""),
    ).toBe(text);
  });

  it("makes invisible characters visible", () => {
    expect(shown("a\0b\tc\u001b[31m\u007f")).toBe("a␀b␉c␛[31m␡");
    expect(shown("exe.\u202Etxt")).toBe("exe.U+202Etxt");
    expect(shown("a\u200Bb\uFEFF\u00A0c\u3164")).toBe("aU+200BbU+FEFF U+00A0cU+3164");
    expect(shown(" a b ")).toBe("␣a b␣");
    expect(shown("\uD800x")).toBe("U+D800x");
  });

  it("leaves ordinary text in any language unchanged", () => {
    for (const text of ["plain", "größer", "日本語", "שלום", "مرحبا", "🔍👩‍💻".replace("\u200D", "")]) {
      expect(visiblePieces(text).every((piece) => piece.shown === undefined)).toBe(true);
    }
  });

  it("allows line breaks after the separators of a path", () => {
    expect(visiblePieces("C:\\a\\b").map((piece) => [piece.text, piece.breakAfter])).toEqual([
      ["C:\\", true],
      ["a\\", true],
      ["b", undefined],
    ]);
  });
});

describe("tooltip", () => {
  it("has signs for what would be hidden or would rearrange its neighbours", () => {
    expect(tooltip("invoice\u202Egnp.exe\n ")).toBe("invoiceU+202Egnp.exe␊␣");
    expect(tooltip("C:\\größer\\日本語")).toBe("C:\\größer\\日本語");
  });

  it("is short, whatever the evidence says", () => {
    expect(tooltip("x".repeat(1_000_000))).toBe(`${"x".repeat(1000)}…`);
  });
});

describe("indexNote", () => {
  const patterns = ["winlogbeat-*", "logs-endpoint.events.registry-*", "endgame-*"];
  it.each([
    ["", true],
    ["winlogbeat-8.11.1", true],
    [".ds-winlogbeat-8.11.1-2024.05.14-000001", true],
    [".ds-logs-endpoint.events.registry-default-2024.05.14-000012", true],
    ["logs-endpoint.events.process-default", false],
    ["my-winlogbeat-8", false],
  ])("index %j is searched: %s", (index, searched) => {
    expect(indexNote(patterns, index) === "").toBe(searched);
  });
});

describe("formatted values", () => {
  it("are the same on every machine", () => {
    expect(count(1204331)).toBe("1,204,331");
    expect(bytes(1536)).toBe("1.50 KiB");
    expect(bytes(999)).toBe("999 bytes");
    expect(utc(1709287200123)).toBe("2024-03-01 10:00:00.123");
    expect(utc(NaN)).toBe("no time");
    expect(duration(200_000)).toBe("3 min 20 s");
    expect(duration(9_970)).toBe("10 s");
    expect(duration(59_800)).toBe("1 min 0 s");
    expect(duration(359_700)).toBe("6 min 0 s");
    expect(duration(3_600_000)).toBe("1 h 0 min");
    expect(duration(573_051_000)).toBe("6 d 15 h");
  });

  it("join alternatives as in a sentence", () => {
    expect(alternatives([])).toBe("");
    expect(alternatives(["registry"])).toBe("registry");
    expect(alternatives(["registry", "process"])).toBe("registry or process");
    expect(alternatives(["registry", "process", "file"])).toBe("registry, process or file");
  });
});
