import type { FormatDiagnostics } from "../../formats/index.ts";
import { count, plural } from "../format.ts";
import { namesWords } from "./names.ts";
import type { Sentences } from "./sentences.ts";

/** Diagnostics that readers of several formats report. */
export const ANY_FORMAT_SENTENCES: Sentences<
  FormatDiagnostics,
  | "too-long"
  | "too-deep"
  | "invalid-utf8"
  | "chosen-encoding"
  | "duplicate-key"
  | "cut-short"
  | "bad-utf16"
  | "bad-encoding"
> = {
  "too-long": (data) => {
    switch (data.kind) {
      case "record":
        return `This record of ${count(data.mebibytes)} MiB is longer than the ${count(data.limit)} MiB that Loupe reads as one record. It was not examined.`;
      case "event":
      case "row":
        return `This ${data.kind} is longer than ${count(data.limit)} MiB, so it is damaged or not ${data.kind === "row" ? "a row" : "an event"}. It was not examined.`;
      case "cells":
        return `This row has more than ${count(data.most)} cells, so it is damaged or not a row. It was not examined.`;
    }
  },
  "too-deep": ({ kind, levels }) =>
    kind === "json"
      ? `This record is nested more than ${count(levels)} levels deep, which Elasticsearch refuses too. It was not examined.`
      : `This event is nested more than ${count(levels)} levels deep. It was not examined.`,
  "invalid-utf8": ({ unit }) =>
    unit === "text"
      ? "The text has bytes that are not UTF-8. Loupe may know its form once its encoding is set."
      : unit === "header"
        ? "The header has bytes that are not UTF-8, so Loupe may not know these columns. Set the encoding of the file."
        : `This ${unit} has bytes that are not UTF-8. It was examined with \uFFFD in their place; the file may be in another encoding.`,
  "chosen-encoding": ({ encoding, kind }) =>
    kind === "used"
      ? `Text that is not UTF-8 is read as ${encoding}, as you set.`
      : `Text that begins as UTF-8 is read as UTF-8: the encoding ${encoding}, which you set, is not used for it.`,
  "duplicate-key": ({ unit, ...names }) =>
    unit === "header"
      ? `The header has ${namesWords(names)} more than once. All these columns were examined, the later ones under numbered names.`
      : `The record has ${namesWords(names)} more than once. Every value was examined; Elasticsearch would have refused the document.`,
  "cut-short": ({ inside }) => {
    switch (inside) {
      case "record":
      case "event":
        return `The file ends inside this ${inside}: the export was cut short. Export it again.`;
      case "rendering":
        return "The file ends inside the rendered message of this event: the export was cut short. The event itself was examined. Export it again.";
      case "records":
      case "events":
        return `The file ends before its list of ${inside} is closed: the export was cut short. Export it again.`;
      case "declaration":
        return "The file ends after the beginning of an XML document, before its event: the export was cut short. Export it again.";
      case "cell":
        return "The file ends inside the quotes of this cell: the export was cut short. Export it again.";
      case "row":
        return "The file ends inside this row: the export was cut short. The cells before the end were examined. Export it again.";
    }
  },
  "bad-encoding": ({ encoding, count: characters, fromAnalyst }) =>
    fromAnalyst === true
      ? `The text has ${plural(characters, "character")} that the encoding ${encoding}, which you set, does not have. The records were examined with \uFFFD in their place; the file may be in another encoding.`
      : `The file declares the encoding ${encoding}, but has ${plural(characters, "character")} that it does not have. The records were examined with \uFFFD in their place; the declaration may be wrong. Export the file again as UTF-8.`,
  "bad-utf16": (data, { offset }) => {
    switch (data.kind) {
      case "half-characters":
        return `The UTF-16 text has ${count(data.count)} incomplete characters. The records were examined with \uFFFD in their place.`;
      case "slip": {
        const more =
          data.more === 0
            ? ""
            : `, and the same at ${count(data.more)} more ${data.more === 1 ? "place" : "places"}`;
        return `A byte of the UTF-16 text is missing, or there is one too many, before byte ${count(offset)}${more}. The text there may be damaged; what follows was read correctly again.`;
      }
    }
  },
};
