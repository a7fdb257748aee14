import {
  type AlertColumns,
  alertNameOf,
  type Decided,
  DispositionPacker,
  type DispositionPage,
  dispositionPlace,
  pageOfEvent,
} from "../../case/index.ts";
import { RowSet } from "../../columns/index.ts";

/** Pages that are packed and handed to the database at a time: some ten thousand alerts where all are decided about. */
const PART = 64;

/** The alerts on one stored page about which something is decided, or was. */
interface Page {
  readonly owner: string;
  readonly page: number;
  readonly rows: number[];
  readonly unlisted: Set<string>;
}

/** What is decided now. */
interface Current {
  readonly ofRow: (row: number) => Decided | undefined;
  /** Of alerts that are not in the list, by id. */
  readonly ofUnlisted: (id: string) => Decided | undefined;
}

/** Which decided alerts are stored on which page, so that a change rewrites the pages of its alerts and no others. */
export class DispositionPages {
  readonly #caseId: string;
  readonly #columns: AlertColumns;
  readonly #current: Current;
  /** By owner, and then by number. */
  readonly #pages = new Map<string, (Page | undefined)[]>();
  /** The pages of a file by the code of its id, so as not to look up an id for each of a million rows. */
  readonly #byCode: (Page | undefined)[][] = [];
  readonly #isOnPage = new RowSet();

  constructor(caseId: string, columns: AlertColumns, current: Current) {
    this.#caseId = caseId;
    this.#columns = columns;
    this.#current = current;
  }

  /** The page of a row, which has the row from now on. */
  withRow(row: number): Page {
    const page = this.#pageOfRow(row);
    if (!this.#isOnPage.has(row)) {
      this.#isOnPage.add(row);
      page.rows.push(row);
    }
    return page;
  }

  /** The page of an alert that is not in the list, which has the alert from now on. */
  withUnlisted(id: string): Page {
    const { owner, page: number } = dispositionPlace(alertNameOf(id));
    const page = pageOf(this.#pagesOf(owner), owner, number);
    page.unlisted.add(id);
    return page;
  }

  #pageOfRow(row: number): Page {
    const columns = this.#columns;
    if (columns.isSequence(row)) {
      const { owner, page } = dispositionPlace(columns.nameAt(row));
      return pageOf(this.#pagesOf(owner), owner, page);
    }
    const files = columns.text("evidenceId");
    const code = files.codeAt(row);
    const pages = (this.#byCode[code] ??= this.#pagesOf(files.at(row)));
    const number = pageOfEvent(columns.offsetAt(row), columns.memberAt(row));
    return pages[number] ?? pageOf(pages, files.at(row), number);
  }

  #pagesOf(owner: string): (Page | undefined)[] {
    let pages = this.#pages.get(owner);
    if (pages === undefined) this.#pages.set(owner, (pages = []));
    return pages;
  }

  /** Packs pages as they are now, some at a time. */
  *parts(pages: ReadonlySet<Page>): Generator<DispositionPage[]> {
    let part: DispositionPage[] = [];
    for (const page of pages) {
      part.push(this.#packed(page));
      if (part.length < PART) continue;
      yield part;
      part = [];
    }
    if (part.length > 0) yield part;
  }

  /** How many parts that is. */
  partsOf(pages: ReadonlySet<Page>): number {
    return Math.ceil(pages.size / PART);
  }

  #packed({ owner, page, rows, unlisted }: Page): DispositionPage {
    const packer = new DispositionPacker({ caseId: this.#caseId, owner, page });
    const columns = this.#columns;
    const rules = columns.text("ruleId");
    for (const row of rows) {
      const decided = this.#current.ofRow(row);
      if (decided === undefined) continue;
      if (columns.isSequence(row)) packer.add(columns.nameAt(row), decided);
      else packer.addEvent(columns.offsetAt(row), rules.at(row), columns.members.at(row), decided);
    }
    for (const id of unlisted) {
      const decided = this.#current.ofUnlisted(id);
      if (decided === undefined) unlisted.delete(id);
      else packer.add(alertNameOf(id), decided);
    }
    return packer.finish();
  }
}

export type { Page as DecidedPage };

function pageOf(pages: (Page | undefined)[], owner: string, number: number): Page {
  return (pages[number] ??= { owner, page: number, rows: [], unlisted: new Set() });
}
