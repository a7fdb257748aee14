import type {
  RuleFileForm,
  RuleLocation,
  RuleProblem,
  RuleProblems,
  UnpackFailure,
} from "../../rules/index.ts";
import { quote } from "../quote.ts";
import { type Sentences, sentenceOf } from "./sentences.ts";
import { archiveReason } from "./archive-reasons.ts";

/** A problem of a rule file: what happened, and what to do. Cases store these sentences. */
export function ruleProblemSentence(problem: RuleProblem): string {
  return sentenceOf<RuleProblems, RuleLocation>(SENTENCES, problem);
}

const SENTENCES: Sentences<RuleProblems, keyof RuleProblems, RuleLocation> = {
  "empty-file": (_, { file }) =>
    `${quote(file)} is empty. Drop a rule file (.toml) or a Kibana rule export (.ndjson).`,
  unreadable: ({ detail }, { file }) =>
    `${quote(file)} cannot be read as a rule file (${quote(detail)}). Export it again.`,
  "no-rule": ({ kind }, { file }) => {
    switch (kind) {
      case "ndjson":
        return `${quote(file)} contains no rules, only other objects of an export. In Kibana, open Rules, select the rules, and export them with Bulk actions > Export.`;
      case "toml":
        return `${quote(file)} has no [rule] table. Drop a rule file of Elastic's detection-rules repository or a Kibana export.`;
      case "file":
        return `${quote(file)} contains no rules and no exceptions. Drop a rule file (.toml), a Kibana rule export (.ndjson), or an archive of them.`;
    }
  },
  "not-json": ({ detail }, { file, line }) =>
    `Line ${line} of ${quote(file)} is not JSON (${quote(detail)}). Export the rules again, or delete the line.`,
  "not-toml": ({ detail }, { file, line }) =>
    `Line ${line} of ${quote(file)} is not TOML (${detail}). Correct it or take the original file.`,
  "not-an-object": ({ form }, where) => {
    switch (form) {
      case "toml":
        return `${ruleWords(form, where)} is not a table of keys and values. Take the original rule file.`;
      case "ndjson":
        return `${ruleWords(form, where)} is not a JSON object. A rule export has one object per line: export the rules again.`;
    }
  },
  "missing-key": ({ form, keys }, where) =>
    `${ruleWords(form, where)} has no ${keys.join(", ")}. Add what is missing (as text), or export the rule again.`,
  "unknown-type": ({ form, type, known }, where) =>
    `${ruleWords(form, where)} is of the unknown type ${quote(type)}. Elastic knows: ${known.join(", ")}.`,
  "wrong-value": (data, where) => {
    const rule = ruleWords(data.form, where);
    switch (data.kind) {
      case "osquery":
      case "investigate":
        return `${rule}: transform.${data.kind}, entry ${data.entry}, is not what Elastic writes there; the guide shows $${data.kind}_${data.entry} instead. Correct it in the rule.`;
      default:
        return `${rule}: ${data.kind} should be ${EXPECTED[data.kind]}; ${data.used} is used instead. Correct it in the rule.`;
    }
  },
  "duplicate-rule": (data, where) => {
    if (data.kind === "in-export")
      return `${ruleWords("ndjson", where)} has the same rule_id as one before it, ${quote(data.id)}: the last one is used. Keep one of them.`;
    const [earlier, file] = [quote(data.earlier), quote(where.file)];
    const why = data.by === "version" ? "the higher version" : "the last one";
    return `The rule ${quote(data.id)} is in ${earlier} and in ${file}: ${why}, from ${data.used === "earlier" ? earlier : file}, is used. Keep one of them.`;
  },
  incomplete: (data, { file }) =>
    data.kind === "not-exported"
      ? `Kibana could not export ${data.count} of the exception lists and items of ${quote(file)}: so Loupe raises alerts that they would prevent. Export the rules with an account that may read exceptions.`
      : `By its own count, ${quote(file)} has ${data.exported} ${COUNTED[data.kind]}, but it contains ${data.found}: the others are missing. Export it again.`,
  "more-problems": ({ kind, most }) =>
    `There are more than ${most} problems. Correct these first, then ${kind === "text" ? "load" : "drop"} the file again.`,
  "unreadable-file": (_, { file }) =>
    `${quote(file)} cannot be read: it was moved or changed, or another program is using it. Drop it again.`,
  "not-utf8": (_, { file }) =>
    `${quote(file)} contains bytes that are not UTF-8; a query that contains them does not find what it should. Save the file as UTF-8.`,
  "not-shipped": ({ maturities }, { file }) => {
    const counts = maturities.map(({ maturity, count }) => `${count} of maturity ${quote(maturity)}`);
    return `Rules in ${quote(file)} that Elastic does not ship: ${counts.join(", ")}. They are listed and can be disabled.`;
  },
  "too-big": ({ mebibytes, archive }, { file }) =>
    `${archive === undefined ? quote(file) : memberWords(file, archive)} is larger than ${mebibytes} MB, too large for a rule file. If it is a long export, export the rules in parts.`,
  encrypted: ({ archive }, { file }) =>
    `${memberWords(file, archive)} is protected by a password and was not read. Unpack the archive and drop its content.`,
  "archive-damaged": (failure, { file }) =>
    `The archive ${quote(file)} cannot be read to its end (${quote(failureWords(failure))}): rules in it may be missing here. Unpack it and drop its content, or get it again.`,
  "member-damaged": (data, { file }) => {
    const reason = data.kind === "size" ? "its size differs from the one in its headers" : failureWords(data);
    return `${memberWords(file, data.archive)} cannot be unpacked (${quote(reason)}). Unpack the archive with another program and drop the file, or get it again.`;
  },
  "archive-bomb": ({ archive, times }, { file }) =>
    `${memberWords(file, archive)} unpacks to more than ${times} times its size, as archives made to fill memory do. It was not read: find out who made it.`,
  "archive-too-big": ({ archive, mebibytes }, { file }) =>
    `The rules in the archive unpack to more than ${mebibytes} MB: reading stopped at ${memberWords(file, archive)}. Pack fewer files at a time.`,
  broken: ({ detail }, { file }) =>
    `${file} could not be read (${detail}). That is an error in Loupe, not in the file.`,
};

const EXPECTED = {
  severity: "low, medium, high or critical",
  risk_score: "a number from 0 to 100",
  max_signals: "a whole number from 1",
} as const;

const COUNTED = {
  rules: "rules",
  "exception-lists": "exception lists",
  "exception-items": "exception items",
} as const;

/** Names a rule as the subject of a sentence. */
function ruleWords(form: RuleFileForm, { file, line }: RuleLocation): string {
  switch (form) {
    case "toml":
      return `The rule in ${quote(file)}`;
    case "ndjson":
      return line === undefined ? `A rule in ${quote(file)}` : `The rule in line ${line} of ${quote(file)}`;
  }
}

function memberWords(file: string, archive: string): string {
  return `${quote(file)} in ${quote(archive)}`;
}

function failureWords(failure: UnpackFailure): string {
  return failure.kind === "fault" ? archiveReason(failure.fault) : failure.detail;
}
