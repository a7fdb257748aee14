import type { FinalStep } from "./step.ts";
import { textOf } from "./step.ts";

const QUOTE = 34;
const BACKSLASH = 92;

/**
 * Splits a command line into arguments by the rules of the Microsoft C runtime, as Elastic's pipelines do:
 * backslashes escape only before a quote, and a doubled quote inside quotes is one quote and ends them (the rule from
 * before 2008, http://daviddeley.com/autohotkey/parameters/parameters.htm, 5.2).
 */
export function windowsArguments(commandLine: string): string[] {
  const args: string[] = [];
  const end = commandLine.length;
  let at = 0;
  while (at < end) {
    if (isBlank(commandLine.charCodeAt(at))) {
      at++;
      continue;
    }
    let arg = "";
    let quoted = false;
    let slashes = 0;
    // Unchanged text is copied in pieces.
    let from = at;
    for (; at < end; at++) {
      const code = commandLine.charCodeAt(at);
      if (code === BACKSLASH) {
        slashes++;
        continue;
      }
      if (code === QUOTE) {
        arg += commandLine.slice(from, at - slashes) + "\\".repeat(slashes >> 1);
        if ((slashes & 1) === 1) arg += '"';
        else {
          if (quoted && commandLine.charCodeAt(at + 1) === QUOTE) {
            arg += '"';
            at++;
          }
          quoted = !quoted;
        }
        from = at + 1;
      } else if (!quoted && isBlank(code)) break;
      slashes = 0;
    }
    args.push(arg + commandLine.slice(from, at));
  }
  return args;
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

/** `process.args` and `process.args_count` of `process.command_line`, or the same of the parent. */
export function argumentsOf(prefix: "process" | "process.parent"): FinalStep {
  const commandLine = `${prefix}.command_line`;
  const args = `${prefix}.args`;
  const count = `${prefix}.args_count`;
  return {
    from: commandLine,
    how: "split by the Windows rules for quotes and backslashes",
    apply: ({ out }) => {
      const text = textOf(out, commandLine);
      if (text === undefined || text === "") return;
      const list = windowsArguments(text);
      if (list.length > 0) out[args] = list;
      out[count] = list.length;
    },
  };
}
