import type { FlatEvent } from "../../ecs/index.ts";
import { type Block, type GuideStep, plainText } from "../../triage/index.ts";

/** What a step of a guide says, in one line, with the values of an event. Queries are only named. */
export function stepWords({ blocks }: Pick<GuideStep, "blocks">, event: FlatEvent): string {
  return blocks
    .map((block) => wordsOf(block, event))
    .join(" ")
    .replace(/\s+/g, " ")
    .trim();
}

function wordsOf(block: Block, event: FlatEvent): string {
  switch (block.kind) {
    case "paragraph":
    case "heading":
      return plainText(block.inlines, event);
    case "list":
      return block.items.map((blocks) => stepWords({ blocks }, event)).join(" ");
    case "steps":
      return block.steps.map((step) => stepWords(step, event)).join(" ");
    case "code":
      return block.text;
    case "quote":
      return stepWords(block, event);
    case "table":
      return [block.header, ...block.rows]
        .flatMap((row) => row.map((cell) => plainText(cell, event)))
        .join(" ");
    case "osquery":
    case "investigate":
      return `${block.plugin.label}.`;
    case "line":
      return "";
  }
}
