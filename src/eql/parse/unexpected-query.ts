/** Error messages for unexpected tokens in a query, outside of its conditions. */
import { foreignPipe, foreignWord } from "./foreign-words.ts";
import type { Token } from "./lexer.ts";
import { nearest } from "./nearest.ts";
import { MISSING_EVENT } from "./unexpected.ts";

/** The message if an event category is missing. The token is the one found instead, as in the functions below. */
export function noCategory({ kind, text }: Token): string {
  if (kind === "end") return "Expected an event category, as in process where ...; the query ends here.";
  if (kind === "quoted-name")
    return "Put an event category with unusual characters in double quotes, not backticks.";
  if (kind === "symbol" && text === "?")
    return "An event category cannot be optional: use any to match every event.";
  if (kind === "keyword" && text === "where")
    return "The event category is missing: any where ... matches events of every category.";
  if (kind === "keyword")
    return `${text} is a reserved word: put an event category of that name in double quotes.`;
  return "Expected an event category, a sequence or a sample: any where ... matches events of every category.";
}

/** The message if `where` is missing after an event category. */
export function noWhere({ kind, text }: Token, category: string): string {
  if (["select", "from"].includes(category.toLowerCase()))
    return "This begins like SQL or ES|QL; EQL begins with an event category, as in any where true.";
  if (kind === "name" && text.toLowerCase() === "where")
    return "The words of EQL are in lower case: write where.";
  if ((kind === "symbol" && text === ",") || (kind === "keyword" && text === "or"))
    return `A query has one event category: write any where event.category in ("${category}", ...).`;
  if (kind === "symbol" || (kind === "keyword" && text !== "by" && text !== "with"))
    return "A condition needs an event category before it: any where ... matches events of every category.";
  return `Expected where after the event category, as in ${category} where true.`;
}

/** The message if the first event of a sequence is missing. */
export function noEvents({ kind, text }: Token): string {
  if (kind === "keyword" && text === "maxspan") return "Put with before maxspan: with maxspan=5m.";
  if (kind === "keyword" && text === "and") return "Keys are separated by commas: by host.id, user.id.";
  if (kind === "keyword" && text === "not") return MISSING_EVENT;
  if (kind === "symbol" && text === "(") return "Put each event in square brackets: [process where ...].";
  return "A sequence needs events: sequence [process where ...] [file where ...].";
}

/** The message if the name of a pipe is missing. `found` is the token as the message names it. */
export function noPipe({ kind, text }: Token, found: string): string {
  if (kind === "end") return "Nothing after |: add head 10 or tail 10, or remove it.";
  if (kind === "keyword" && text === "where") return "Conditions go before the pipes: join them with and.";
  return `After |, write head or tail; found ${found}.`;
}

/** The message for a pipe that Elasticsearch does not know. `known` are the names it does know. */
export function unknownPipe(name: string, known: readonly string[]): string {
  const meant = foreignPipe(name) ?? nearest(name, known);
  if (meant !== null)
    return `Unrecognized pipe ${name}, did you mean ${meant}? Only head and tail can be used.`;
  const hint = foreignWord(name);
  return hint === null
    ? `Unrecognized pipe ${name}. Only head and tail can be used.`
    : `Unrecognized pipe ${name}. ${hint}`;
}
