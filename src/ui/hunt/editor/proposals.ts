import { FUNCTION_NAMES, isKeyword } from "../../../eql/index.ts";
import { functionWords, plural } from "../../../wording/index.ts";
import type { KnownField } from "../../../app/index.ts";
import type { PlaceInQuery } from "./place-in-query.ts";

/** Something that can be written at a place of a query. */
export interface Proposal {
  /** As it is shown and looked for. */
  readonly label: string;
  /** What is written instead of the label; with `cursor` from its end, where the cursor goes. */
  readonly text?: string;
  readonly cursorBack?: number;
  readonly kind: "keyword" | "category" | "field" | "function" | "value";
  /** Beside the label. */
  readonly detail?: string;
  /** What is more likely comes first: higher numbers. */
  readonly rank: number;
}

/** Where fields and values come from. */
export interface FieldSource {
  readonly names: readonly string[];
  get(name: string): KnownField | undefined;
  valuesOf(field: string): Promise<readonly (readonly [value: string, count: number | null])[]>;
}

const CATEGORIES = [
  "any",
  "process",
  "registry",
  "file",
  "network",
  "authentication",
  "library",
  "driver",
  "dns",
];
const STARTS = ["sequence", "sequence by", "sample by"];
const EQL_NEXT = [
  "and",
  "or",
  "not",
  "in",
  "in~",
  "like",
  "like~",
  "regex",
  "regex~",
  "where",
  "by",
  "with",
  "maxspan",
  "runs",
  "until",
];
const KQL_NEXT = ["and", "or", "not"];
const EQL_VALUES = ["null", "true", "false"];

/** What can be written at a place, for which the evidence is asked where a value is wanted. */
export async function proposalsFor(
  language: string,
  place: PlaceInQuery,
  fields: FieldSource,
): Promise<readonly Proposal[]> {
  switch (place.kind) {
    case "start":
      return [
        ...words(CATEGORIES, "category", 3, (word) => `${word} where `),
        ...words(STARTS, "keyword", 2, spaced),
      ];
    case "field":
      return [
        ...fieldProposals(language, fields),
        ...(language === "eql" ? functionProposals() : []),
        ...words(["not"], "keyword", 0, spaced),
      ];
    case "next":
      return words(language === "kuery" ? KQL_NEXT : EQL_NEXT, "keyword", 1, spaced);
    case "pipe":
      return words(["head", "tail"], "keyword", 1, spaced);
    case "value":
      return valueProposals(language, place, fields);
    case "none":
      return [];
  }
}

const spaced = (word: string): string => `${word} `;

function words(
  all: readonly string[],
  kind: Proposal["kind"],
  rank: number,
  text: (word: string) => string,
): Proposal[] {
  return all.map((label, i) => ({ label, text: text(label), kind, rank: rank - i / 100 }));
}

function fieldProposals(language: string, fields: FieldSource): Proposal[] {
  return fields.names.map((name) => {
    const { occurs, values } = fields.get(name)!;
    const [text, detail] = [language === "eql" ? quotedName(name) : escapedName(name), someOf(values)];
    return {
      ...{ label: name, kind: "field" as const, rank: occurs ? 2 : 0.5 },
      ...(text !== name && { text }),
      ...(detail !== "" ? { detail } : !occurs && { detail: "not met here" }),
    };
  });
}

const FEW = 3;
const SHORT = 40;

function someOf(values: readonly string[]): string {
  return values
    .filter((value) => value.length <= SHORT)
    .slice(0, FEW)
    .join(", ");
}

function functionProposals(): Proposal[] {
  return FUNCTION_NAMES.map((name) => ({
    ...{ label: name, text: `${name}()`, cursorBack: 1, kind: "function" as const, rank: 1 },
    detail: functionWords(name)?.usage ?? "",
  }));
}

/** EQL wants backticks around the parts of a name that are no plain words, or are keywords. */
export function quotedName(name: string): string {
  return name
    .split(".")
    .map((part, i) =>
      (i === 0 ? /^[@a-zA-Z_]\w*$/ : /^[a-zA-Z_]\w*$/).test(part) && !isKeyword(part)
        ? part
        : `\`${part.replaceAll("`", "``")}\``,
    )
    .join(".");
}

function escapedName(name: string): string {
  return name.replace(/[\\():<>"*{} ]/g, "\\$&");
}

async function valueProposals(
  language: string,
  place: PlaceInQuery,
  fields: FieldSource,
): Promise<Proposal[]> {
  const values = await fields.valuesOf(place.field!);
  const proposals = values.map(([label, count], i): Proposal => {
    const written = language === "eql" ? eqlValue(place, label) : kqlValue(place, label);
    return {
      ...{ label, text: written, kind: "value", rank: 2 - i / 1000 },
      ...(count !== null && { detail: plural(count, "event") }),
    };
  });
  const constants =
    language === "eql" && place.isQuoted !== true ? words(EQL_VALUES, "keyword", 0, (word) => word) : [];
  return [...proposals, ...constants];
}

/** Fields with numbers, by the ends of their names: what the evidence has of them is text here. */
const NUMBERS = /(?:\.pid|\.ppid|\.port|\.size|_count|\.bytes|\.thread\.id|record_id)$/;

function eqlValue({ field = "", isQuoted, isClosed }: PlaceInQuery, value: string): string {
  const escaped = value
    .replace(/[\\"]/g, "\\$&")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t");
  if (isQuoted === true) return isClosed === true ? escaped : `${escaped}"`;
  return NUMBERS.test(field) && /^\d+$/.test(value) ? value : `"${escaped}"`;
}

function kqlValue({ isQuoted, isClosed }: PlaceInQuery, value: string): string {
  const escaped = value.replace(/[\\"]/g, "\\$&");
  if (isQuoted === true) return isClosed === true ? escaped : `${escaped}"`;
  return /^[\w.-]+$/.test(value) && !/^(?:and|or|not|null)$/i.test(value) ? value : `"${escaped}"`;
}
