/** Event XML: what `wevtutil`, Event Viewer and the converters of EVTX write. */
export { EventXmlReader } from "./event-xml-reader.ts";
export { sniffEventXml } from "./sniff-event-xml.ts";
