import type { DatabaseError } from "../../case/index.ts";
import { type Case, DATABASE_VERSION } from "../../case/index.ts";
import {
  CaseFile,
  type CaseFileFault,
  type CaseFileInfo,
  type CaseFileOptions,
  type MergeSummary,
} from "../../case-file/index.ts";
import type { CaseState } from "../case/case-state.svelte.ts";
import type { DroppedFile } from "../intake/dropped-file.ts";
import { exportCase, type ExportProgress } from "./export-case.ts";
import {
  importCase,
  type ImportedCase,
  type ImportFailure,
  type ImportTarget,
  readImport,
} from "./import-case.ts";
import type { MergeResult } from "./merge-case.ts";

/** What the page asks about a case file, or shows of it. */
export type CaseFileTask =
  | { readonly kind: "none" }
  /** What the file of the open case is to have. */
  | { readonly kind: "options" }
  | ({ readonly kind: "writing" } & ExportProgress)
  | { readonly kind: "not-written"; readonly error: unknown }
  /** The passphrase of a file; `isWrong` if the last one was. */
  | { readonly kind: "locked"; readonly file: string; readonly isWrong: boolean }
  | { readonly kind: "opening"; readonly file: string }
  /** There is a case that it can be merged into: the same one, or the one that is open. */
  | {
      readonly kind: "known";
      readonly name: string;
      readonly own: Case;
      /** Both began as one case. */
      readonly isSame: boolean;
      /** Why it cannot be merged now, as a sentence; empty if it can. */
      readonly obstacle: string;
    }
  | { readonly kind: "reading"; readonly name: string; readonly done: number; readonly total: number }
  | { readonly kind: "merging"; readonly name: string; readonly done: number; readonly total: number }
  /** What a merge has brought. */
  | {
      readonly kind: "merged";
      readonly name: string;
      readonly into: string;
      readonly summary: MergeSummary;
    }
  /** It is stored, but something is under way in the open case. */
  | { readonly kind: "stored"; readonly name: string }
  | { readonly kind: "not-read"; readonly file: string; readonly failure: CaseFileFailure };

export type CaseFileFailure =
  { readonly fault: CaseFileFault } | { readonly error: DOMException | DatabaseError };

/** What the open page gives for it. */
export interface CaseFileHost extends ImportTarget {
  /** The stored cases, as they are now. */
  cases(): Promise<readonly Case[]>;
  freeName(name: string): string;
  /** Whether leaving the open case would stop or lose something. */
  isAtWork(): boolean;
  open(imported: ImportedCase): Promise<void>;
  /** The open case; null if it has no evidence. */
  openCase(): Case | null;
  /** Why nothing can be merged into a case now, as a sentence; empty if something can. */
  mergeObstacle(own: Case): string;
  /**
   * Merges a case that has been read into an own one, and opens what comes of it.
   *
   * @param file the path of the case file
   */
  merge(
    own: Case,
    imported: ImportedCase,
    file: string,
    onProgress: (done: number, total: number) => void,
    signal: AbortSignal,
  ): Promise<MergeResult>;
  /** The name of the analyst; empty if they gave none. */
  analyst(): string;
  /** There is one more case. */
  imported(): void;
}

/** Where a file goes while it is being written. */
export interface FileTarget {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** The file is whole. */
  done(): Promise<void>;
  /** The file is not wanted any more; nothing of it stays. */
  drop(): Promise<void>;
}

export type ExportChoices = Omit<CaseFileOptions, "database" | "iterations">;

/** The case file that is being written or read: one at a time, each with a question or two. */
export class CaseFiles {
  task = $state.raw<CaseFileTask>({ kind: "none" });
  readonly #host: CaseFileHost;
  #stop = new AbortController();
  /** Gets what the analyst answers; null for "Cancel". */
  #answer: (answer: string | null) => void = () => undefined;
  #last: Promise<unknown> = Promise.resolve();
  /** What is writing or merging a case. */
  #busy: Promise<unknown> = Promise.resolve();

  constructor(host: CaseFileHost) {
    this.#host = host;
  }

  /** Resolves when no case is being written or merged: until then nobody may change it. */
  async written(): Promise<void> {
    while (this.task.kind === "writing" || this.task.kind === "merging")
      await this.#busy.catch(() => undefined);
  }

  /** Asks what the file of the open case is to have. */
  choose(): void {
    if (this.task.kind === "none") this.task = { kind: "options" };
  }

  /**
   * Writes the open case into a file.
   *
   * @returns whether the file is whole; if it could not be written, `task` says so, unless it was stopped
   */
  write(opened: CaseState, choices: ExportChoices, file: FileTarget): Promise<boolean> {
    const { signal } = (this.#stop = new AbortController());
    this.task = { kind: "writing", done: 0, total: 0 };
    const writing = exportCase(
      this.#host.store,
      opened,
      { ...choices, database: DATABASE_VERSION },
      (bytes) => file.write(bytes),
      (progress) => (this.task = { kind: "writing", ...progress }),
      signal,
    )
      .then(() => file.done())
      .then(
        () => {
          this.task = { kind: "none" };
          return true;
        },
        async (error: unknown) => {
          await file.drop().catch(() => undefined);
          this.task = signal.aborted ? { kind: "none" } : { kind: "not-written", error };
          return false;
        },
      );
    this.#last = this.#busy = writing;
    return writing;
  }

  /** About how many bytes the open case takes. */
  sizeOf(caseId: string): Promise<number> {
    return this.#host.store.sizeOf(caseId);
  }

  /** Reads case files, one after the other. */
  read(files: readonly DroppedFile[]): void {
    for (const { file, path } of files) {
      const earlier = this.#last;
      this.#last = earlier.then(() => this.#read(file, path));
    }
  }

  /** Stops what is being written or read. Nothing is left of it. */
  stop(): void {
    this.#stop.abort();
  }

  /** The analyst's answer to the question that `task` asks: a passphrase, or anything for yes. */
  answer(answer: string): void {
    this.#answer(answer);
  }

  /** Closes the question or the message that is shown, and with it what it is about. */
  close(): void {
    if (this.task.kind === "options" || this.task.kind === "not-written") this.task = { kind: "none" };
    else this.#answer(null);
  }

  #ask(task: CaseFileTask): Promise<string | null> {
    this.task = task;
    return new Promise((resolve) => (this.#answer = resolve));
  }

  async #read(file: Blob, path: string): Promise<void> {
    try {
      const opened = await this.#unlocked(file, path);
      if (opened !== null) await this.#store(file, path, ...opened);
    } finally {
      this.task = { kind: "none" };
    }
  }

  /** @returns null if the file cannot be opened, or the analyst does not have the passphrase */
  async #unlocked(file: Blob, path: string): Promise<[CaseFile, CaseFileInfo] | null> {
    this.task = { kind: "opening", file: path };
    const opened = await CaseFile.open(file, DATABASE_VERSION);
    if ("fault" in opened) return this.#failed(path, opened);
    const isEncrypted = opened.value.header.encryption !== null;
    for (let isWrong = false; ; isWrong = true) {
      const passphrase = isEncrypted ? await this.#ask({ kind: "locked", file: path, isWrong }) : "";
      if (passphrase === null) return null;
      this.task = { kind: "opening", file: path };
      const info = await opened.value.unlock(passphrase);
      if ("value" in info) return [opened.value, info.value];
      if (info.fault.code !== "passphrase") return this.#failed(path, info);
    }
  }

  async #store(file: Blob, path: string, opened: CaseFile, info: CaseFileInfo): Promise<void> {
    const cases = await this.#host.cases();
    const same = cases.find(({ id, origin = id }) => origin === info.origin);
    const own = same ?? this.#host.openCase();
    const { name } = info;
    if (own !== null && own !== undefined) {
      const obstacle = this.#host.mergeObstacle(own);
      const answer = await this.#ask({ kind: "known", name, own, isSame: same !== undefined, obstacle });
      if (answer === null) return;
      if (answer === "merge") return this.#merge(file, path, opened, info, own);
    }
    const { signal } = (this.#stop = new AbortController());
    const show = this.#showReading(name, file);
    const result = await importCase(
      this.#host,
      opened,
      info,
      this.#host.freeName(name.slice(0, MOST_NAME)),
      show,
      signal,
      { file: path, by: this.#host.analyst() },
    );
    if (isFailure(result)) {
      if (!("stopped" in result)) await this.#failed(path, result);
      return;
    }
    this.#host.imported();
    const isAtWork = this.#host.isAtWork();
    if (isAtWork && (await this.#ask({ kind: "stored", name: result.info.name })) === null)
      result.hold?.release();
    else await this.#open(result, path);
  }

  #showReading(name: string, file: Blob): (done: number) => void {
    const show = (done: number): void => {
      this.task = { kind: "reading", name, done, total: file.size };
    };
    show(0);
    return show;
  }

  /** The file is read to its end before anything is merged: it is hostile until then. */
  async #merge(file: Blob, path: string, opened: CaseFile, info: CaseFileInfo, own: Case): Promise<void> {
    const { signal } = (this.#stop = new AbortController());
    const { name } = info;
    const read = await readImport(this.#host, opened, info, name, this.#showReading(name, file), signal);
    if (isFailure(read)) {
      if (!("stopped" in read)) await this.#failed(path, read);
      return;
    }
    this.task = { kind: "merging", name, done: 0, total: 0 };
    const show = (done: number, total: number): void => {
      this.task = { kind: "merging", name, done, total };
    };
    const merging = this.#host.merge(own, read, path, show, signal);
    this.#busy = merging;
    const result = await merging.catch((error: unknown) => ({ broken: error }));
    this.#host.imported();
    if ("stopped" in result) return;
    if ("broken" in result) {
      await this.#failed(path, { fault: { code: "foreign", data: { store: "" } } });
      return;
    }
    if ("error" in result) {
      await this.#failed(path, result);
      return;
    }
    const summary = "same" in result ? result.same : result.summary;
    await this.#ask({ kind: "merged", name, into: own.name, summary });
  }

  /** A case that cannot be shown is none: it goes again. */
  async #open(imported: ImportedCase, path: string): Promise<void> {
    try {
      await this.#host.open(imported);
    } catch {
      await this.#host.store.deleteCase(imported.info.id).catch(() => undefined);
      this.#host.imported();
      await this.#failed(path, { fault: { code: "foreign", data: { store: "" } } });
    }
  }

  async #failed(file: string, failure: CaseFileFailure): Promise<null> {
    await this.#ask({ kind: "not-read", file, failure });
    return null;
  }
}

/** Names are shown in lists; no case of one's own has a longer one unless somebody took the trouble. */
const MOST_NAME = 500;

function isFailure(result: ImportedCase | ImportFailure): result is ImportFailure {
  return "fault" in result || "stopped" in result || "error" in result;
}
