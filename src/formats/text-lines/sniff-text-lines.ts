import { ESCAPED_MARKUP, EVENT_MARKUP } from "../event-signs.ts";
import { beginsSplunk, isEncodedEvent, isLiteralEvent, isPrefixedJson } from "./event-line.ts";

/** Lines at the beginning of a file among which an event must be. */
const LINES = 400;

/**
 * Whether a text is no format of its own, but has events in its lines. Try all other text formats but event XML first.
 *
 * @param head the first bytes of the content, as UTF-8
 */
export function sniffTextLines(head: Uint8Array): boolean {
  const text = new TextDecoder().decode(head);
  // Where markup is not escaped, it is event XML with something around it.
  if (ESCAPED_MARKUP.test(text)) return !EVENT_MARKUP.test(text);
  const lines = text.split("\n", LINES);
  return lines.some(
    (line, i) =>
      isPrefixedJson(line) ||
      isLiteralEvent(line) ||
      isEncodedEvent(line) ||
      beginsSplunk(line.trimEnd(), lines[i + 1] ?? ""),
  );
}
