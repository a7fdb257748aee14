import { on } from "svelte/events";

/**
 * An attachment for the whole page: when the focused control is removed or disabled, a neighbour gets the focus.
 * Otherwise browsers drop the focus: Tab starts at the top of the page again, and a screen reader falls silent. If
 * there is a better place than the neighbour, the code that removes the control must move the focus there.
 */
export function keepFocus(page: HTMLElement): () => void {
  let held: HTMLElement | null = null;
  let isPressing = false;
  const stops = [
    on(page, "focusin", ({ target }) => {
      held = target as HTMLElement;
    }),
    on(window, "mousedown", () => {
      isPressing = true;
    }),
    on(window, "mouseup", () => {
      isPressing = false;
    }),
    // A user who clicks outside every control wants none to have the focus. If another control gets it, focusin
    // follows.
    on(page, "focusout", () => {
      if (isPressing && held !== null && isUsable(held)) held = null;
    }),
  ];
  const observer = new MutationObserver((records) => {
    if (held === null || (!isNowhere() && document.activeElement !== held)) return;
    if (!isUsable(held)) neighbourOf(held, records, page)?.focus({ preventScroll: true });
    // A control that was moved within the page, as when a list is sorted, has lost the focus as well.
    else if (isNowhere() && placeOf(held, records) !== undefined) held.focus({ preventScroll: true });
  });
  observer.observe(page, { subtree: true, childList: true, attributeFilter: ["disabled"] });
  return () => {
    for (const stop of stops) stop();
    observer.disconnect();
  };
}

/** Whether no control has the focus. */
function isNowhere(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

const TABBABLE = "button, input, select, textarea, summary, a[href], [tabindex]";

function isUsable(element: HTMLElement): boolean {
  return element.isConnected && !element.matches(":disabled");
}

/**
 * Returns the next focusable element after a control, or else the one before it, in the smallest part of the page that
 * has any.
 */
function neighbourOf(
  lost: HTMLElement,
  records: readonly MutationRecord[],
  page: HTMLElement,
): HTMLElement | undefined {
  const place = lost.isConnected ? { area: lost.parentElement!, before: lost } : placeOf(lost, records);
  let before: Node | null = place?.before ?? null;
  for (let area = place?.area ?? page; ; area = area.parentElement!) {
    const offered = tabbableIn(area);
    const after = before === null ? offered : offered.filter((control) => isAfter(control, before!));
    // If the area itself is focusable, as a grid is, it takes the focus of what it lost.
    const found = after[0] ?? offered.at(-1) ?? (area.hasAttribute("tabindex") ? area : undefined);
    if (found !== undefined || area === page) return found;
    before = area;
  }
}

interface PlaceInPage {
  /** The smallest part of the page around it that still exists. */
  readonly area: HTMLElement;
  /** The node that it followed in that area; null if it came first. */
  readonly before: Node | null;
}

/** Returns where a control was removed from, if it was removed. */
function placeOf(lost: HTMLElement, records: readonly MutationRecord[]): PlaceInPage | undefined {
  const removal = records.find(
    ({ target, removedNodes }) =>
      target instanceof HTMLElement &&
      target.isConnected &&
      Array.from(removedNodes).some((node) => node.contains(lost)),
  );
  if (removal === undefined) return undefined;
  const { previousSibling, target } = removal;
  return { area: target as HTMLElement, before: previousSibling?.isConnected ? previousSibling : null };
}

function tabbableIn(area: Element): HTMLElement[] {
  return Array.from(area.querySelectorAll<HTMLElement>(TABBABLE)).filter(
    (control) =>
      control.tabIndex >= 0 && isUsable(control) && control.checkVisibility({ visibilityProperty: true }),
  );
}

function isAfter(element: Element, node: Node): boolean {
  const position = node.compareDocumentPosition(element);
  return (position & Node.DOCUMENT_POSITION_FOLLOWING) !== 0 && !node.contains(element);
}
