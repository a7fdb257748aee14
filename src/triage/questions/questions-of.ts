import type { Block, Guide, GuideStep, PluginBlock, SectionId } from "../model.ts";
import { stepText } from "../step-key.ts";
import type { Question } from "./asked.ts";
import { DUMP_QUESTION } from "./dump-files.ts";
import { SOURCES_QUESTION } from "./other-sources.ts";
import { osqueryQuestion } from "./osquery.ts";
import { PROCESS_QUESTION } from "./process-starts.ts";
import { searchQuestion } from "./search.ts";
import { SVCHOST_QUESTION } from "./svchost.ts";
import { VALUE_QUESTION } from "./value.ts";
import { WRITER_QUESTION } from "./writer.ts";

/**
 * The questions of rules by their guide's steps, which are known by words: in the shipped rule's guide, and in Elastic's own
 * guide to the same rule.
 */
const BY_RULE: ReadonlyMap<
  string,
  readonly (readonly [section: SectionId, words: RegExp, question: Question])[]
> = new Map([
  [
    "220be143-5c67-4fdb-b6ce-dd6826d024fd",
    [
      ["investigation", /confirm (?:the value|if the value)/i, VALUE_QUESTION],
      ["investigation", /find the writer|changes to the registry key/i, WRITER_QUESTION],
      ["investigation", /process (?:creation|execution)/i, PROCESS_QUESTION],
      ["investigation", /\bdump files\b/i, DUMP_QUESTION],
      ["investigation", /\bother sources\b|\bcorrelate the alert\b/i, SOURCES_QUESTION],
      ["false-positive", /\bexclusion for svchost|\bsvchost exclusion/i, SVCHOST_QUESTION],
    ],
  ],
]);

/** What each step of a rule's guide asks of the evidence; steps that ask nothing are left out. */
export function questionsOf(guide: Guide, ruleId: string): ReadonlyMap<GuideStep, readonly Question[]> {
  const known = BY_RULE.get(ruleId) ?? [];
  const questions = new Map<GuideStep, readonly Question[]>();
  for (const { id, steps } of guide.sections) {
    for (const step of steps) {
      const text = stepText(step);
      const named = known.find(([section, words]) => section === id && words.test(text));
      const asked = [...(named === undefined ? [] : [named[2]]), ...pluginsIn(step.blocks).map(questionOf)];
      if (asked.length > 0) questions.set(step, asked);
    }
  }
  return questions;
}

function questionOf(block: PluginBlock): Question {
  return block.kind === "osquery" ? osqueryQuestion(block.plugin) : searchQuestion(block.plugin);
}

function pluginsIn(blocks: readonly Block[]): PluginBlock[] {
  return blocks.flatMap((block): PluginBlock[] => {
    switch (block.kind) {
      case "osquery":
      case "investigate":
        return [block];
      case "list":
        return block.items.flatMap(pluginsIn);
      case "steps":
        return block.steps.flatMap((step) => pluginsIn(step.blocks));
      case "quote":
        return pluginsIn(block.blocks);
      default:
        return [];
    }
  });
}
