import type { Disposition } from "../../case/index.ts";
import type { CaseState } from "../case/case-state.svelte.ts";
import { DerivedValue } from "./derived-value.svelte.ts";
import { LIST_FIELDS, type ListField } from "./field-names.ts";
import type { FieldValues } from "./field-values.ts";
import { listFieldValues } from "./list-fields.ts";

/** The fields whose values change when the analyst decides. */
const DECIDED: ReadonlySet<ListField> = new Set(["status", "verdict", "tag"]);

/** The values of each field of the list, kept until the alerts, or what else they are made from, change. */
export class ListValues {
  readonly #case: CaseState;
  readonly #fields: ReadonlyMap<ListField, DerivedValue<FieldValues>>;

  constructor(state: CaseState) {
    this.#case = state;
    this.#fields = new Map(
      LIST_FIELDS.map((field) => [field, new DerivedValue(() => this.#valuesOf(field))]),
    );
  }

  of(field: ListField): FieldValues {
    return this.#fields.get(field)!.value;
  }

  #valuesOf(field: ListField): FieldValues {
    const { alerts, dispositions, rules, ledger } = this.#case;
    void alerts.version;
    return listFieldValues(field, {
      columns: alerts.columns,
      ruleOf: (ruleId) => rules.get(ruleId)?.rule,
      pathOf: (evidenceId) => ledger.get(evidenceId)?.path ?? "",
      dispositions: DECIDED.has(field) ? dispositions.byRow(alerts.columns) : NONE,
    });
  }
}

const NONE: ReadonlyMap<number, Disposition> = new Map();
