import { decodedText } from "../decoded-text.ts";
import { ProblemList } from "../diagnostic.ts";
import { filetimeText } from "../filetime.ts";
import { isStagedCrash } from "../staged-crash.ts";
import type { WerPair, WerReport } from "./wer-report.ts";

/**
 * Where a report has what, by the English name of the line. On other systems the names are translated, and the place in
 * the kinds of report that are known decides.
 */
const ROLES = {
  app: { names: ["Application Name", "NameOfExe"], APPCRASH: 0, BEX: 0 },
  faultModule: { names: ["Fault Module Name"], APPCRASH: 3, BEX: 3 },
  exceptionCode: { names: ["Exception Code"], APPCRASH: 6, BEX: 7 },
} as const;

/** More fields than any report has. */
const MOST_LINES = 100_000;

/**
 * Reads Report.wer.
 *
 * @param input the file's bytes, or its text
 */
export function readWer(input: string | Uint8Array): WerReport {
  const problems = new ProblemList();
  const { text, encoding } = decodedText(input, problems);
  const { fields, count } = fieldsOf(text, problems);
  const eventType = fields.get("EventType") ?? null;
  const signature = pairs(fields, "Sig", ".Name", ".Value");
  const role = (name: keyof typeof ROLES): string | null => valueOf(signature, eventType, ROLES[name]);
  const appPath = fields.get("AppPath") ?? fields.get("UI[2]") ?? null;
  const app = fields.get("NsAppName") ?? fields.get("AppName") ?? role("app") ?? baseName(appPath);
  const exceptionCode = role("exceptionCode")?.toLowerCase() ?? null;
  return {
    eventType,
    eventTime: timeOf(fields.get("EventTime")),
    uploadTime: timeOf(fields.get("UploadTime")),
    app,
    appPath,
    exceptionCode,
    faultModule: role("faultModule"),
    reportId: fields.get("ReportIdentifier") ?? null,
    integratorReportId: fields.get("IntegratorReportIdentifier") ?? null,
    sha1: /!0000([0-9a-f]{40})!/i.exec(fields.get("TargetAppId") ?? "")?.[1]?.toLowerCase() ?? null,
    modules: numbered(fields, "LoadedModule", "").map(({ value }) => value),
    signature,
    dynamicSignature: pairs(fields, "DynamicSig", ".Name", ".Value"),
    isStagedCrash: isStagedCrash(appPath ?? app, exceptionCode === null ? null : parseInt(exceptionCode, 16)),
    fields,
    lines: count,
    encoding,
    problems: problems.all,
  };
}

/** The lines by name. Names repeat once their index is dropped, so it stays. */
function fieldsOf(
  text: string,
  problems: ProblemList,
): { readonly fields: Map<string, string>; readonly count: number } {
  const fields = new Map<string, string>();
  let count = 0;
  for (const [i, line] of text.split(/\r\n|\n|\r/).entries()) {
    if (line.trim() === "") continue;
    const equals = line.indexOf("=");
    if (equals <= 0 || count >= MOST_LINES) {
      problems.add("wer-line", { line: i + 1 }, i + 1);
      continue;
    }
    count++;
    const name = line.slice(0, equals);
    if (fields.has(name)) problems.add("wer-line", { line: i + 1 }, i + 1);
    else fields.set(name, line.slice(equals + 1));
  }
  return { fields, count };
}

interface Numbered {
  readonly index: number;
  readonly value: string;
}

/** The fields `name[0]end`, `name[1]end`, …, in the order of their numbers. */
function numbered(fields: ReadonlyMap<string, string>, name: string, end: string): Numbered[] {
  const found: Numbered[] = [];
  for (const [field, value] of fields) {
    if (!field.startsWith(`${name}[`) || !field.endsWith(`]${end}`)) continue;
    const index = field.slice(name.length + 1, field.length - end.length - 1);
    if (/^\d{1,6}$/.test(index)) found.push({ index: Number(index), value });
  }
  return found.sort((a, b) => a.index - b.index);
}

function pairs(fields: ReadonlyMap<string, string>, name: string, key: string, end: string): WerPair[] {
  return numbered(fields, name, key).map(({ index, value }) => ({
    index,
    name: value,
    value: fields.get(`${name}[${index}]${end}`) ?? "",
  }));
}

interface Role {
  readonly names: readonly string[];
  readonly APPCRASH: number;
  readonly BEX: number;
}

function valueOf(signature: readonly WerPair[], eventType: string | null, role: Role): string | null {
  const byName = signature.find(({ name }) => role.names.includes(name));
  if (byName !== undefined) return byName.value;
  const kind = eventType?.startsWith("BEX") === true ? "BEX" : eventType === "APPCRASH" ? "APPCRASH" : null;
  return kind === null ? null : (signature.find(({ index }) => index === role[kind])?.value ?? null);
}

/** A FILETIME in decimal digits: more of them than a double keeps. */
function timeOf(text: string | undefined): string | null {
  if (text === undefined || !/^\d{1,19}$/.test(text.trim())) return null;
  return filetimeText(BigInt(text.trim()));
}

function baseName(path: string | null): string | null {
  return path === null ? null : path.slice(path.lastIndexOf("\\") + 1);
}
