import type { Attachment } from "svelte/attachments";
import { on } from "svelte/events";

/** An attachment: Escape, pressed anywhere in the element, does this, unless something inside has an answer of its own. */
export function onEscape(act: () => void): Attachment<HTMLElement> {
  return (element) =>
    on(element, "keydown", (event) => {
      // While characters are being composed, Escape is for them.
      if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
      event.preventDefault();
      act();
    });
}
