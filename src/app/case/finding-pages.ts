import {
  type AlertFinding,
  type AlertRow,
  type CaseStore,
  type PackedRows,
  type StoredFindingPage,
  isPageOwnerOfRule,
  pageOwnerOf,
  type RowPage,
} from "../../case/index.ts";

/** Pages of findings that are kept in memory for the detail view and the export. */
const CACHED_PAGES = 20;
/** Pages that may be on their way to the database at once: enough to keep it busy, too few to pile up in memory. */
const MAX_WRITES = 4;

/**
 * The stored findings of a case, in numbered pages. Each page has an owner: the file whose events it holds, or the
 * correlation rule whose sequences it holds, since those belong to no one file. See `pageOwnerOf` and `pageOwnerOfRule`.
 */
export class FindingPages {
  readonly #store: CaseStore;
  readonly #caseId: string;
  readonly #cache = new Map<string, readonly AlertFinding[]>();
  readonly #counts = new Map<string, number>();
  readonly #writes = new Set<Promise<void>>();

  constructor(store: CaseStore, caseId: string) {
    this.#store = store;
    this.#caseId = caseId;
  }

  /** Takes note of a page that the database has already. */
  load({ evidenceId: owner, page }: Pick<RowPage, "evidenceId" | "page">): void {
    this.#counts.set(owner, Math.max(this.nextOf(owner), page + 1));
  }

  /** The number of the owner's next page: all it has now are before it. */
  nextOf(owner: string): number {
    return this.#counts.get(owner) ?? 0;
  }

  /** Takes the number of the owner's next page. */
  reserve(owner: string): number {
    const page = this.nextOf(owner);
    this.#counts.set(owner, page + 1);
    return page;
  }

  /** Writes a page. Resolves as soon as the next one may come, which may be before this one is written: see `written`. */
  async write(
    owner: string,
    page: number,
    findings: readonly AlertFinding[],
    rows: readonly AlertRow[],
  ): Promise<void> {
    const key = { caseId: this.#caseId, evidenceId: owner, page };
    await this.#begun(this.#store.saveAlerts({ ...key, findings }, { ...key, rows, writtenAt: Date.now() }));
  }

  /** The same with alerts that a worker has packed. */
  async writePacked(
    owner: string,
    page: number,
    findings: StoredFindingPage["findings"],
    packed: PackedRows,
  ): Promise<void> {
    const key = { caseId: this.#caseId, evidenceId: owner, page };
    await this.#begun(
      this.#store.savePackedAlerts({ ...key, findings }, { ...key, packed, writtenAt: Date.now() }),
    );
  }

  async #begun(saving: Promise<void>): Promise<void> {
    const write = saving.finally(() => this.#writes.delete(write));
    this.#writes.add(write);
    if (this.#writes.size >= MAX_WRITES) await Promise.race(this.#writes);
  }

  /** Resolves when every page has been written. */
  async written(): Promise<void> {
    await Promise.all(this.#writes);
  }

  /** Replaces the rows of a page, some of whose findings are no alerts any more. */
  async rewriteRows(owner: string, page: number, rows: readonly AlertRow[]): Promise<void> {
    await this.#store.saveRows({
      caseId: this.#caseId,
      evidenceId: owner,
      page,
      rows,
      writtenAt: Date.now(),
    });
  }

  async deleteBefore(owner: string, page: number): Promise<void> {
    for (let old = 0; old < page; old++) this.#cache.delete(cacheKey(owner, old));
    await this.#store.deletePagesBefore(this.#caseId, owner, page);
  }

  /** Every page that correlation rules have, those of rules that have left the case included. */
  ofRules(): (readonly [owner: string, page: number])[] {
    return [...this.#counts]
      .filter(([owner]) => isPageOwnerOfRule(owner))
      .flatMap(([owner, count]) => Array.from({ length: count }, (_, page) => [owner, page] as const));
  }

  /** The rows of a page; undefined if there is no such page. */
  readRows(owner: string, page: number): Promise<RowPage | undefined> {
    return this.#store.rowsOf(this.#caseId, owner, page);
  }

  /** The owner has no pages any more. */
  forgetAll(owner: string): void {
    for (let page = 0; page < this.nextOf(owner); page++) this.forget(owner, page);
    this.#counts.delete(owner);
  }

  /** Another copy of the page is in the database by now. */
  forget(owner: string, page: number): void {
    this.#cache.delete(cacheKey(owner, page));
  }

  /** All findings of a page, in one read; undefined if there is no such page. */
  async read(owner: string, page: number): Promise<readonly AlertFinding[] | undefined> {
    const key = cacheKey(owner, page);
    const cached = this.#cache.get(key);
    if (cached !== undefined) return cached;
    const found = (await this.#store.findings(this.#caseId, owner, page))?.findings;
    if (found !== undefined) {
      const [oldest] = this.#cache.keys();
      if (this.#cache.size >= CACHED_PAGES && oldest !== undefined) this.#cache.delete(oldest);
      this.#cache.set(key, found);
    }
    return found;
  }

  /** The finding of one alert. */
  async findingOf(row: AlertRow): Promise<AlertFinding | undefined> {
    return (await this.read(pageOwnerOf(row), row.page))?.[row.slot];
  }
}

function cacheKey(owner: string, page: number): string {
  return `${owner}.${page}`;
}
