/**
 * The arguments each function takes, so that calls are checked before anything runs. Names are not case-sensitive.
 * Source: the signatures and verifier tests of Elasticsearch's x-pack/plugin/eql.
 */
export type ArgumentType = "any" | "string" | "number" | "integer" | "boolean" | "ip" | "cidr";

export interface FunctionSignature {
  readonly name: string;
  readonly args: readonly ArgumentType[];
  /** How many of them are mandatory. */
  readonly required: number;
  /** The last argument may be repeated. */
  readonly repeats?: true;
  /** Has a `~` variant. */
  readonly caseAware?: true;
  readonly returns: "string" | "number" | "integer" | "boolean";
}

const SIGNATURES: readonly FunctionSignature[] = [
  { name: "add", args: ["number", "number"], required: 2, returns: "number" },
  {
    name: "between",
    args: ["string", "string", "string", "boolean"],
    required: 3,
    caseAware: true,
    returns: "string",
  },
  { name: "cidrMatch", args: ["ip", "cidr"], required: 2, repeats: true, returns: "boolean" },
  { name: "concat", args: ["any"], required: 1, repeats: true, returns: "string" },
  { name: "divide", args: ["number", "number"], required: 2, returns: "number" },
  { name: "endsWith", args: ["string", "string"], required: 2, caseAware: true, returns: "boolean" },
  {
    name: "indexOf",
    args: ["string", "string", "integer"],
    required: 2,
    caseAware: true,
    returns: "integer",
  },
  { name: "length", args: ["string"], required: 1, returns: "integer" },
  { name: "modulo", args: ["number", "number"], required: 2, returns: "number" },
  { name: "multiply", args: ["number", "number"], required: 2, returns: "number" },
  { name: "number", args: ["string", "integer"], required: 1, returns: "number" },
  { name: "startsWith", args: ["string", "string"], required: 2, caseAware: true, returns: "boolean" },
  { name: "string", args: ["any"], required: 1, returns: "string" },
  { name: "stringContains", args: ["string", "string"], required: 2, caseAware: true, returns: "boolean" },
  { name: "substring", args: ["string", "integer", "integer"], required: 2, returns: "string" },
  { name: "subtract", args: ["number", "number"], required: 2, returns: "number" },
];

const BY_LOWER_CASE: ReadonlyMap<string, FunctionSignature> = new Map(
  SIGNATURES.map((s) => [s.name.toLowerCase(), s]),
);

/** Returns the signature of a function, however its name is capitalised. */
export function signatureOf(name: string): FunctionSignature | undefined {
  return BY_LOWER_CASE.get(name.toLowerCase());
}

/** Returns the function's name in its official spelling, or an unknown name unchanged. */
export function canonicalName(name: string): string {
  return signatureOf(name)?.name ?? name;
}

/** Every function name, for "did you mean". */
export const FUNCTION_NAMES: readonly string[] = SIGNATURES.map((s) => s.name);

const MATCH = 'write field regex "pattern"';
const LIST = "a field with several values already matches if any of them does";
const CASE = "case is ignored by :, like~, in~ and functions with ~, as in startsWith~";
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ["match", MATCH],
  ["matchlite", MATCH],
  ["regexp", MATCH],
  ["wildcard", 'write field : "text*" or field like "text*"'],
  ["arraycontains", LIST],
  ["arraysearch", LIST],
  ["arraycount", LIST],
  ["contains", "it is stringContains"],
  ["len", "it is length"],
  ["lower", CASE],
  ["tolower", CASE],
  ["upper", CASE],
  ["toupper", CASE],
  ["count", "nothing counts events; for an event that is repeated, use a sequence: [ ... ] with runs=3"],
  ["exists", "write field != null"],
  ["isnull", "write field == null"],
]);

/** Returns a hint about what to use instead of a function that only other EQL dialects have. */
export function replacementOf(name: string): string | undefined {
  return ELSEWHERE.get(name.toLowerCase());
}
