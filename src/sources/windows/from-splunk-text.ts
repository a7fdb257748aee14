import { fromLoose } from "./from-loose.ts";
import type { RawEvent } from "./raw-event.ts";
import type { Zone } from "../../time/index.ts";

/** The header has some twenty lines; a message may be long. */
const MOST_LINES = 100;
const TIME = /^\d{1,2}\/\d{1,2}\/\d{4} \d{1,2}:\d\d:\d\d(?:\.\d{1,9})? [AP]M$/;
const ENTRY = /^(\w{1,40})=(.*)$/;
const MESSAGE = "Message";

/** Whether a text looks like an event as Splunk renders it, cheap enough for every text. */
export function looksLikeSplunk(text: string): boolean {
  return text.includes("\nEventCode=") && text.includes("LogName=");
}

/**
 * Reads an event as Splunk's forwarder renders it: the local time, lines of `Name=value`, and at the end
 * `Message=` with the provider's text.
 *
 * @param zone of the forwarder's clock
 * @returns null for any other text
 */
export function fromSplunkText(text: string, zone: Zone): RawEvent | null {
  const document = Object.create(null) as Record<string, unknown>;
  const plain = text.replaceAll("\r\n", "\n");
  let at = 0;
  for (let line = 0; line < MOST_LINES && at < plain.length; line++) {
    const found = plain.indexOf("\n", at);
    const end = found < 0 ? plain.length : found;
    const content = plain.slice(at, end);
    const [, name, value] = ENTRY.exec(content) ?? [];
    if (name === MESSAGE) {
      document[MESSAGE] = plain.slice(at + MESSAGE.length + 1);
      break;
    }
    if (name !== undefined) document[name] = value;
    else if (TIME.test(content)) document["TimeGenerated"] ??= content;
    at = end + 1;
  }
  if (document["EventCode"] === undefined || document["LogName"] === undefined) return null;
  const { Sid: sid, Type: type, Keywords: keywords, OpCode: opcode, ...header } = document;
  return fromLoose(
    {
      ...header,
      ...(sid !== undefined && { UserSid: sid }),
      ...(type !== undefined && { Level: type }),
      ...(keywords !== undefined && { Keywords: String(keywords as string).split(", ") }),
      ...(opcode !== undefined && { Opcode: opcode }),
    },
    zone,
  );
}
