/** Event XML, as written by `wevtutil`, Event Viewer and EVTX converters. */
export { eventBorders } from "./event-borders.ts";
export { eventXmlFormat } from "./event-xml-format.ts";
export { type EventInText, eventInText, isInLiteral, elementInText, payloadInText } from "./event-in-text.ts";
export { EventXmlReader } from "./event-xml-reader.ts";
export { sniffEventXml } from "./sniff-event-xml.ts";
export type { XmlFault } from "./xml-fault.ts";
