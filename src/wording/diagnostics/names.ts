import type { FewNames } from "../../formats/index.ts";
import { count } from "../format.ts";

/** Names from evidence in a sentence: `"a", "b" and 3 others`. Quoted as JSON does it, so that no name ends its quotes. */
export function namesWords({ names, others }: FewNames): string {
  const shown = names.map((name) => JSON.stringify(name)).join(", ");
  return others > 0 ? `${shown} and ${count(others)} others` : shown;
}
