/** What the overview says about a case. */
export { type FirstLook, type Overview, overviewOf } from "./overview.ts";
