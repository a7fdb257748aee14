import type { AlertColumns } from "../../case/index.ts";
import { type Condition, valueTest } from "../filter/index.ts";
import { EventMatches } from "./event-matches.ts";
import type { EventReader } from "./event-reader.svelte.ts";
import { containsText, valuesIn } from "./event-values.ts";
import type { ListField } from "./field-names.ts";

/** The columns in which a row may have less than its event. */
const SHORTENED = { "host.name": "host", "user.name": "user", "process.name": "process" } as const;
type Shortened = keyof typeof SHORTENED;

export function isShortened(field: ListField): field is Shortened {
  return field in SHORTENED;
}

/**
 * The alerts of which any field contains a text.
 *
 * @param word in lower case
 */
export function textQuestion(reader: EventReader, word: string): EventMatches {
  return reader.known(TEXT + word, () => {
    const question = new EventMatches(containsText(word));
    // What lacks a part of the word lacks the word: so each letter that is typed leaves less to read.
    for (const [key, wider] of reader.all()) {
      if (wider instanceof EventMatches && key.startsWith(TEXT) && word.includes(key.slice(TEXT.length)))
        question.skip(wider);
    }
    return question;
  });
}

const TEXT = "text ";

/** The alerts of which a field meets a condition. A sequence meets it if one of its events does. */
export function fieldQuestion(
  reader: EventReader,
  { field, value, isPattern }: Pick<Condition, "field" | "value" | "isPattern">,
  concerns?: (row: number) => boolean,
): EventMatches {
  const key = `field ${JSON.stringify([field, value.toLowerCase(), isPattern])}`;
  return reader.known(key, () => {
    const passes = valueTest({ value, isPattern });
    return new EventMatches(
      (finding) => valuesIn(finding, field).some((text) => passes(text.toLowerCase())),
      concerns,
    );
  });
}

/**
 * The same for a field of the list: only what its column may lack is read. That is all of a sequence, of which the column
 * has what its events have in common, several values, which the column has as one text, and a value that was cut off.
 */
export function shortenedQuestion(
  reader: EventReader,
  columns: AlertColumns,
  field: Shortened,
  asked: Pick<Condition, "value" | "isPattern">,
): EventMatches {
  const column = columns.text(SHORTENED[field]);
  const { texts } = column;
  // A million rows have a few thousand texts.
  let isOpen: Uint8Array = new Uint8Array(0);
  return fieldQuestion(reader, { ...asked, field }, (row) => {
    if (columns.isSequence(row)) return true;
    if (isOpen.length !== texts.size)
      isOpen = texts.matching((text) => text.endsWith("…") || text.includes(", "));
    return isOpen[column.codeAt(row)] === 1;
  });
}
