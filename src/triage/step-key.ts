import { sha256Hex } from "../scan/index.ts";
import type { Block, Guide, GuideStep, SectionId } from "./model.ts";
import { plainText } from "./bind.ts";

/**
 * The key of each step, under which a case stores what the analyst recorded about it: a hash of its section and its text,
 * with placeholders as written. So a step keeps its state when the guide changes elsewhere, and loses it when it says
 * something else. Steps with the same text in one section are told apart by their order.
 */
export function stepKeys(guide: Guide): ReadonlyMap<GuideStep, string> {
  const keys = new Map<GuideStep, string>();
  const seen = new Map<string, number>();
  for (const { id, steps } of guide.sections) {
    for (const step of steps) {
      const key = keyOf(id, stepText(step));
      const earlier = seen.get(key) ?? 0;
      seen.set(key, earlier + 1);
      keys.set(step, earlier === 0 ? key : `${key}.${earlier + 1}`);
    }
  }
  return keys;
}

function keyOf(section: SectionId, text: string): string {
  return sha256Hex(new TextEncoder().encode(`${section}\n${text}`)).slice(0, 16);
}

/** All text of a step in one line, with placeholders as written. */
export function stepText({ blocks }: Pick<GuideStep, "blocks">): string {
  return blocks.map(blockText).join(" ").replace(/\s+/g, " ").trim();
}

function blockText(block: Block): string {
  switch (block.kind) {
    case "paragraph":
    case "heading":
      return plainText(block.inlines);
    case "list":
      return block.items.map((item) => stepText({ blocks: item })).join(" ");
    case "steps":
      return block.steps.map(stepText).join(" ");
    case "code":
      return block.text;
    case "quote":
      return stepText(block);
    case "table":
      return [block.header, ...block.rows].flatMap((row) => row.map((cell) => plainText(cell))).join(" ");
    case "osquery":
      return `${block.plugin.label} ${block.plugin.query}`;
    case "investigate":
      return `${block.plugin.label} ${JSON.stringify(block.plugin.providers)}`;
    case "line":
      return "";
  }
}
