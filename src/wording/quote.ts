import { LONGEST_EXCERPT as LONGEST } from "../rules/index.ts";

/** Text from a file as a sentence may repeat it: one line, not too long, in quotation marks. */
export function quote(text: string): string {
  const line = text.slice(0, LONGEST + 1).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ");
  return text.length > LONGEST ? `“${line.slice(0, LONGEST)}…”` : `“${line}”`;
}
