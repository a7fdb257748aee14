import { type ByteSource, RandomReader } from "../../bytes/index.ts";
import type { LogRefusal, ProblemList } from "../diagnostic.ts";
import { type BaseBlock, baseBlock, SECTOR_BYTES } from "./base-block.ts";
import type { LogContent, LogEntry } from "./log-entry.ts";
import { newLogContent } from "./new-log.ts";
import { oldLogContent } from "./old-log.ts";

/** What of its logs belongs over a hive, and in which order. Nothing is written: it is laid over the bins in memory. */
export interface Recovery {
  readonly entries: readonly LogEntry[];
  /** The header of the log, where the hive's own is damaged. */
  readonly base: BaseBlock | null;
  /** Whether changes may be missing: no log can be used, or one ends in damage. */
  readonly isOpen: boolean;
}

interface UsableLog {
  readonly log: number;
  readonly reader: RandomReader;
  readonly base: BaseBlock;
}

/** The header of a hive is damaged, or it says that changes are only in the logs. */
export function isDirty(base: BaseBlock | null): boolean {
  return base === null || !base.hasRightChecksum || base.primary !== base.secondary;
}

/**
 * Decides what of its logs belongs over a dirty hive. The hashes and numbers of all entries are checked.
 *
 * @param base the hive's header; null if it is not one
 * @param logs the logs in any order; empty files are usual
 * @throws what `readBlob` throws when a log cannot be read
 */
export async function recoveryOf(
  base: BaseBlock | null,
  logs: readonly ByteSource[],
  problems: ProblemList,
): Promise<Recovery> {
  const trusted = base !== null && base.hasRightChecksum ? base : null;
  const usable = await usableLogs(trusted, logs, problems);
  const isNew = usable.some(({ base }) => base.type === "new-log");
  const { entries, from, isOpen } = isNew
    ? await newEntries(trusted, usable, problems)
    : await oldEntries(usable, problems);
  if (entries.length === 0) {
    const isGiven = logs.some(({ size }) => size > 0);
    problems.add("hive-dirty", { kind: isGiven ? "log-unusable" : "no-log" }, 0);
    return { entries, base: null, isOpen: true };
  }
  if (isOpen) problems.add("hive-dirty", { kind: "log-incomplete" }, 0);
  return { entries, base: trusted === null ? from : null, isOpen };
}

async function usableLogs(
  hive: BaseBlock | null,
  logs: readonly ByteSource[],
  problems: ProblemList,
): Promise<UsableLog[]> {
  const usable: UsableLog[] = [];
  for (const [log, source] of logs.entries()) {
    if (source.size === 0) continue;
    const reader = new RandomReader(source);
    const base = baseBlock(await reader.read(0, SECTOR_BYTES));
    const why = refusal(hive, base);
    if (why !== null) refuse(problems, log, why);
    else if (base !== null) usable.push({ log, reader, base });
  }
  return usable;
}

function refusal(hive: BaseBlock | null, log: BaseBlock | null): LogRefusal | null {
  if (log === null || log.type === "hive" || log.type === "unknown") return "not-a-log";
  if (!log.hasRightChecksum) return "checksum";
  if (log.type === "old-log") {
    if (log.primary !== log.secondary) return "unfinished";
    return hive !== null && hive.written !== log.written ? "other-time" : null;
  }
  return hive !== null && log.primary < hive.secondary ? "older" : null;
}

interface Found {
  readonly entries: readonly LogEntry[];
  readonly from: BaseBlock | null;
  readonly isOpen: boolean;
}

/** Takes the logs' entries in order, the older log first. Of a hive without a header, only the newest log's. */
async function newEntries(
  hive: BaseBlock | null,
  usable: readonly UsableLog[],
  problems: ProblemList,
): Promise<Found> {
  const logs = usable.filter(({ base }) => base.type === "new-log");
  logs.sort((a, b) => a.base.primary - b.base.primary);
  const passedOver = hive === null ? logs.splice(0, logs.length - 1) : [];
  for (const { log } of passedOver) refuse(problems, log, "not-newest");
  const entries: LogEntry[] = [];
  let isOpen = false;
  let from: BaseBlock | null = null;
  for (const { log, reader, base } of logs) {
    const last = entries.at(-1);
    if (last !== undefined && base.primary !== (last.sequence + 1) >>> 0) {
      // The entries of a log that ended before are in this one once more, or some are in neither.
      isOpen = true;
      problems.add("hive-log", { kind: "ended", log, sequence: base.primary, why: "gap" }, SECTOR_BYTES);
      break;
    }
    const content = await newLogContent(reader, log, base.primary);
    report(content, log, problems);
    isOpen = content.end !== null;
    if (content.entries.length === 0) {
      if (content.end === null) refuse(problems, log, "no-entries");
      continue;
    }
    entries.push(...content.entries);
    from = base;
  }
  return { entries, from, isOpen };
}

/** The first log that can be used has the whole change; the second is for when the first was being written. */
async function oldEntries(usable: readonly UsableLog[], problems: ProblemList): Promise<Found> {
  for (const { log, reader, base } of usable) {
    const content = await oldLogContent(reader, log, base);
    if (content === null) {
      refuse(problems, log, "layout");
      continue;
    }
    report(content, log, problems);
    return { entries: content.entries, from: base, isOpen: content.end !== null };
  }
  return { entries: [], from: null, isOpen: true };
}

function report({ end }: LogContent, log: number, problems: ProblemList): void {
  if (end === null) return;
  const { why, sequence, offset } = end;
  problems.add("hive-log", { kind: "ended", log, sequence, why }, offset);
}

function refuse(problems: ProblemList, log: number, why: LogRefusal): void {
  // That a log is of an earlier round is how Windows takes turns between the two.
  problems.add("hive-log", { kind: "refused", log, why }, 0, why === "older" ? "info" : "warning");
}
