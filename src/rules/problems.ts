import type { RuleProblem } from "./rule.ts";

/** A file of a million bad lines must not become a million messages. */
const MOST_PROBLEMS = 100;

/** Longest piece of a file that a message repeats. */
const LONGEST_QUOTE = 80;

export interface ProblemList {
  readonly all: readonly RuleProblem[];
  add(code: string, message: string, line?: number): void;
}

/** Collects problems up to a limit; the last one then says that there are more. */
export function problemList(): ProblemList {
  const all: RuleProblem[] = [];
  return {
    all,
    add(code, message, line) {
      if (all.length > MOST_PROBLEMS) return;
      if (all.length === MOST_PROBLEMS) {
        const more = `There are more than ${MOST_PROBLEMS} problems. Correct these first, then load the file again.`;
        all.push({ code: "more-problems", message: more });
      } else {
        all.push(line === undefined ? { code, message } : { code, message, line });
      }
    },
  };
}

/** Text of a file as a message may repeat it: one line, not too long, in quotation marks. */
export function quote(text: string): string {
  const line = text.slice(0, LONGEST_QUOTE + 1).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ");
  return text.length > LONGEST_QUOTE ? `“${line.slice(0, LONGEST_QUOTE)}…”` : `“${line}”`;
}
