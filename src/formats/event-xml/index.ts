/** Event XML: what `wevtutil`, Event Viewer and the converters of EVTX write. */
export { eventXmlFormat } from "./event-xml-format.ts";
export { EventXmlReader } from "./event-xml-reader.ts";
export { sniffEventXml } from "./sniff-event-xml.ts";
export type { XmlFault } from "./xml-fault.ts";
