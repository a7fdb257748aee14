import type { Problem } from "../formats/index.ts";

/** The file did not have as many bytes as when it was added. */
export function changed(read: number, size: number): Problem {
  return {
    code: "changed",
    message: `The file had ${size.toLocaleString("en")} bytes when it was added and ${read.toLocaleString("en")} when it was read: it was written to meanwhile. Copy it, and add the copy.`,
    lost: true,
    offset: Math.min(read, size),
  };
}

/** JSON, but nothing that is an event. */
export function noEvents(count: number): Problem {
  return {
    code: "no-event",
    message: `The file holds ${count.toLocaleString("en")} JSON values, but none is an event (no @timestamp, no event.* field): the rules had nothing to look at.`,
    lost: false,
    offset: 0,
  };
}
