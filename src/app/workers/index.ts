/** The workers of the built page. They need the bundler, so the rest of `app` is only given them. */
export { browserWorkers } from "./browser-workers.ts";
export type { Workers } from "./workers.ts";
