import type { Dictionary } from "../../columns/index.ts";
import { compilePatterns } from "../../match/index.ts";
import type { EventField, EventFilter, EventQuery, TextSearch } from "./event-query.ts";
import { type CodeColumn, type CodeTable, FIELDS, type IndexedPart, isTableColumn } from "./indexed-part.ts";
import { CATEGORY_SEPARATOR } from "./indexed-event.ts";

/** What the codes in the columns of an index mean. */
export interface CodeTexts {
  readonly texts: Dictionary;
  readonly kinds: CodeTable;
  readonly processes: CodeTable;
  readonly origins: CodeTable;
}

export type RowTest = (part: IndexedPart, row: number) => boolean;

/** A test of a query, and the field that it is about; null for a search in all texts. */
export interface QueryTest {
  readonly field: EventField | null;
  readonly passes: RowTest;
}

/** The events that a search through the files themselves has found for some words; null if there was none. */
export type Marks = (words: readonly string[]) => RowTest | null;

/** Which codes of a column pass: 1 for each that does. */
type Accepted = Uint8Array<ArrayBuffer>;

const SEARCHED_TEXTS = ["hosts", "users", "objects", "values"] as const;
/** Of a process only the name: it has an id besides. */
const PROCESS_NAME = 1;
/** A filter on a column of texts has to look at each text of the index, so what it found is kept for the next questions. */
const MOST_KEPT = 16;

/** Makes tests of rows from queries: each text of the index is compared once, not once for each event. */
export class QueryTests {
  readonly #codes: CodeTexts;
  readonly #marks: Marks;
  readonly #kept = new Map<string, Accepted>();

  constructor(codes: CodeTexts, marks: Marks) {
    this.#codes = codes;
    this.#marks = marks;
  }

  /** Forgets what it knows of the texts: there are other ones now. */
  forget(): void {
    this.#kept.clear();
  }

  of({ filters = [], texts = [] }: Pick<EventQuery, "filters" | "texts">): QueryTest[] {
    return [
      ...filters.map((filter) => ({ field: filter.field, passes: this.#filterTest(filter) })),
      ...texts.map((search) => ({ field: null, passes: this.#searchTest(search) })),
    ];
  }

  #filterTest(filter: EventFilter): RowTest {
    const [column] = FIELDS[filter.field];
    const accepted = this.#keep(`filter ${JSON.stringify(filter)}`, () => this.#acceptedBy(filter));
    return (part, row) => accepted[part[column][row]!] === 1;
  }

  #acceptedBy({
    field,
    values,
    patterns = [],
    isNot = false,
    ignoresCase = false,
    isPart = false,
  }: EventFilter): Accepted {
    const { texts } = this.#codes;
    const [column, position] = FIELDS[field === "event.category" ? "categories" : field];
    const wantedTexts = new Set(values);
    const wanted = new Set(values.map((value) => texts.find(value)));
    const folded = new Set(ignoresCase ? values.map((value) => value.toLowerCase()) : []);
    const isLike =
      patterns.length === 0
        ? null
        : compilePatterns(
            patterns.map((each) => each.toLowerCase()),
            false,
          );
    const parts = isPart ? values.map((value) => value.toLowerCase()) : [];
    const isWantedText = (text: string, lower: string): boolean =>
      wantedTexts.has(text) ||
      folded.has(lower) ||
      isLike?.(lower) === true ||
      parts.some((part) => lower.includes(part));
    const isWanted = (code: number): boolean => {
      if (wanted.has(code)) return true;
      const text = texts.textOf(code);
      if (field === "event.category" && text.includes(CATEGORY_SEPARATOR))
        return text.split(CATEGORY_SEPARATOR).some((each) => isWantedText(each, each.toLowerCase()));
      if (folded.size + parts.length === 0 && isLike === null) return false;
      return isWantedText(text, text.toLowerCase());
    };
    const accepted = new Uint8Array(this.sizeOf(column));
    for (let code = 0; code < accepted.length; code++)
      accepted[code] = isWanted(this.textCode(column, position, code)) === isNot ? 0 : 1;
    return accepted;
  }

  #searchTest({ words, isNot = false }: TextSearch): RowTest {
    const tests = words.map((word) => this.#wordTest(word.toLowerCase()));
    const marked = this.#marks(words);
    return (part, row) => (tests.every((test) => test(part, row)) || marked?.(part, row) === true) !== isNot;
  }

  #wordTest(word: string): RowTest {
    const { texts, kinds, processes, origins } = this.#codes;
    const inText = this.#keep(
      `texts ${word}`,
      () => texts.matching((text) => text.toLowerCase().includes(word)) as Accepted,
    );
    const inKind = this.#keep(`kinds ${word}`, () =>
      Uint8Array.from({ length: kinds.size }, (_, row) =>
        kinds.codesOf(row).some((code) => inText[code] === 1) ? 1 : 0,
      ),
    );
    const inOrigin = this.#keep(`origins ${word}`, () =>
      Uint8Array.from({ length: origins.size }, (_, row) =>
        origins.codesOf(row).some((code) => inText[code] === 1) ? 1 : 0,
      ),
    );
    const inProcess = this.#keep(`processes ${word}`, () =>
      Uint8Array.from({ length: processes.size }, (_, row) => inText[processes.codesOf(row)[PROCESS_NAME]!]!),
    );
    return (part, row) =>
      SEARCHED_TEXTS.some((column) => inText[part[column][row]!] === 1) ||
      inKind[part.kinds[row]!] === 1 ||
      inOrigin[part.origins[row]!] === 1 ||
      inProcess[part.processes[row]!] === 1;
  }

  #keep(key: string, make: () => Accepted): Accepted {
    const known = this.#kept.get(key);
    const accepted = known ?? make();
    this.#kept.delete(key);
    this.#kept.set(key, accepted);
    // The one that has not been asked for longest.
    if (this.#kept.size > MOST_KEPT) this.#kept.delete(this.#kept.keys().next().value!);
    return accepted;
  }

  /** How many different codes a column can have. */
  sizeOf(column: CodeColumn): number {
    return isTableColumn(column) ? this.#codes[column].size : this.#codes.texts.size;
  }

  /** The code of the text that a field has, given the code in its column. */
  textCode(column: CodeColumn, position: number | null, code: number): number {
    if (position === null || !isTableColumn(column)) return code;
    return this.#codes[column].codesOf(code)[position]!;
  }
}
