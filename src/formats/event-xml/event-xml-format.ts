import type { Format } from "../format.ts";
import { EventXmlReader } from "./event-xml-reader.ts";
import { sniffEventXml } from "./sniff-event-xml.ts";

export const eventXmlFormat: Format = {
  id: "event-xml",
  isBinary: false,
  sniff: (head) =>
    sniffEventXml(head)
      ? {
          open: ({ handler, origin }) => new EventXmlReader(handler, origin, true),
          prescan: (prescan, { handler, origin }) => new EventXmlReader(handler, origin, true, prescan),
          splits: (size) => ({ kind: "events", size }),
        }
      : null,
};
