/** What the overview says about a case. */
export { type FirstLook, type Overview, overviewOf, SEVERITIES, tacticsOf } from "./overview.ts";
