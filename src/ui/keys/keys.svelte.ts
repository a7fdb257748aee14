import { isAsked, isPressing, isTyping } from "./is-typing.ts";

/** What a key, or two keys one after the other, do. */
export interface KeyBinding {
  /** As in `KeyboardEvent.key`, with `Control+` before it if that is held, and a space between two keys: `g a`. */
  readonly keys: string;
  /** For the list of all keys. */
  readonly label: string;
  /** For the foot of the view, which names only the most important keys; absent for the others. */
  readonly short?: string;
  readonly run: () => void;
}

/** A second key counts if it follows the first within this time, in milliseconds. */
const SEQUENCE_MS = 1500;

/** Which keys do something now. Of two bindings of the same keys, the one that was added last acts. */
export class Keys {
  #layers = $state.raw<readonly { readonly title: string; readonly bindings: readonly KeyBinding[] }[]>([]);
  #first = "";
  #firstAt = 0;

  /** @returns removes them again */
  add(title: string, bindings: readonly KeyBinding[]): () => void {
    const layer = { title, bindings };
    this.#layers = [...this.#layers, layer];
    return () => (this.#layers = this.#layers.filter((other) => other !== layer));
  }

  /** The groups of keys that act now, those of the view first. */
  get groups(): readonly { readonly title: string; readonly bindings: readonly KeyBinding[] }[] {
    return [...this.#layers].reverse().filter(({ bindings }) => bindings.length > 0);
  }

  /** The keys that the foot names, each once: for what it does now. */
  get shown(): readonly (KeyBinding & { readonly short: string })[] {
    const seen = new Set<string>();
    return this.groups
      .flatMap(({ bindings }) => bindings)
      .filter((binding): binding is KeyBinding & { short: string } => {
        if (binding.short === undefined || seen.has(binding.keys)) return false;
        seen.add(binding.keys);
        return true;
      });
  }

  /** Keys do nothing while someone types, except those with Control, nor where they press a button. */
  press(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || event.altKey || event.metaKey) return;
    if (isAsked(event.target)) return;
    if (!event.ctrlKey && (isTyping(event.target) || isPressing(event.key, event.target))) return;
    const key = event.ctrlKey ? `Control+${event.key}` : event.key;
    const isSecond = event.timeStamp - this.#firstAt < SEQUENCE_MS && this.#first !== "";
    const pair = isSecond ? this.#find(`${this.#first} ${key}`) : undefined;
    this.#first = "";
    const binding = pair ?? this.#find(key);
    if (binding !== undefined) {
      event.preventDefault();
      binding.run();
    } else if (this.#isFirst(key)) {
      this.#first = key;
      this.#firstAt = event.timeStamp;
    }
  }

  #find(keys: string): KeyBinding | undefined {
    for (const { bindings } of this.groups) {
      const found = bindings.find((binding) => binding.keys === keys);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #isFirst(key: string): boolean {
    return this.groups.some(({ bindings }) => bindings.some(({ keys }) => keys.startsWith(`${key} `)));
  }
}
