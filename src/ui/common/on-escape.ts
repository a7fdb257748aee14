import type { Attachment } from "svelte/attachments";
import { on } from "svelte/events";

/**
 * An attachment: calls `act` when Escape is pressed anywhere in the element, unless something inside has handled it.
 */
export function onEscape(act: () => void): Attachment<HTMLElement> {
  return (element) =>
    on(element, "keydown", (event) => {
      // While characters are being composed, Escape belongs to the input method.
      if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
      event.preventDefault();
      act();
    });
}
