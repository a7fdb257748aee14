import type { FieldValue, MutableFlatEvent } from "../../ecs/index.ts";
import type { WindowsEvent } from "../../formats/index.ts";

/** What a step may look at and write to. */
export interface Context {
  readonly event: WindowsEvent;
  /** The event id, `13`. */
  readonly code: string;
  readonly out: MutableFlatEvent;
  /** The first value of that name in EventData that the module does not treat as empty. */
  data(name: string): string | undefined;
}

/** How one value of EventData is mapped. */
export interface ValueStep {
  /** For the page: one short sentence on what happens. */
  readonly how: string;
  /** @returns true when the value has moved away: it is not kept below `winlog.event_data` as well */
  apply(value: string, context: Context): boolean;
}

/** A step that runs once all values are in their fields. */
export interface FinalStep {
  /** Only for events with these ids. */
  readonly ids?: ReadonlySet<string>;
  /** Where the value comes from, for the page. */
  readonly from: string;
  readonly how: string;
  apply(context: Context): void;
}

/** How Elastic maps the events of one channel. */
export interface Module {
  /** Values that Elastic's pipeline drops before anything else. Empty text always is. */
  readonly isIgnored: (value: string) => boolean;
  /** Written into every event of the channel, with what they mean. */
  readonly fixed: readonly (readonly [field: string, value: FieldValue])[];
  /** Written by event id. */
  readonly kinds: ReadonlyMap<string, EventKind>;
  readonly data: ReadonlyMap<string, ValueStep>;
  readonly final: readonly FinalStep[];
  /** Describes how the mapping of an event goes beyond Elastic's; null if it does not. */
  extension?(event: WindowsEvent): string | null;
}

/** ECS's categorization of one kind of event. */
export interface EventKind {
  readonly category?: readonly string[];
  readonly type?: readonly string[];
  /** A list if Elastic's pipelines have named it in more than one way, the newest name first. */
  readonly action?: string | readonly string[];
  readonly outcome?: readonly string[];
}

/** Moves the value. A field that has a value already stays, and the second value is kept where it was. */
export function rename(field: string): ValueStep {
  return {
    how: "moved",
    apply: (value, { out }) => {
      if (out[field] !== undefined) return false;
      out[field] = value;
      return true;
    },
  };
}

/** Copies the value, which is kept where it was as well. */
export function copy(field: string): ValueStep {
  return {
    how: "copied",
    apply: (value, { out }) => {
      out[field] = value;
      return false;
    },
  };
}

/** Moves what `convert` makes of the value; what it cannot convert is dropped, as Elastic's clean-up does. */
export function convert(
  field: string,
  how: string,
  convertValue: (value: string) => FieldValue | undefined,
): ValueStep {
  return {
    how,
    apply: (value, { out }) => {
      const converted = convertValue(value);
      if (converted !== undefined) out[field] = converted;
      return true;
    },
  };
}

/** One step for the events with these ids, another, or none, for the rest. */
export function forCodes(codes: ReadonlySet<string>, step: ValueStep, otherwise?: ValueStep): ValueStep {
  return {
    how: step.how,
    apply: (value, context) =>
      codes.has(context.code) ? step.apply(value, context) : (otherwise?.apply(value, context) ?? false),
  };
}

/** Several steps on one value. It moves away if one of them moves it. */
export function both(...steps: readonly ValueStep[]): ValueStep {
  return {
    how: steps.map((step) => step.how).join("; "),
    apply: (value, context) => {
      let moved = false;
      for (const step of steps) if (step.apply(value, context)) moved = true;
      return moved;
    },
  };
}

/** Leaves the value out, as another field already has it. */
export const drop: ValueStep = { how: "left out, as Elastic does", apply: () => true };

/** Adds to a list without repeating, as Elasticsearch's append processor does. */
export function append(out: MutableFlatEvent, field: string, value: string): void {
  const before = out[field];
  if (before === undefined) out[field] = [value];
  else if (typeof before === "object") {
    if (!before.includes(value)) out[field] = [...before, value];
  } else if (before !== value) out[field] = [before, value];
}

/** The text of a field that was written by a step; undefined for lists and numbers. */
export function textOf(out: MutableFlatEvent, field: string): string | undefined {
  const value = out[field];
  return typeof value === "string" ? value : undefined;
}

const NO_GUID = "{00000000-0000-0000-0000-000000000000}";

/** What Elastic's newer pipelines drop. Compared by length first: looking long values up in a set means hashing them. */
export function isDashOrNoGuid(value: string): boolean {
  return value.length === 1 ? value === "-" : value.length === NO_GUID.length && value === NO_GUID;
}

/** For pipelines that keep every value. */
export function isNothing(): boolean {
  return false;
}
