import { getContext, setContext, untrack } from "svelte";
import { Keys, type KeyBinding } from "./keys.svelte.ts";

export type { KeyBinding } from "./keys.svelte.ts";

const KEYS = Symbol("keys");

/** For the component at the top: makes the keys known to all components below it. */
export function provideKeys(): Keys {
  return setContext(KEYS, new Keys());
}

/** The keys that act now. */
export function keysInUse(): Keys {
  return getContext<Keys>(KEYS);
}

/**
 * Makes keys act while the component exists. Call it while the component is set up.
 *
 * @param title names the group in the list of all keys
 * @param bindings what they do now; asked again when what it reads changes
 */
export function bindKeys(title: string, bindings: () => readonly KeyBinding[]): void {
  const keys = keysInUse();
  $effect(() => {
    const now = bindings();
    return untrack(() => keys.add(title, now));
  });
}
