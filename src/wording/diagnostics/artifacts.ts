import type {
  ArtifactDiagnostics,
  ArtifactPlace,
  ArtifactProblem,
  LogEnd,
  LogRefusal,
} from "../../artifacts/index.ts";
import { count, plural } from "../format.ts";
import { type Sentences, sentenceOf } from "./sentences.ts";

const COLLECT_LOGS = "Collect the hive again, with its LOG1 and LOG2.";
const NOT_ABSENT = "What is not found here may be set all the same.";

const REFUSED: Readonly<Record<LogRefusal, string>> = {
  "not-a-log": "it is not the log of a hive",
  checksum: "its header is damaged",
  unfinished: "Windows was still writing it",
  "other-time": "it belongs to another state of the hive",
  older: "the hive already contains its changes",
  "no-entries": "it contains no changes of this round",
  layout: "it is not laid out like one",
  "not-newest": "the hive's own header is damaged, and only the newest log can be used then",
};

const ENDED: Readonly<Record<LogEnd, string>> = {
  hash: "is damaged: its hash is wrong",
  size: "is damaged: its size or its pages do not fit",
  gap: "does not follow the one before: changes between them are missing",
  cut: "is cut off",
};

/** Logs are counted from 1 here, as their names are. */
const log = (index: number): string => `The log LOG${index + 1}`;
const named = (path: string): string => (path === "" ? "the root key" : `the key ${JSON.stringify(path)}`);
const valueNamed = (name: string): string => (name === "" ? "the default value" : JSON.stringify(name));

const SENTENCES: Sentences<ArtifactDiagnostics, keyof ArtifactDiagnostics, ArtifactPlace> = {
  "hive-header": (data) => {
    switch (data.kind) {
      case "not-a-hive":
        return "This file is not a registry hive.";
      case "is-a-log":
        return "This is the transaction log of a registry hive, not the hive. Add both.";
      case "checksum":
        return "The header of the hive is damaged: its checksum is wrong.";
      case "no-root":
        return "The header does not name a root key. The first key that is marked as one was used.";
      case "version":
        return `The hive says it has version ${data.version}. ${data.read ? "It was read as version 1.6, the newest that Loupe knows." : "Loupe reads 1.3 to 1.6. Nothing of it was read."}`;
    }
  },
  "hive-size": (data) => {
    switch (data.kind) {
      case "cut":
        return `The hive is cut off: ${plural(data.missing, "byte")} ${data.missing === 1 ? "is" : "are"} missing at its end. Keys in that part could not be read. ${NOT_ABSENT}`;
      case "too-large":
        return `The hive would take ${count(data.mebibytes)} MiB of memory; Loupe reads up to ${count(data.limit)}. Nothing of it was read.`;
    }
  },
  "hive-secrets": ({ hive }) => `This is the hive ${hive}. It contains secrets, and Loupe does not read it.`,
  "hive-dirty": ({ kind }) => {
    switch (kind) {
      case "no-log":
        return `The hive was in use when it was copied, and its logs are missing: the latest changes are only in them. ${NOT_ABSENT} ${COLLECT_LOGS}`;
      case "log-unusable":
        return `The hive was in use when it was copied, and none of its logs can be used: the latest changes are missing. ${NOT_ABSENT} ${COLLECT_LOGS}`;
      case "log-incomplete":
        return `The hive was in use when it was copied. The changes in its logs were applied up to where they are damaged; later ones are missing. ${NOT_ABSENT}`;
    }
  },
  "hive-log": (data) => {
    switch (data.kind) {
      case "refused":
        return `${log(data.log)} was not used: ${REFUSED[data.why]}.`;
      case "ended":
        return `${log(data.log)} was used up to entry ${data.sequence}, which ${ENDED[data.why]}.`;
    }
  },
  "hive-bin": (data, { offset }) => {
    switch (data.kind) {
      case "moved":
        return `The hive is damaged from byte ${count(offset)} on: the part there belongs at byte ${count(4096 + data.says)}. Parts are missing or were moved, and ${plural(data.bytes, "byte")} ${data.bytes === 1 ? "was" : "were"} not read. ${NOT_ABSENT}`;
      case "unreadable":
        return `The hive is damaged from byte ${count(offset)} on: ${plural(data.bytes, "byte")} ${data.bytes === 1 ? "was" : "were"} not read. ${NOT_ABSENT}`;
      case "signature":
        return `The part of the hive at byte ${count(offset)} lacks its signature. It was read.`;
      case "size":
        return `The part of the hive at byte ${count(offset)} has a wrong size. It was read up to where the next one begins.`;
    }
  },
  "hive-key": ({ kind, path }) => {
    switch (kind) {
      case "unreadable":
        return `A sub-key of ${named(path)} could not be read.`;
      case "parent":
        return `A sub-key of ${named(path)} names another key as the one above it. It is listed here.`;
      case "repeated":
        return `${capital(named(path))} is listed more than once. It was read once.`;
      case "too-deep":
        return `What is below ${named(path)} was not read: it is nested deeper than Windows nests keys.`;
    }
  },
  "hive-list": ({ kind, of, path }) => {
    const list = `The list of ${of === "keys" ? "sub-keys" : "values"} of ${named(path)}`;
    switch (kind) {
      case "unreadable":
        return `${list} could not be read. ${NOT_ABSENT}`;
      case "too-long":
        return `${list} is longer than fits. It was read as far as it goes.`;
      case "repeated":
        return `${list} names a part of itself twice. It was read once.`;
      case "count":
        return `${list} has another length than the key says.`;
    }
  },
  "hive-value": ({ kind, path, name }) => {
    switch (kind) {
      case "unreadable":
        return `A value of ${named(path)} could not be read. ${NOT_ABSENT}`;
      case "data":
        return `The data of ${valueNamed(name)} in ${named(path)} could not be read.`;
      case "data-size":
        return `The data of ${valueNamed(name)} in ${named(path)} would be larger than any value is. They were not read.`;
      case "shared":
        return `The data of ${valueNamed(name)} in ${named(path)} were not read: the values of this hive would have more data than it is long.`;
    }
  },
  "text-size": ({ mebibytes, limit }) =>
    `The text has ${count(mebibytes)} MiB; Loupe reads up to ${count(limit)}. Nothing of it was read.`,
  "reg-line": ({ kind, line }) => {
    switch (kind) {
      case "unreadable":
        return `Line ${count(line)} is neither a key nor a value. It was left out.`;
      case "data":
        return `The data in line ${count(line)} could not be read. The value was left out.`;
      case "unended":
        return `The text in line ${count(line)} does not end. The value was left out.`;
      case "no-key":
        return `Line ${count(line)} sets a value of no key. It was left out.`;
    }
  },
  "reg-header": () => "The text does not begin like a .reg file: regedit would not import it.",
  "dump-directory": (data) => {
    switch (data.kind) {
      case "outside":
        return `${plural(data.streams, "part")} of the dump ${data.streams === 1 ? "is" : "are"} beyond the end of the file.`;
      case "streams":
        return `The dump says it has ${plural(data.streams, "part")}. Fewer are there, or more than Loupe reads.`;
    }
  },
  "dump-stream": ({ kind, stream }) =>
    kind === "unreadable"
      ? `Part ${stream} of the dump could not be read.`
      : `The list in part ${stream} of the dump is longer than what is there, or than what Loupe reads.`,
  "dump-limit": () => "The dump's lists are longer than Loupe reads. Names of modules are missing.",
  "wer-line": ({ line }) =>
    `Line ${count(line)} of the report is no name with a value, or its name is there already. It was left out.`,
  "usn-damage": ({ bytes }, { offset }) =>
    `${plural(bytes, "byte")} of the journal at byte ${count(offset)} could not be read as records. Changes of files may be missing.`,
  "usn-cut": ({ missing }) =>
    `The journal is cut off: ${plural(missing, "byte")} of its last record ${missing === 1 ? "is" : "are"} missing.`,
  "usn-version": ({ version, bytes }) =>
    `A record of version ${version} (${plural(bytes, "byte")}), which Loupe does not know, was skipped.`,
  "usn-sparse": ({ bytes }) =>
    `${plural(bytes, "byte")} of the journal are empty and were skipped: Windows had freed them.`,
  "more-problems": (data) =>
    `${plural(data.count, "more problem")} of this file ${data.count === 1 ? "is" : "are"} not listed.`,
};

/** Describes a problem of an artifact and what it means for what was found. */
export function artifactProblemSentence(problem: ArtifactProblem): string {
  return sentenceOf<ArtifactDiagnostics, ArtifactPlace>(SENTENCES, problem);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
