import type { FormatDiagnostics, XmlFault } from "../../formats/index.ts";
import { count, plural } from "../format.ts";
import type { Sentences } from "./sentences.ts";

const FAULTS: Readonly<Record<XmlFault, string>> = {
  "stray-lt": "it has a stray `<`",
  "next-event": "it is not closed before the next event begins",
  slash: "it has a `/` inside a tag",
  tag: "it has a malformed tag",
  "attribute-value": "it has an attribute without a value",
  "attribute-quotes": "an attribute's value has no quotes",
  "attribute-end": "an attribute's value does not end",
  "end-tag": "an end tag does not match the open element",
  declaration: "it has `<!` inside",
  comment: "a comment does not end",
  cdata: "a CDATA section does not end",
  instruction: "a processing instruction does not end",
};

const RENDERING_FAULTS: Readonly<Record<XmlFault | "cut" | "limit", string>> = {
  ...FAULTS,
  cut: "it is cut off",
  limit: "it exceeds a limit of Loupe",
};

export const XML_SENTENCES: Sentences<FormatDiagnostics, "bad-xml"> = {
  "bad-xml": (data) => {
    switch (data.kind) {
      case "damaged":
        return `This event is damaged and was not examined: ${FAULTS[data.fault]}.`;
      case "too-many-parts":
        return `This event was not examined: it has more than ${count(data.most)} elements, attributes and texts.`;
      case "no-beginning":
        return "The beginning of this event is missing. The event was not examined.";
      case "doctype":
        return "The file declares a document type, which was not used: references to its entities stay in the events as written.";
      case "rendering":
        return `The rendered message of this event is damaged (${RENDERING_FAULTS[data.fault]}). The event was examined with all its values, but without the message.`;
      case "references":
        return `The event has ${plural(data.count, "`&`", "`&`")} without a valid XML reference. The text was examined as it is; a value may be damaged.`;
      case "zero-bytes":
        return `The event has ${plural(data.count, "zero byte")}, which XML does not allow: part of it may have been overwritten. It was examined as it is.`;
    }
  },
};
