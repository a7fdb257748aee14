import type { ListItem, ListItems } from "./list-items.ts";

/** What the cursor needs of the list. */
export interface CursorList {
  readonly items: ListItems;
  /** The row of the selected alert. */
  readonly selectedRow: number | undefined;
  select(row: number): void;
}

/** The line of the list that keys act on: the selected alert, or the head of a group. */
export class ListCursor {
  readonly #list: CursorList;
  /** The group whose head has the cursor; empty if an alert has it. */
  #group = $state("");

  constructor(list: CursorList) {
    this.#list = list;
  }

  /** Where it is; -1 if it is at no line that the list shows. */
  readonly position: number = $derived.by(() => {
    const { items, selectedRow } = this.#list;
    if (this.#group !== "") return items.positionOfGroup(this.#group);
    return selectedRow === undefined ? -1 : items.positionOf(selectedRow);
  });

  get item(): ListItem | undefined {
    return this.#list.items.at(this.position);
  }

  /** Puts it at a line. An alert there is selected. */
  put(position: number): void {
    const item = this.#list.items.at(position);
    if (item === undefined) return;
    if (item.kind === "group") this.#group = item.key;
    else {
      this.#group = "";
      this.#list.select(item.row);
    }
  }

  /** Back to the selected alert. */
  leaveGroup(): void {
    this.#group = "";
  }

  /** Moves it by a number of lines. If it is nowhere, `Infinity` puts it at the last line, anything else at the first. */
  move(by: number): void {
    const last = this.#list.items.length - 1;
    if (last < 0) return;
    const at = this.position;
    this.put(at < 0 ? (by === Infinity ? last : 0) : Math.min(Math.max(at + by, 0), last));
  }
}
