import type { MutableFlatEvent } from "../../ecs/index.ts";
import { account } from "./account.ts";
import { argumentsOf } from "./command-line.ts";
import { setFileParts } from "./paths.ts";
import { scriptBlock } from "./script-block.ts";
import {
  convert,
  type ValueStep,
  drop,
  type FinalStep,
  type EventKind,
  type Module,
  rename,
  textOf,
  isDashOrNoGuid,
  isNothing,
} from "./step.ts";
import { integer } from "./text.ts";

const number = (field: string): ValueStep => convert(field, "as a number", integer);

const script: ValueStep = {
  how: "moved, and split into directory, name and extension",
  apply: (value, { out }) => {
    if (out["file.path"] !== undefined) return false;
    setFileParts(out, value);
    out["file.path"] = value;
    return true;
  },
};

/** What both channels say of the host process and the pipeline; the spelling of the ids differs. */
const SHARED: readonly (readonly [string, ValueStep])[] = [
  ["SequenceNumber", number("event.sequence")],
  ["HostId", rename("process.entity_id")],
  ["HostID", rename("process.entity_id")],
  ["HostApplication", rename("process.command_line")],
  ["HostName", rename("process.title")],
  ["HostVersion", rename("powershell.process.executable_version")],
  ["EngineVersion", rename("powershell.engine.version")],
  ["PipelineId", rename("powershell.pipeline_id")],
  ["PipelineID", rename("powershell.pipeline_id")],
  ["RunspaceId", rename("powershell.runspace_id")],
  ["RunspaceID", rename("powershell.runspace_id")],
  ["CommandLine", rename("powershell.command.value")],
  ["CommandPath", rename("powershell.command.path")],
  ["CommandName", rename("powershell.command.name")],
  ["CommandType", rename("powershell.command.type")],
  ["ScriptName", script],
];
const STEPS = new Map<string, ValueStep>([
  ...SHARED,
  ["UserId", account("user")],
  ["User", account("user")],
  ["ConnectedUser", account("source.user")],
  ["NewEngineState", rename("powershell.engine.new_state")],
  ["PreviousEngineState", rename("powershell.engine.previous_state")],
  ["NewProviderState", rename("powershell.provider.new_state")],
  ["ProviderName", rename("powershell.provider.name")],
  ["DetailTotal", number("powershell.total")],
  ["DetailSequence", number("powershell.sequence")],
  ["MessageTotal", number("powershell.total")],
  ["MessageNumber", number("powershell.sequence")],
  ["ShellID", rename("powershell.id")],
  ["ScriptBlockId", rename("powershell.file.script_block_id")],
  ["ScriptBlockText", scriptBlock],
  ["Path", script],
  ["Severity", drop],
]);

/**
 * `name=value` lines; a line without such a name goes on with the value before it. Elastic also takes `name:value`; here
 * only for names that are known, as a script's line may begin with `https:`.
 */
const CONTEXT_LINE = /^\s*([A-Za-z][A-Za-z0-9 _.-]{0,63}?)\s*([=:])\s?(.*)$/;

/** The values that stand as lines inside one value, each as if it had come by itself. */
function inner(how: string, indented: boolean): ValueStep {
  return {
    how,
    apply: (value, context) => {
      let name: string | null = null;
      let text = "";
      const flush = (): void => {
        if (name === null || text.trim() === "") return;
        const step = STEPS.get(name);
        if (step === undefined || !step.apply(text.trim(), context)) {
          context.out[`winlog.event_data.${name}`] ??= text.trim();
        }
      };
      for (const line of value.split("\n")) {
        // 4103 indents its names; a line of a script that stands further left is no name.
        const match = indented && !line.startsWith("        ") ? null : CONTEXT_LINE.exec(line);
        const found = match?.[1]!.replaceAll(" ", "");
        if (found === undefined || (match![2] === ":" && !STEPS.has(found))) text += `\n${line}`;
        else {
          flush();
          name = found;
          text = match![3]!;
        }
      }
      flush();
      return true;
    },
  };
}

/** `ParameterBinding(Get-Item): name="Path"; value="C:\"`, one to a line. */
const invocation: ValueStep = {
  how: "each line into type, command, name and value",
  apply: (text, { out }) => {
    const prefix = "powershell.command.invocation_details";
    for (const line of text.split("\n")) {
      if (line === "") continue;
      const opens = line.indexOf("(");
      const closes = line.indexOf("):", opens);
      if (opens < 1 || closes < 0) {
        add(out, `${prefix}.value`, line);
        continue;
      }
      const type = line.slice(0, opens);
      let value = line.slice(closes + 2).trimStart();
      add(out, `${prefix}.type`, type);
      add(out, `${prefix}.related_command`, line.slice(opens + 1, closes));
      const middle =
        type === "ParameterBinding" && value.startsWith("name=") ? value.indexOf("; value=") : -1;
      if (middle > 0) {
        add(out, `${prefix}.name`, value.slice(5, middle));
        value = value.slice(middle + 8);
      }
      add(out, `${prefix}.value`, value);
    }
    return true;
  },
};

/** Lists in step with each other keep repeated values. Bounded: a script can bind parameters without end. */
const MAX_DETAILS = 1000;

function add(out: MutableFlatEvent, field: string, value: string): void {
  const before = out[field];
  if (typeof before !== "object") out[field] = [value];
  else if (before.length < MAX_DETAILS) (before as string[]).push(value);
}

/** Classic events: 800 has its context in the second parameter and its details in the third, the others their context in the third. */
const second: ValueStep = {
  how: "lines of name=value taken apart",
  apply: (value, context) => (context.code === "800" ? inner("", false).apply(value, context) : true),
};
const third: ValueStep = {
  how: "lines taken apart",
  apply: (value, context) => (context.code === "800" ? invocation : inner("", false)).apply(value, context),
};

const PROCESS: readonly string[] = ["process"];

function kinds(start: string, end: string): ReadonlyMap<string, EventKind> {
  const kind = (type: string): EventKind => ({ category: PROCESS, type: [type] });
  const info = kind("info");
  const all = ["400", "403", "600", "800", "4100", "4103", "4104", "4105", "4106", "40961", "40962", "53504"];
  return new Map([
    ...all.map((code): [string, EventKind] => [code, info]),
    [start, kind("start")],
    [end, kind("end")],
  ]);
}

/** Ids that are not in the table above are processes as well, so says Elastic. */
const anyKind: FinalStep = {
  from: "System/Channel",
  how: "every event of PowerShell is a process of type info",
  apply: ({ out }) => {
    out["event.category"] ??= PROCESS;
    out["event.type"] ??= ["info"];
  },
};

const userId: FinalStep = {
  from: "System/Security@UserID",
  how: "copied",
  apply: ({ event: { userSid }, out }) => {
    if (userSid !== undefined && userSid !== "") out["user.id"] = userSid;
  },
};

/** In a remote session the account that connected acts; the one it acts as is the destination. */
const connected: FinalStep = {
  from: "EventData/ConnectedUser",
  how: "the account that connected, where there is one",
  apply: ({ out }) => {
    if (out["source.user.name"] === undefined) return;
    for (const part of ["name", "domain"]) {
      const local = textOf(out, `user.${part}`);
      if (local !== undefined) out[`destination.user.${part}`] = local;
      const remote = textOf(out, `source.user.${part}`);
      if (remote !== undefined) out[`user.${part}`] = remote;
    }
  },
};

function fixed(dataset: string): Module["fixed"] {
  return [
    ["event.module", "powershell"],
    ["event.dataset", dataset],
    ["data_stream.dataset", dataset],
  ];
}

/** The classic log, `Windows PowerShell` (elastic/beats x-pack/winlogbeat/module/powershell/ingest/powershell.yml). */
export const powershell: Module = {
  isIgnored: isNothing,
  fixed: fixed("windows.powershell"),
  kinds: kinds("400", "403"),
  data: new Map<string, ValueStep>([...STEPS, ["param1", drop], ["param2", second], ["param3", third]]),
  final: [anyKind, argumentsOf("process")],
};

/**
 * `Microsoft-Windows-PowerShell/Operational` (powershell_operational.yml of the Windows integration).
 */
export const powershellOperational: Module = {
  isIgnored: isDashOrNoGuid,
  fixed: fixed("windows.powershell_operational"),
  kinds: kinds("4105", "4106"),
  data: new Map<string, ValueStep>([
    ...STEPS,
    ["ContextInfo", inner("lines of name = value taken apart", true)],
    ["Payload", invocation],
  ]),
  final: [
    anyKind,
    argumentsOf("process"),
    userId,
    connected,
    {
      from: "System/Execution@ProcessID",
      how: "the process that runs the script writes the log itself",
      apply: ({ event, out }) => {
        const pid = event.processId === undefined ? undefined : integer(event.processId);
        if (pid !== undefined && pid !== 0) out["process.pid"] = pid;
      },
    },
  ],
};
