import { MediaQuery } from "svelte/reactivity";
import { keepText, keptText } from "./kept-text.ts";
import { NARROW } from "./narrow.ts";

/** How the rail looks: with names, as icons, or as a bar at the bottom. */
export type RailForm = "full" | "icons" | "bar";

const KEY = "loupe.rail";
/** Where names take too much of the width, unless the analyst wants them. */
const MEDIUM = "(max-width: 1099.98px)";

/** The form of the rail. What the analyst chose is kept in this browser; until then, the width decides. */
export class RailFold {
  #chosen = $state(keptText(KEY));
  readonly #isNarrow = new MediaQuery(NARROW);
  readonly #isMedium = new MediaQuery(MEDIUM);

  get form(): RailForm {
    if (this.#isNarrow.current) return "bar";
    const isFolded = this.#chosen === "" ? this.#isMedium.current : this.#chosen === "icons";
    return isFolded ? "icons" : "full";
  }

  /** Folds the rail to icons, or shows its names again. What the width would choose as well is no choice to keep. */
  toggle(): void {
    const next = this.form === "icons" ? "full" : "icons";
    const byWidth = this.#isMedium.current ? "icons" : "full";
    this.#chosen = next === byWidth ? "" : next;
    keepText(KEY, this.#chosen);
  }
}
