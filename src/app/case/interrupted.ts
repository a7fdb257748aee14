import { type Evidence, isBusy } from "../../case/index.ts";
import { hashMissing } from "../../wording/index.ts";
import { stopped } from "./file-outcome.ts";

/** A stored file as it is found again: if the page was closed while it was being examined, it says so. */
export function interrupted(evidence: Evidence): Evidence {
  if (isBusy(evidence)) return withStop({ ...evidence, state: "cancelled" }, "page-closed");
  return evidence.sha256 === "" && hashMissing(evidence) === ""
    ? withStop(evidence, "page-closed-before-hash")
    : evidence;
}

function withStop(evidence: Evidence, kind: "page-closed" | "page-closed-before-hash"): Evidence {
  return { ...evidence, problems: [...evidence.problems, stopped(kind, evidence.bytes)] };
}
