/** What the overview says about a case. */
export { type FirstLook, type Overview, overviewOf } from "./overview.ts";
export { type HostBlindSpot, hostBlindSpots, type NeedyRule } from "./host-blind-spots.ts";
export { indexBlindSpots, type IndexBlindSpots, needyRules } from "./index-blind-spots.ts";
export { neededCategories } from "./needed-categories.ts";
export { DUMPS_RULE, overviewVerdict } from "./overview-verdict.ts";
