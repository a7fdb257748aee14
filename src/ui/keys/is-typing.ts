/** Whether keys that are pressed on an element are text, or belong to the control itself. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches("textarea, select")) return true;
  return target instanceof HTMLInputElement && !NOT_TYPED.has(target.type);
}

const NOT_TYPED: ReadonlySet<string> = new Set(["checkbox", "radio", "button", "file", "submit"]);
