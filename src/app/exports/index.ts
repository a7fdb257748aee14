/** What leaves the page: which alerts, in which form, and how far it is. */
export { AlertExports, type AlertForm } from "./alert-exports.svelte.ts";
