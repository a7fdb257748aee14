import type { Evidence } from "../case/index.ts";

/**
 * Why a file has no SHA-256 and will get none unless it is scanned again; empty while it is still to come, and where it
 * is known. An empty place in a report would look as if somebody had left it out.
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
