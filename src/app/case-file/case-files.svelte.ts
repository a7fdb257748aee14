import type { DatabaseError } from "../../case/index.ts";
import { type Case, DATABASE_VERSION } from "../../case/index.ts";
import {
  CaseFile,
  type CaseFileFault,
  type CaseFileInfo,
  type CaseFileOptions,
} from "../../case-file/index.ts";
import type { CaseState } from "../case/case-state.svelte.ts";
import type { DroppedFile } from "../intake/dropped-file.ts";
import { exportCase, type ExportProgress } from "./export-case.ts";
import { importCase, type ImportedCase, type ImportFailure, type ImportTarget } from "./import-case.ts";

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
  /** There is such a case already. */
  | { readonly kind: "known"; readonly name: string; readonly own: Case }
  | { readonly kind: "reading"; readonly name: string; readonly done: number; readonly total: number }
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
  /** There is one more case. */
  imported(): void;
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

  constructor(host: CaseFileHost) {
    this.#host = host;
  }

  /** Resolves when no case is being written: until then nobody may change it. */
  async written(): Promise<void> {
    while (this.task.kind === "writing") await this.#last.catch(() => undefined);
  }

  /** Asks what the file of the open case is to have. */
  choose(): void {
    if (this.task.kind === "none") this.task = { kind: "options" };
  }

  /** @returns the parts of the file; null if it could not be written, which `task` then says, or was stopped */
  write(opened: CaseState, choices: ExportChoices): Promise<Blob[] | null> {
    const { signal } = (this.#stop = new AbortController());
    this.task = { kind: "writing", done: 0, total: 0 };
    const writing = exportCase(
      this.#host.store,
      opened,
      { ...choices, database: DATABASE_VERSION },
      (progress) => (this.task = { kind: "writing", ...progress }),
      signal,
    ).then(
      (parts) => {
        this.task = { kind: "none" };
        return parts;
      },
      (error: unknown) => {
        this.task = signal.aborted ? { kind: "none" } : { kind: "not-written", error };
        return null;
      },
    );
    this.#last = writing;
    return writing;
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
    const own = cases.find(({ id, origin = id }) => origin === info.origin);
    const { name } = info;
    if (own !== undefined && (await this.#ask({ kind: "known", name, own })) === null) return;
    const { signal } = (this.#stop = new AbortController());
    const show = (done: number): void => {
      this.task = { kind: "reading", name, done, total: file.size };
    };
    show(0);
    const result = await importCase(
      this.#host,
      opened,
      info,
      this.#host.freeName(name.slice(0, MOST_NAME)),
      show,
      signal,
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
