import type { Rule } from "../rules/index.ts";
import { deflate, type Finding, inflate, type PackedFindings } from "../scan/index.ts";
import { alertRow } from "./alert-row.ts";
import type { AlertKey } from "./alert-id.ts";
import { memberOf, PACKED_TEXTS } from "./alert-parts.ts";
import type { DeflatedFindings, EventFinding, FindingPage, PackedRows, StoredFindingPage } from "./model.ts";
import { packRows, selectRows } from "./pack-rows.ts";
import { storedSize } from "./stored-size.ts";

/** Alerts of one file as a worker has packed them: the rows of the list, and the findings as they are stored. */
export interface PackedAlerts extends PackedFindings {
  readonly rows: PackedRows;
  readonly findings: readonly EventFinding[] | DeflatedFindings;
}

/** Fewer findings are stored as they are: deflating them would take longer than it saves. */
const DEFLATED_FROM = 32;

/**
 * Packs findings of one file.
 *
 * @param rules the rules of the scan, by id
 */
export async function packAlerts(
  found: readonly Finding[],
  evidenceId: string,
  rules: ReadonlyMap<string, Rule>,
): Promise<PackedAlerts> {
  const rows = packRows(
    found.map((finding, slot) =>
      alertRow(finding, rules.get(finding.ruleId)!, { evidenceId, page: 0, slot }),
    ),
  );
  const listed = found.map((finding) => ({ kind: "event", ...finding }) as const);
  // JSON cannot write an event that is no JSON text already: see `PackedEvent`.
  const isDeflated = found.length >= DEFLATED_FROM && found.every(({ fields }) => typeof fields === "string");
  const findings = isDeflated ? await deflated(listed) : listed;
  return { count: found.length, size: storedSize(findings), skipped: 0, linesBefore: 0, rows, findings };
}

/** Half a surrogate pair, which UTF-8 cannot write, is an escape in JSON. */
async function deflated(findings: readonly EventFinding[]): Promise<DeflatedFindings> {
  const bytes = new TextEncoder().encode(JSON.stringify(findings));
  return { bytes: await deflate(bytes), linesBefore: 0 };
}

/** The buffers of packed alerts, which a worker need not copy when it hands them over. */
export function buffersOfAlerts({ rows, findings }: PackedAlerts): ArrayBuffer[] {
  const columns = [rows.codes.buffer, rows.numbers.buffer, rows.places.buffer, rows.flags.buffer];
  return "bytes" in findings ? [...columns, findings.bytes.buffer] : columns;
}

/** The ids of the rules of packed rows, each once. */
export function ruleIdsOf({ count, codes, texts }: PackedRows): string[] {
  const codesOfRules = new Set(codes.subarray(RULE * count, (RULE + 1) * count));
  return Array.from(codesOfRules, (code) => texts[code]!);
}

/**
 * The rows of packed alerts on the page that they get, and in the file instead of its split.
 *
 * @param accepts whether an alert is wanted; null for all
 */
export function placedRows(
  { rows, skipped, linesBefore }: PackedAlerts,
  evidenceId: string,
  page: number,
  accepts: ((key: AlertKey) => boolean) | null,
): PackedRows {
  const placed =
    accepts === null && skipped === 0
      ? rows
      : selectRows(rows, (i) => i >= skipped && accepts?.(keyAt(rows, evidenceId, i)) !== false);
  const { count, numbers, places } = placed;
  places.fill(page, 0, count);
  if (linesBefore > 0) for (let i = 2 * count; i < 3 * count; i++) numbers[i]! += linesBefore;
  return placed;
}

function keyAt({ count, codes, texts, numbers }: PackedRows, evidenceId: string, i: number): AlertKey {
  const member = memberOf(texts[codes[MEMBER * count + i]!]!);
  return {
    evidenceId,
    ruleId: texts[codes[RULE * count + i]!]!,
    place: { offset: numbers[count + i]!, ...(member !== undefined && { member }) },
  };
}

const RULE = PACKED_TEXTS.indexOf("ruleId");
const MEMBER = PACKED_TEXTS.indexOf("member");

/** The findings of packed alerts as a page of them is stored. */
export function storedFindings({ findings, linesBefore }: PackedAlerts): StoredFindingPage["findings"] {
  if ("bytes" in findings) return { ...findings, linesBefore };
  return findings.map((finding) => moved(finding, linesBefore));
}

/** @throws TypeError or SyntaxError if the page is damaged */
export async function unpackFindings({ findings, ...page }: StoredFindingPage): Promise<FindingPage> {
  if (!("bytes" in findings)) return { ...page, findings };
  const text = new TextDecoder().decode(await inflate(findings.bytes));
  const { linesBefore } = findings;
  const listed = JSON.parse(text) as EventFinding[];
  return { ...page, findings: listed.map((finding) => moved(finding, linesBefore)) };
}

function moved(finding: EventFinding, lines: number): EventFinding {
  if (lines === 0) return finding;
  const { place } = finding;
  return { ...finding, place: { ...place, line: place.line + lines } };
}
