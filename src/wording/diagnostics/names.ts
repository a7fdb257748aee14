import type { FewNames } from "../../formats/index.ts";
import { count } from "../format.ts";

/**
 * Lists names from evidence in a sentence: `"a", "b" and 3 others`. They are quoted as JSON, so that no name can end
 * its quotes.
 */
export function namesWords({ names, others }: FewNames): string {
  const shown = names.map((name) => JSON.stringify(name)).join(", ");
  return others > 0 ? `${shown} and ${count(others)} others` : shown;
}
