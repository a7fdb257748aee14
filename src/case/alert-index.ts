/** What an alert of one event is found by: codes of its file, its member (0 for none) and its rule, and the offset. */
export interface AlertCodes {
  readonly evidence: number;
  readonly member: number;
  readonly rule: number;
  readonly offset: number;
}

/** Finds the row of an alert of one event: a hash table with open addressing, eight bytes a row. */
export class AlertIndex {
  readonly #codesAt: (row: number) => AlertCodes;
  /** Rows, plus one; 0 where the slot is free. */
  #slots = new Uint32Array(FIRST_SLOTS);
  #used = 0;

  /** @param codesAt what a row is found by; must never change for a row that is in the index */
  constructor(codesAt: (row: number) => AlertCodes) {
    this.#codesAt = codesAt;
  }

  /** Makes room for so many rows in all, so that adding one never has to. */
  reserve(rows: number): void {
    while (rows * 2 >= this.#slots.length) this.#grow();
  }

  /** Adds a row. Another one with the same codes stays too. */
  add(row: number): void {
    if (this.#used * 2 >= this.#slots.length) this.#grow();
    this.#put(row);
    this.#used++;
  }

  /**
   * @param accepts whether a row that has the codes is the one wanted
   * @returns undefined if there is none
   */
  find(codes: AlertCodes, accepts: (row: number) => boolean): number | undefined {
    for (let slot = this.#slotOf(codes); this.#slots[slot] !== 0; slot = this.#next(slot)) {
      const row = this.#slots[slot]! - 1;
      if (isSame(this.#codesAt(row), codes) && accepts(row)) return row;
    }
    return undefined;
  }

  #put(row: number): void {
    let slot = this.#slotOf(this.#codesAt(row));
    while (this.#slots[slot] !== 0) slot = this.#next(slot);
    this.#slots[slot] = row + 1;
  }

  #grow(): void {
    const rows = this.#slots;
    this.#slots = new Uint32Array(rows.length * 2);
    for (const row of rows) if (row !== 0) this.#put(row - 1);
  }

  #next(slot: number): number {
    return (slot + 1) & (this.#slots.length - 1);
  }

  #slotOf({ evidence, member, rule, offset }: AlertCodes): number {
    let hash = Math.imul(evidence + 1, 0x9e3779b1) ^ Math.imul(rule + 1, 0x85ebca6b);
    hash ^= Math.imul(member + 1, 0xc2b2ae35);
    hash = Math.imul(hash ^ offset ^ Math.floor(offset / 0x1_0000_0000), 0x27d4eb2f);
    return (hash ^ (hash >>> 15)) & (this.#slots.length - 1);
  }
}

const FIRST_SLOTS = 1024;

function isSame(a: AlertCodes, b: AlertCodes): boolean {
  return a.offset === b.offset && a.rule === b.rule && a.evidence === b.evidence && a.member === b.member;
}
