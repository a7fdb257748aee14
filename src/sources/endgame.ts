import { has, type Source } from "./source.ts";

/**
 * Endgame's sensor in ECS (endgame-*). It spells paths as the kernel does, `\REGISTRY\MACHINE\…`: the rule lists that
 * form because of it.
 */
export const endgame: Source = {
  id: "endgame",
  fields: ["event.module"],
  prefixes: ["endgame."],
  recognises: (event, index, below) =>
    index.includes("endgame-") || has(event, "event.module", "endgame") || below("endgame."),
};
