import { isCaseFile } from "../../case-file/index.ts";
import { HEAD_BYTES } from "../../rules/files/index.ts";
import { classify, type FileClass } from "../../scan/index.ts";
import type { DroppedFile } from "./dropped-file.ts";

/** File heads that are read at the same time: a folder of ten thousand files must not open them all. */
const AT_ONCE = 16;

export interface SortedFiles {
  readonly evidence: readonly DroppedFile[];
  /** Files of rules, and archives, which may hold either, in the order in which they came. */
  readonly rules: readonly DroppedFile[];
  /** Whole cases, in the order in which they came. */
  readonly caseFiles: readonly DroppedFile[];
  /** Which of `rules` are archives. */
  readonly archives: ReadonlySet<DroppedFile>;
}

/** What a dropped file is. */
type DroppedClass = FileClass | "case";

/** Tells rule files and case files from evidence by their content. */
export async function sortFiles(files: readonly DroppedFile[]): Promise<SortedFiles> {
  const classes = new Array<DroppedClass>(files.length).fill("evidence");
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < files.length; at = next++) classes[at] = await classOf(files[at]!);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, files.length) }, worker));
  return {
    evidence: files.filter((_, i) => classes[i] === "evidence"),
    rules: files.filter((_, i) => classes[i] === "rules" || classes[i] === "archive"),
    caseFiles: files.filter((_, i) => classes[i] === "case"),
    archives: new Set(files.filter((_, i) => classes[i] === "archive")),
  };
}

async function classOf({ file }: DroppedFile): Promise<DroppedClass> {
  try {
    const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
    return isCaseFile(head) ? "case" : classify(head, file.name);
  } catch {
    // A file that cannot be read is treated as evidence: the scan will report it.
    return "evidence";
  }
}

/** Some of the files, in the order in which all of them came. */
export function keepOrder(files: readonly DroppedFile[], some: readonly DroppedFile[]): DroppedFile[] {
  const wanted = new Set(some);
  return files.filter((file) => wanted.has(file));
}
