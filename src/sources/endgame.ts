import { has, type Source } from "./source.ts";

/**
 * Endgame's sensor in ECS (endgame-*). It spells paths as the kernel does, `\REGISTRY\MACHINE\…`, which is why rules
 * list that form.
 */
export const endgame: Source = {
  id: "endgame",
  fields: ["event.module"],
  prefixes: ["endgame."],
  recognises: (event, index, below) =>
    index.includes("endgame-") || has(event, "event.module", "endgame") || below("endgame."),
};
