import { decodedText, type TextEncodingName } from "../decoded-text.ts";
import { ProblemList } from "../diagnostic.ts";
import { regFile } from "./reg-file.ts";
import { windows1252Text } from "../text.ts";
import { isQueryKey, regQuery } from "./reg-query.ts";
import type { RegText } from "./reg-text.ts";

const LINE_END = /\r\n|\n|\r/;

const HEADERS: ReadonlyMap<string, "5.00" | "REGEDIT4"> = new Map([
  ["Windows Registry Editor Version 5.00", "5.00"],
  ["REGEDIT4", "REGEDIT4"],
]);

/**
 * Reads a .reg file or the output of `reg query`.
 *
 * @param input the file's bytes, or its text. Bytes say more: regedit exports UTF-16 with a byte order mark, so that a
 *   file without one was made or changed by something else
 */
export function readReg(input: string | Uint8Array): RegText {
  const problems = new ProblemList();
  const { lines, encoding } = decodedLines(input, problems);
  const first = firstLine(lines);
  const header = HEADERS.get(lines[first]?.trim() ?? "") ?? null;
  if (header === null && first >= 0 && lines.some(isQueryKey)) {
    const values = regQuery(lines, problems);
    return {
      form: "query",
      header,
      encoding,
      looksLike: "query",
      values,
      deleted: [],
      problems: problems.all,
    };
  }
  if (header === null) {
    problems.add("reg-header", {}, 0);
    const isReg = lines.some((line) => /^\[-?HKEY_.*\]\s*$/i.test(line));
    if (!isReg) {
      const nothing = { values: [], deleted: [] };
      return { form: "unknown", header, encoding, looksLike: "unsure", ...nothing, problems: problems.all };
    }
  }
  const isAnsi = header === "REGEDIT4";
  const { values, deleted, isHandmade } = regFile(lines, header === null ? 0 : first + 1, isAnsi, problems);
  const isExported = encoding === null || encoding === "utf-16le with BOM" || isAnsi;
  const isScript = isHandmade || header === null || first > 0;
  return {
    form: "reg",
    header,
    encoding,
    looksLike: isScript ? "script" : isExported ? "export" : "unsure",
    values,
    deleted,
    problems: problems.all,
  };
}

/** The index of the first line that is not empty and no comment; -1 if there is none. */
function firstLine(lines: readonly string[]): number {
  return lines.findIndex((line) => line.trim() !== "" && !line.trim().startsWith(";"));
}

/** Decodes a text into lines. A file of REGEDIT4 is ANSI even if its bytes happen to be UTF-8. */
function decodedLines(
  input: string | Uint8Array,
  problems: ProblemList,
): { readonly lines: string[]; readonly encoding: TextEncodingName | null } {
  const { text, encoding } = decodedText(input, problems);
  const lines = text.split(LINE_END);
  if (typeof input === "string" || encoding !== "utf-8") return { lines, encoding };
  if (lines[firstLine(lines)]?.trim() !== "REGEDIT4") return { lines, encoding };
  return { lines: windows1252Text(input).split(LINE_END), encoding: "windows-1252" };
}
