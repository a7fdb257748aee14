import type { Evidence } from "../../case/index.ts";
import type { Ledger } from "../case/ledger.svelte.ts";
import { type Condition, condition, withCondition, withToggled } from "../filter/index.ts";
import { ANY_PROBLEM, type EvidenceField, readEvidenceConditions } from "./evidence-fields.ts";
import { type EvidenceFacet, evidenceFacets, filesWith } from "./evidence-filter.ts";
import { type EvidenceOrder, type EvidenceSort, sortedFiles, sortsDownFirst } from "./evidence-order.ts";
import type { EvidenceListState } from "./evidence-state.ts";

/** Which files of the case are listed, in which order, and which one is selected. It is kept while other views are shown. */
export class EvidenceList {
  readonly #ledger: Pick<Ledger, "shown" | "files">;
  /** What is typed in the query bar and is no chip yet. It filters at once. */
  text = $state("");
  conditions = $state.raw<readonly Condition[]>([]);
  /** Null for the order in which the files were added. */
  #order = $state.raw<EvidenceOrder | null>(null);
  /**
   * The place of each file when the analyst sorted. Sizes, counts and states change all the time while files are read, and
   * the row that someone reads must not move: it stays until the next sorting. Later files come after all others.
   */
  #places = $state.raw<ReadonlyMap<string, number>>(new Map());
  selectedId = $state("");
  showsDetail = $state(false);
  /** The part of the detail that is shown; it stays for the next file. */
  tab = $state<"summary" | "problems">("summary");
  /** The analyst wants to go back to the list, which takes the focus. */
  returning = $state(false);
  /** The detail is to ask whether this file should be removed; empty for none. */
  removing = $state("");

  constructor(ledger: Pick<Ledger, "shown" | "files">) {
    this.#ledger = ledger;
  }

  /** The conditions that are applied: the chips, and what is being typed. */
  readonly #applied: readonly Condition[] = $derived.by(() => [
    ...this.conditions,
    ...readEvidenceConditions(this.text),
  ]);

  /** All files in the chosen order. */
  readonly #ordered: readonly Evidence[] = $derived.by(() => {
    const { shown } = this.#ledger;
    if (this.#order === null) return shown;
    const placeOf = ({ id }: Evidence): number => this.#places.get(id) ?? Infinity;
    return shown
      .map((file) => ({ file, place: placeOf(file) }))
      .sort((a, b) => (a.place === b.place ? a.file.order - b.file.order : a.place - b.place))
      .map(({ file }) => file);
  });

  readonly listed: readonly Evidence[] = $derived.by(() => filesWith(this.#ordered, this.#applied));

  readonly facets: readonly EvidenceFacet[] = $derived.by(() =>
    evidenceFacets(this.#ledger.shown, this.#applied),
  );

  /** The selected file, whether it is listed or not. */
  readonly selected: Evidence | undefined = $derived.by(() =>
    this.#ledger.shown.find(({ id }) => id === this.selectedId),
  );

  /** Where the selected file is in the list; -1 if it is not in it. */
  readonly selectedAt: number = $derived.by(() => this.listed.findIndex(({ id }) => id === this.selectedId));

  get order(): EvidenceOrder | null {
    return this.#order;
  }

  /** Whether the files would be in another order if they were sorted now. */
  readonly isOutOfOrder: boolean = $derived.by(() => {
    if (this.#order === null) return false;
    const now = sortedFiles(this.#ordered, this.#order);
    return now.some((file, i) => file !== this.#ordered[i]);
  });

  get isNarrowed(): boolean {
    return this.text !== "" || this.conditions.length > 0;
  }

  /** What a link keeps. */
  get state(): EvidenceListState {
    return {
      conditions: this.conditions,
      text: this.text,
      order: this.#order,
      fileId: this.showsDetail ? this.selectedId : "",
    };
  }

  set state({ conditions, text, order, fileId }: EvidenceListState) {
    this.conditions = conditions;
    this.text = text;
    this.#sort(order);
    this.selectedId = fileId;
    this.showsDetail = fileId !== "";
  }

  /** Sorts by a column; by the same one again in the other direction, and then in the order of adding again. */
  sortBy(column: EvidenceSort): void {
    const first = sortsDownFirst(column);
    if (this.#order?.column !== column) this.#sort({ column, descending: first });
    else if (this.#order.descending === first) this.#sort({ column, descending: !first });
    else this.#sort(null);
  }

  /** Sorts by what is known now. */
  sortAgain(): void {
    this.#sort(this.#order);
  }

  #sort(order: EvidenceOrder | null): void {
    this.#order = order;
    // Not what is shown: a case that was just opened shows its files a moment later.
    const sorted = order === null ? [] : sortedFiles(this.#ledger.files, order);
    this.#places = new Map(sorted.map(({ id }, i) => [id, i]));
  }

  clear(): void {
    this.text = "";
    this.conditions = [];
  }

  /**
   * Makes chips of what was typed.
   *
   * @returns whether there was a condition in it
   */
  keepTyped(): boolean {
    const typed = readEvidenceConditions(this.text);
    if (typed.length === 0) return false;
    this.conditions = typed.reduce(withCondition, this.conditions);
    this.text = "";
    return true;
  }

  remove(i: number): void {
    this.conditions = this.conditions.toSpliced(i, 1);
  }

  /** Turns a condition into its opposite. */
  turn(i: number): void {
    const turned = this.conditions[i]!;
    this.conditions = this.conditions.with(i, { ...turned, isNot: !turned.isNot });
  }

  /** Turns a condition off, or on again. */
  switchOff(i: number): void {
    const switched = this.conditions[i]!;
    this.conditions = this.conditions.with(i, { ...switched, isOff: !switched.isOff });
  }

  /** Includes or excludes a value, or no longer if it is so already. */
  toggle(field: EvidenceField, value: string, isNot: boolean): void {
    this.conditions = withToggled(this.conditions, condition(field, value, { isNot }));
  }

  /** Lists the files that have one of these values of a field, and no others. */
  only(field: EvidenceField, values: readonly string[]): void {
    this.text = "";
    this.conditions = values.map((value) => condition(field, value));
  }

  /** Lists the files that need the analyst. */
  onlyProblems(): void {
    this.only("problem", [ANY_PROBLEM]);
  }

  /** What a value of a facet is: included, excluded or neither. */
  stateOf(field: EvidenceField, value: string): "included" | "excluded" | "" {
    const folded = value.toLowerCase();
    const condition = this.conditions.find(
      (each) => each.field === field && !each.isPattern && each.value.toLowerCase() === folded,
    );
    return condition === undefined ? "" : condition.isNot ? "excluded" : "included";
  }

  /** Moves the selection by a number of rows. With none, `Infinity` selects the last row and anything else the first. */
  move(by: number): void {
    const last = this.listed.length - 1;
    if (last < 0) return;
    const at = this.selectedAt;
    const next = at < 0 ? (by === Infinity ? last : 0) : Math.min(Math.max(at + by, 0), last);
    this.selectedId = this.listed[next]!.id;
  }

  /** Selects a file and shows its detail. */
  open(id: string, tab: EvidenceList["tab"] = this.tab): void {
    this.selectedId = id;
    this.tab = tab;
    this.showsDetail = true;
  }

  /** Closes the detail. The list gets the focus back, at the file, which stays selected. */
  close(): void {
    this.showsDetail = false;
    this.removing = "";
    this.returning = true;
  }

  /** Selects the file after another one, which is being removed, or else the one before it. */
  leave(id: string): void {
    const at = this.listed.findIndex((file) => file.id === id);
    const neighbour = at < 0 ? undefined : (this.listed[at + 1] ?? this.listed[at - 1]);
    this.selectedId = neighbour?.id ?? "";
    this.close();
  }
}
