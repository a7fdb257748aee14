import type { RawReader } from "./raw-event.ts";
import { own } from "./text.ts";

/**
 * A message in the Graylog Extended Log Format: the fields of the event have an underscore before their names, and the
 * message has two. Source: Graylog's documentation, GELF payload specification.
 *
 * @param read reads the event under its own names
 */
export const fromGelf =
  (read: RawReader): RawReader =>
  (document, zone) => {
    if (typeof own(document, "short_message") !== "string") return null;
    const plain = Object.create(null) as Record<string, unknown>;
    for (const [name, value] of Object.entries(document) as [string, unknown][]) {
      plain[name.startsWith("_") ? name.slice(1) : name] ??= value;
    }
    plain["Message"] ??= plain["full_message"] ?? plain["short_message"];
    plain["Hostname"] ??= plain["host"];
    return read(plain, zone);
  };
