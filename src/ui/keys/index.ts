/** Keys of the page: each view says what they do while it is shown. */
export { bindKeys, type KeyBinding, keysInUse, provideKeys } from "./bind-keys.svelte.ts";
export { Keys } from "./keys.svelte.ts";
export type { PaletteItem } from "./palette.ts";
