import { account } from "./account.ts";
import { type FinalStep, isNothing, type Module, textOf } from "./step.ts";
import { integer } from "./text.ts";

const DATA = "winlog.user_data.";
const NUMBERS = [
  "FileHashLength",
  "FilePathLength",
  "FqbnLength",
  "FullFilePathLength",
  "PolicyNameLength",
  "RuleNameLength",
  "RuleSddlLength",
  "TargetProcessId",
];

const kind: FinalStep = {
  from: "System/Channel",
  how: "every event of AppLocker is the start of a process",
  apply: ({ out }) => {
    out["event.category"] = ["process"];
    out["event.type"] = ["start"];
  },
};

/** The process that wrote the record; the one that was to start is `winlog.user_data.TargetProcessId`. */
const writer: FinalStep = {
  from: "System/Execution@ProcessID",
  how: "the process that wrote the record, as Elastic has it",
  apply: ({ event, out }) => {
    const pid = event.processId === undefined ? undefined : integer(event.processId);
    if (pid !== undefined && pid !== 0) out["process.pid"] = pid;
  },
};

const userId: FinalStep = {
  from: "System/Security@UserID",
  how: "copied",
  apply: ({ event, out }) => {
    if (event.userSid !== undefined && event.userSid !== "") out["user.id"] = event.userSid;
  },
};

const file: FinalStep = {
  from: "UserData",
  how: "name, hash and version of the file; a dash is none",
  apply: ({ out }) => {
    for (const name of NUMBERS) {
      const text = textOf(out, DATA + name);
      const number = text === undefined ? undefined : integer(text);
      if (number !== undefined) out[DATA + name] = number;
    }
    const value = (name: string): string | undefined => {
      const text = textOf(out, DATA + name);
      return text === "-" || text === "" ? undefined : text;
    };
    const path = value("FullFilePath");
    const name = path?.slice(path.lastIndexOf("\\") + 1);
    if (name !== undefined && name !== "") out["file.name"] = name;
    const hash = value("FileHash");
    if (hash !== undefined) out["file.hash.sha256"] = hash;
    // The publisher, the product, the original name, and the version: O=ACME, C=DE\\TOOL\\TOOL.EXE\\1.0.
    const [publisher, product, original, version] = value("Fqbn")?.split("\\") ?? [];
    if (publisher === undefined || version === undefined) return;
    if (product) out["file.pe.product"] = product;
    if (original) out["file.pe.original_file_name"] = original;
    if (version) out["file.pe.file_version"] = version;
  },
};

/**
 * AppLocker's four channels (elastic/integrations windows, applocker_exe_and_dll/default.yml and its siblings, 2025;
 * those of packaged apps have no process). Elastic's fields of the publisher's certificate are left out.
 */
export function applocker(dataset: string, isPackaged: boolean): Module {
  return {
    isIgnored: isNothing,
    fixed: [
      ["event.module", "windows"],
      ["event.dataset", dataset],
      ["data_stream.dataset", dataset],
    ],
    kinds: new Map(),
    data: new Map([["User", account("user")]]),
    final: isPackaged ? [kind, userId, file] : [kind, writer, userId, file],
  };
}
