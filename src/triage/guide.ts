import type { RuleTransform } from "../rules/index.ts";
import { blocksFrom } from "./blocks.ts";
import { plainText } from "./bind.ts";
import { lex } from "./lex.ts";
import type { Block, Guide, Inline, Section, SectionId, GuideStep } from "./model.ts";
import { pluginBlock } from "./plugin.ts";

/** Elastic's guides are far shorter. A longer note, if written to be slow, could block the page for seconds. */
const LONGEST_NOTE = 60_000;

/**
 * This many list or quote markers in one line are an attack: the lexer recurses once per level, and its time grows with
 * the square of the depth.
 */
const DEEP_LINE = /^(?:[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])[ \t])){32}/m;

/**
 * Parses the investigation guide of any rule: Markdown with Elastic's `{{field}}` placeholders and plugins.
 *
 * Headings are recognised by their words, whatever their level, case and trailing colon, which vary across Elastic's
 * 1,900 notes. A heading of a lower level than the open section's belongs to that section; any other heading begins a
 * section `other`. A note that is too long or too deeply nested to be parsed as Markdown is returned whole as one code
 * block.
 *
 * @param transform the transform of a TOML rule, which `$osquery_N` and `$investigate_N` refer to
 */
export function readGuide(note: string, transform?: RuleTransform): Guide {
  if (note.length > LONGEST_NOTE || DEEP_LINE.test(note)) return asWritten(note);
  try {
    return divide(blocksFrom(lex(note), (plugin) => pluginBlock(plugin, transform)));
  } catch {
    // The lexer recurses: lists nested over many lines can exhaust the stack before they reach the limits above.
    return asWritten(note);
  }
}

function asWritten(note: string): Guide {
  return { introduction: [{ kind: "code", text: note, language: "" }], sections: [] };
}

interface OpenSection {
  readonly id: SectionId;
  readonly title: string;
  readonly level: number;
  readonly blocks: Block[];
  readonly steps: GuideStep[];
}

function divide(blocks: readonly Block[]): Guide {
  const introduction: Block[] = [];
  const sections: OpenSection[] = [];
  for (const block of blocks) {
    const open = sections.at(-1);
    if (block.kind === "heading") {
      const title = titleOf(block.inlines);
      const id = sectionOf(title);
      if (id === "introduction" && !open) continue;
      const below = open !== undefined && block.level > open.level;
      if (!below || id === "investigation" || id === "false-positive" || id === "response") {
        const section = id === "introduction" ? "other" : id;
        sections.push({ id: section, title, level: block.level, blocks: [], steps: [] });
        continue;
      }
    }
    if (!open) introduction.push(block);
    else if (block.kind === "list" && open.id !== "other") addSteps(open, block.items);
    else open.blocks.push(block);
  }
  return { introduction, sections: sections.map(withoutLevel) };
}

function addSteps(section: OpenSection, items: readonly (readonly Block[])[]): void {
  const steps = items.map((blocks, i) => ({ number: section.steps.length + i + 1, blocks }));
  section.blocks.push({ kind: "steps", steps });
  for (const step of steps) section.steps.push(step);
}

function withoutLevel({ id, title, blocks, steps }: OpenSection): Section {
  return { id, title, blocks, steps };
}

function titleOf(inlines: readonly Inline[]): string {
  return plainText(inlines)
    .replace(/\s+/g, " ")
    .replace(/[\s:]+$/, "")
    .trim();
}

function sectionOf(title: string): SectionId | "introduction" {
  const words = title.toLowerCase().replace(/[-\s]+/g, " ");
  if (/^triage and analysis\b|^investigating\b/.test(words)) return "introduction";
  if (/\binvestigation steps?$/.test(words)) return "investigation";
  if (/^false positive/.test(words)) return "false-positive";
  if (/^response\b|^remediation\b/.test(words)) return "response";
  return "other";
}
