import type { FieldValue, FlatEvent, Scalar } from "../../ecs/index.ts";
import { parseAddress } from "../../match/index.ts";
import { type FieldPlan, LONGEST_OTHER, OTHER_FIELDS } from "./field-plan.ts";
import { type IndexedType, LONGEST_KEYWORD } from "./field-types.ts";
import { isoOf } from "./iso-time.ts";

/** What had to be done so that Elasticsearch takes a document; each a number of values or fields. */
export interface Adapted {
  /** Fields whose name is not known to be that of a value. */
  moved: number;
  /** Values that are none of their field's type: a date that is none, text in a number. */
  unfit: number;
  /** Fields beyond the most that a document keeps. */
  surplus: number;
  /** Dates that were written again as ISO 8601. */
  dates: number;
  /** Texts with halves of characters, in place of which there is a sign now. */
  mended: number;
  /** Values that are stored but too long to be found. */
  long: number;
  /** Events without a time by which Elasticsearch could order them. */
  timeless: number;
}

export const NOTHING_ADAPTED: Adapted = {
  ...{ moved: 0, unfit: 0, surplus: 0, dates: 0, mended: 0, long: 0, timeless: 0 },
};

/** A document keeps at most this many fields under their own names. Real events have some hundred. */
export const MOST_FIELDS = 1000;

const LONG = /^[+-]?\d{1,19}$/;
const DOUBLE = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/;

/**
 * Makes the fields of an event those of a document that Elasticsearch takes with the template of the plan, whatever other
 * documents have. What cannot stay under its own name goes into one field beside them, where it can be found as well:
 * nothing is left out.
 *
 * @param names is given every name that is kept
 */
export function documentOf(
  event: FlatEvent,
  plan: FieldPlan,
  adapted: Adapted,
  names: (name: string) => void,
): Record<string, unknown> {
  // Without prototypes, so that a field of any name is one like others.
  const document = Object.create(null) as Record<string, unknown>;
  const others = Object.create(null) as Record<string, Scalar | Scalar[]>;
  let kept = 0;
  for (const name in event) {
    const value = event[name]!;
    const type = plan.placeOf(name);
    if (type === null || (kept >= MOST_FIELDS && !isAsked(plan, name))) {
      adapted[type === null ? "moved" : "surplus"]++;
      addOther(others, name, value, adapted);
      continue;
    }
    const { fit, unfit } = name === "@timestamp" ? timeOf(value, adapted) : fitting(value, type, adapted);
    if (fit !== undefined) {
      document[name] = fit;
      kept++;
      names(name);
    }
    if (unfit !== undefined) {
      adapted.unfit += Array.isArray(unfit) ? unfit.length : 1;
      addOther(others, name, unfit, adapted);
    }
  }
  if (document["@timestamp"] === undefined) adapted.timeless++;
  if (Object.keys(others).length > 0) document[OTHER_FIELDS] = others;
  return document;
}

function isAsked({ values }: FieldPlan, name: string): boolean {
  return values.includes(name);
}

interface Parted {
  readonly fit?: FieldValue;
  readonly unfit?: FieldValue;
}

function fitting(value: FieldValue, type: IndexedType, adapted: Adapted): Parted {
  if (!Array.isArray(value)) {
    const fit = fitted(value as Scalar, type, adapted);
    return fit === null ? { unfit: value } : { fit };
  }
  const fit: Scalar[] = [];
  const unfit: Scalar[] = [];
  for (const each of value as readonly Scalar[]) {
    const scalar = fitted(each, type, adapted);
    if (scalar === null) unfit.push(each);
    else fit.push(scalar);
  }
  return { ...(fit.length > 0 && { fit }), ...(unfit.length > 0 && { unfit }) };
}

/** EQL orders by one time: the first, as Loupe does. */
function timeOf(value: FieldValue, adapted: Adapted): Parted {
  if (!Array.isArray(value)) return fitting(value, "date", adapted);
  const [first, ...rest] = value as readonly Scalar[];
  const { fit, unfit } = fitting(first ?? "", "date", adapted);
  const others = [...(unfit === undefined ? [] : [unfit as Scalar]), ...rest];
  return { ...(fit !== undefined && { fit }), ...(others.length > 0 && { unfit: others }) };
}

/** The value as a field of the type takes it; null if it is none. */
function fitted(value: Scalar, type: IndexedType, adapted: Adapted): Scalar | null {
  switch (type) {
    case "date": {
      const time = isoOf(value);
      if (time !== null && time !== value) adapted.dates++;
      return time;
    }
    case "ip":
      return typeof value === "string" && !value.includes("%") && parseAddress(value) !== null ? value : null;
    case "long":
      return isLong(value) ? value : null;
    case "double":
      if (typeof value === "number") return Number.isFinite(value) ? value : null;
      return typeof value === "string" && value.length < 100 && DOUBLE.test(value) ? value : null;
    case "boolean":
      return typeof value === "boolean" || value === "true" || value === "false" ? value : null;
    case "keyword": {
      const text = mended(value, adapted);
      if (typeof text === "string" && text.length > LONGEST_KEYWORD) adapted.long++;
      return text;
    }
    default:
      return mended(value, adapted);
  }
}

function isLong(value: Scalar): boolean {
  if (typeof value === "number") return Number.isSafeInteger(value);
  if (typeof value !== "string" || !LONG.test(value)) return false;
  const long = BigInt(value.startsWith("+") ? value.slice(1) : value);
  return BigInt.asIntN(64, long) === long;
}

const HALF = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** JSON has no infinite numbers, and UTF-8 no halves of characters. */
function mended(value: Scalar, adapted: Adapted): Scalar {
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value !== "string" || !/[\ud800-\udfff]/.test(value)) return value;
  const text = value.replace(HALF, "\ufffd");
  if (text !== value) adapted.mended++;
  return text;
}

/** Longer names are cut: of a name and a value together Lucene takes no more than 32,766 bytes. */
const LONGEST_NAME = 500;

function addOther(
  others: Record<string, Scalar | Scalar[]>,
  name: string,
  value: FieldValue,
  adapted: Adapted,
): void {
  // A field of type flattened takes any name but an empty one, and one with a zero.
  const text = String(mended(name.replaceAll("\0", "\ufffd"), adapted));
  const key = text === "" ? " " : text.length > LONGEST_NAME ? cut(text) : text;
  const values = (Array.isArray(value) ? (value as readonly Scalar[]) : [value as Scalar]).map((each) =>
    mended(each, adapted),
  );
  for (const each of values) if (typeof each === "string" && each.length > LONGEST_OTHER) adapted.long++;
  const before = others[key];
  if (before !== undefined) values.unshift(...(Array.isArray(before) ? before : [before]));
  others[key] = values.length === 1 ? values[0]! : values;
}

function cut(text: string): string {
  return `${text.slice(0, LONGEST_NAME).replace(/[\ud800-\udbff]$/, "")}…`;
}
