import type { Block, Guide, GuideStep, PluginBlock, SectionId } from "../model.ts";
import { stepText } from "../step-key.ts";
import type { Question } from "./asked.ts";
import { ADMINISTRATORS_QUESTION } from "./administrators.ts";
import { DUMP_OWNERS_QUESTION } from "./dump-owners.ts";
import { DUMP_QUESTION } from "./dump-files.ts";
import { generalQuestion } from "./general.ts";
import { ISOLATION_QUESTION } from "./isolation.ts";
import { EXPOSED_QUESTION } from "./logons.ts";
import { OTHER_HOSTS_QUESTION } from "./other-hosts.ts";
import { SOURCES_QUESTION } from "./other-sources.ts";
import { osqueryQuestion } from "./osquery.ts";
import { PROCESS_QUESTION } from "./process-starts.ts";
import { PROTECTION_QUESTION } from "./protection.ts";
import { RECORDING_QUESTION } from "./recording.ts";
import { RESET_QUESTION } from "./reset.ts";
import { searchQuestion } from "./search.ts";
import { STOP_QUESTION } from "./stop.ts";
import { SVCHOST_QUESTION } from "./svchost.ts";
import { UPDATES_QUESTION } from "./updates.ts";
import { VALUE_QUESTION } from "./value.ts";
import { WRITER_QUESTION } from "./writer.ts";
import { TOOL_QUESTION } from "./writer-tool.ts";

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
      ["false-positive", /\bneeds full dumps\b|\brequire full user-mode dumps\b/i, DUMP_OWNERS_QUESTION],
      ["false-positive", /^ask the administrators\b|^system administrators\b/i, ADMINISTRATORS_QUESTION],
      ["false-positive", /\bmonitoring (?:tools|software)\b/i, TOOL_QUESTION],
      ["false-positive", /\bupdate calendar\b|^updates or patches\b/i, UPDATES_QUESTION],
      ["response", /\bisolate the (?:host|affected system)\b/i, ISOLATION_QUESTION],
      ["response", /^stop the dumping\b|^terminate any unauthorized processes\b/i, STOP_QUESTION],
      ["response", /^switch full dumps off\b|\breview of the registry settings\b/i, RESET_QUESTION],
      ["response", /^replace exposed credentials\b|^change all credentials\b/i, EXPOSED_QUESTION],
      ["response", /^escalate\b/i, OTHER_HOSTS_QUESTION],
      ["response", /^watch for a repeat\b|^implement enhanced monitoring\b/i, RECORDING_QUESTION],
      ["response", /^harden the endpoints\b|\bendpoint protection configurations\b/i, PROTECTION_QUESTION],
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
      const searches = pluginsIn(step.blocks).map(questionOf);
      const named = known.find(([section, words]) => section === id && words.test(text))?.[2];
      // What Elastic wrote as a search is more exact than what words mean in general.
      const general = searches.length === 0 ? generalQuestion(id, text) : undefined;
      const question = named ?? general;
      const asked = [...(question === undefined ? [] : [question]), ...searches];
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
