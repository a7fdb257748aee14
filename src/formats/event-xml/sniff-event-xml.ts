/** The namespace of events, without its scheme. */
const NAMESPACE = "schemas.microsoft.com/win/2004/08/events/event";

const TAG = /<(?:[\w.-]+:)?Events?[\s/>]/;
/** Tools print lines of their own before and between documents, such as `Record 1`. */
const TAG_ON_ITS_LINE = /^[ \t]*<(?:[\w.-]+:)?Events?[\s/>]/m;

/**
 * Whether a text is event XML, by its beginning. Try JSON and CSV first, because their values may contain XML.
 *
 * @param head the first bytes of the content, as UTF-8
 */
export function sniffEventXml(head: Uint8Array): boolean {
  const text = new TextDecoder().decode(head);
  if (/^\s*</.test(text)) return TAG.test(text) || text.includes(NAMESPACE);
  return TAG_ON_ITS_LINE.test(text) || (TAG.test(text) && text.includes(NAMESPACE));
}
