/** Whether keys that are pressed on an element are text, or belong to the control itself. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  // What lies over the page has the keys for itself: Escape closes it, and nothing else.
  if (target.closest(OVER_THE_PAGE) !== null) return true;
  // A shadow root hides what is typed into.
  if (target.closest("[data-typing]") !== null) return true;
  if (target.isContentEditable || target.matches("textarea, select")) return true;
  return target instanceof HTMLInputElement && !NOT_TYPED.has(target.type);
}

/** Whether the page asks something that has to be answered first: then no key acts but those of the question. */
export function isAsked(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("[role=alertdialog], .confirm") !== null;
}

/** Whether a key presses the control that has the focus: Enter on a button is a click on it, whatever else Enter does. */
export function isPressing(key: string, target: EventTarget | null): boolean {
  if (key !== "Enter" && key !== " ") return false;
  return target instanceof HTMLElement && target.matches(PRESSED);
}

const PRESSED = "button, a, summary, input";
const OVER_THE_PAGE = "[role=dialog], [role=alertdialog], [role=menu], [role=listbox]";
const NOT_TYPED: ReadonlySet<string> = new Set(["checkbox", "radio", "button", "file", "submit"]);
