import { emptyEvent, type FlatEvent } from "../ecs/index.ts";
import { baseName, textOf } from "./event-values.ts";
import { datumRole, holds, type IndexedEventTexts, type Role, ROLES, withoutProgram } from "./roles.ts";
import { type SentencePart, sentenceText, valuePart, words } from "./sentence-part.ts";

/**
 * A sentence with gaps: `{who} set {registry}[ = {data}]`.
 *
 * - `{role}` is one of `ROLES`, `{who}` the process or, without one, the account, and `{.Name}` a value of EventData or
 *   UserData. Without a value for it the template does not fit.
 * - `[…]` is left out if a value in it is missing; `[~…]` is for the long sentence only.
 * - `(name=value)` at the beginning, once or more: only for events with that value in any case. A name with a dot is a
 *   field, one without is in EventData or UserData. What only the index has of an event never fits.
 * - `!` at the beginning: only for events whose outcome is failure.
 */
export interface Template {
  readonly isFailure: boolean;
  readonly only: readonly (readonly [name: string, value: string])[];
  readonly pieces: readonly Piece[];
}

type Gap = { readonly name: string; readonly role: Role };
type Plain = string | Gap;
type Piece = Plain | { readonly optional: readonly Plain[]; readonly long: boolean };

/** A filled template. */
export interface Clause {
  readonly parts: readonly SentencePart[];
  /** The role that the sentence begins with; empty if it begins with words of ours. */
  readonly subject: string;
}

/** What a template is filled from: an event, or what the event index has of it. */
export type Source = { readonly event: FlatEvent } | { readonly row: IndexedEventTexts };

/** What may be missing for a template to fit: nothing, the one who acts, or any value. */
export type Missing = "nothing" | "subject" | "any";

const PIECE = /\[(~?)([^\]]*)\]|\{([^}]*)\}|[^[{]+/g;
const START = /^(!?)((?:\([^)]*\))*)/;

/** @param text from the tables of this folder */
export function readTemplate(text: string): Template {
  const [start, failure, conditions = ""] = START.exec(text)!;
  const pieces = [...text.slice(start.length).matchAll(PIECE)].map(([whole, long, optional, role]): Piece => {
    if (optional !== undefined) return { optional: plainPieces(optional), long: long === "~" };
    return role === undefined ? whole : gap(role);
  });
  return {
    isFailure: failure === "!",
    only: [...conditions.matchAll(/\(([^=)]*)=([^)]*)\)/g)].map(
      ([, name = "", value = ""]) => [name, value.toLowerCase()] as const,
    ),
    pieces,
  };
}

function plainPieces(text: string): Plain[] {
  return [...text.matchAll(PIECE)].map(([whole, , , role]) => (role === undefined ? whole : gap(role)));
}

function gap(name: string): Gap {
  if (name.startsWith(".")) return { name, role: datumRole(name.slice(1)) };
  // `who` is either of two roles, and the creator of a process is its parent, acting for the account of the event.
  const role = ROLES.get(name === "who" ? "process" : name === "creator" ? "parent" : name);
  if (role === undefined) throw new Error(`No role is called ${name}.`);
  return { name, role };
}

/**
 * Fills a template.
 *
 * @param long whether the long sentence is wanted
 * @returns null if the template does not fit
 */
export function fill(template: Template, source: Source, long: boolean, missing: Missing): Clause | null {
  if (template.isFailure && !isFailure(source)) return null;
  for (const [name, value] of template.only) {
    if (!("event" in source) || !holds(source.event, name, value)) return null;
  }
  const parts: SentencePart[] = [];
  let subject = "";
  const add = (plain: Plain, into: SentencePart[]): boolean => {
    if (typeof plain === "string") into.push(words(plain));
    else if (plain.role.kind === "text") {
      const text = read(plain.role, source);
      if (text === "") return false;
      into.push(words(text));
    } else {
      const found = valueOf(plain, source);
      const isFirst = into === parts && parts.length === 0;
      if (found !== null) {
        if (isFirst) subject = found.name;
        into.push(found.part);
      } else if (into === parts && (missing === "any" || (isFirst && missing === "subject"))) {
        into.push(words(isFirst ? someone(plain.name) : "…"));
      } else return false;
    }
    return true;
  };
  for (const piece of template.pieces) {
    if (typeof piece === "object" && "optional" in piece) {
      if (piece.long && !long) continue;
      const optional: SentencePart[] = [];
      if (piece.optional.every((plain) => add(plain, optional))) parts.push(...optional);
    } else if (!add(piece, parts)) return null;
  }
  return { parts, subject };
}

/** Who acts, where the event does not name them. */
function someone(role: string): string {
  if (role === "who" || role === "process") return "A process";
  return /user|param[17]|owner/i.test(role) ? "Someone" : "Something";
}

const NOTHING: Source = { event: emptyEvent() };

/** What events of a kind are called in general, from the template for them. */
export function nameOf({ pieces }: Template): string {
  const clause = fill({ isFailure: false, only: [], pieces }, NOTHING, false, "any");
  return sentenceText(clause?.parts ?? []);
}

function valueOf({ name, role }: Gap, source: Source): { name: string; part: SentencePart } | null {
  const value = read(role, source);
  if (value !== "" && role.kind !== "text") {
    return { name: name === "who" ? "process" : name, part: valuePart(role.kind, value) };
  }
  if (name !== "who") return null;
  const user = read(ROLES.get("user")!, source);
  return user === "" ? null : { name: "user", part: valuePart("who", user) };
}

function read(role: Role, source: Source): string {
  if ("event" in source) return role.read(source.event);
  if (role.row === "") return "";
  const value = typeof role.row === "string" ? source.row[role.row] : role.row(source.row);
  if (role === ROLES.get("image")) return value === "" ? "" : baseName(value);
  return role === ROLES.get("args") ? withoutProgram(value, source.row.process) : value;
}

function isFailure(source: Source): boolean {
  return "event" in source && textOf(source.event, "event.outcome").split(", ").includes("failure");
}
