/** What the overview says about a case. */
export { type FirstLook, type Overview, overviewOf } from "./overview.ts";
export { type HostBlindSpot, hostBlindSpots, type NeedyRule } from "./host-blind-spots.ts";
