import { append, type ValueStep } from "./step.ts";

/** `DOMAIN\name` of exactly two parts, into two fields. */
export const account = (prefix: string): ValueStep => ({
  how: "split at the backslash",
  apply: (value, { out }) => {
    const parts = value.split("\\");
    if (parts.length === 2) {
      if (parts[0] !== "") out[`${prefix}.domain`] = parts[0]!;
      if (parts[1] !== "") {
        out[`${prefix}.name`] = parts[1]!;
        append(out, "related.user", parts[1]!);
      }
    }
    return true;
  },
});
