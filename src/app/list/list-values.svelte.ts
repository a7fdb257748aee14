import type { CaseState } from "../case/case-state.svelte.ts";
import { DerivedValue } from "./derived-value.svelte.ts";
import { EventColumn } from "./event-column.ts";
import type { EventReader } from "./event-reader.svelte.ts";
import { LIST_FIELDS, type ListField, listFieldOf } from "./field-names.ts";
import type { FieldValues } from "./field-values.ts";
import { listFieldValues } from "./list-fields.ts";

/** The fields whose values change when the analyst decides. */
const DECIDED: ReadonlySet<ListField> = new Set(["status", "verdict", "tag"]);

/** The values of each field of the list, kept until the alerts, or what else they are made from, change. */
export class ListValues {
  readonly #case: CaseState;
  readonly #reader: EventReader;
  readonly #fields: ReadonlyMap<ListField, DerivedValue<FieldValues>>;

  constructor(state: CaseState, reader: EventReader) {
    this.#case = state;
    this.#reader = reader;
    this.#fields = new Map(
      LIST_FIELDS.map((field) => [field, new DerivedValue(() => this.#valuesOf(field))]),
    );
  }

  of(field: ListField): FieldValues {
    return this.#fields.get(field)!.value;
  }

  /** The values of any field, as far as they have been read for one that only events have. */
  ofAny(name: string): FieldValues {
    const field = listFieldOf(name);
    if (field !== undefined) return this.of(field);
    const { alerts } = this.#case;
    void [alerts.version, this.#reader.version];
    return this.columnOf(name).values(alerts.columns.length);
  }

  /** The column of a field that only events have. It is filled while the reader is asked for it. */
  columnOf(name: string): EventColumn {
    return this.#reader.known(`column ${name}`, () => new EventColumn(name));
  }

  #valuesOf(field: ListField): FieldValues {
    const { alerts, dispositions, rules, ledger } = this.#case;
    void alerts.version;
    return listFieldValues(field, {
      columns: alerts.columns,
      ruleOf: (ruleId) => rules.get(ruleId)?.rule,
      pathOf: (evidenceId) => ledger.get(evidenceId)?.path ?? "",
      decided: DECIDED.has(field) ? dispositions.byRow : null,
    });
  }
}
