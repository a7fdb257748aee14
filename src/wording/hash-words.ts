import type { Evidence } from "../case/index.ts";

/**
 * Why a file has no SHA-256 and will get none unless it is scanned again; empty if the hash is known or still pending.
 * An empty cell in a report would look like an omission.
 */
export function hashMissing({
  sha256,
  state,
  problems,
}: Pick<Evidence, "sha256" | "state" | "problems">): string {
  if (sha256 !== "") return "";
  if (state === "cancelled" || problems.some(({ code }) => code === "cancelled"))
    return "not computed: stopped";
  const isUnreadable = problems.some(({ code, severity }) => code === "read-failed" && severity !== "error");
  return isUnreadable ? "not computed: the file could not be read again" : "";
}

/** The SHA-256 of a file, or why there is none. */
export function hashWords(evidence: Evidence): string {
  return evidence.sha256 || hashMissing(evidence) || "not known yet";
}
