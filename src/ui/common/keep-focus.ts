import { on } from "svelte/events";

/**
 * An attachment for the whole page: when the control that has the keyboard goes away or is switched off, a neighbour gets it.
 * Browsers would leave it to nobody: Tab begins at the top of the page again, and a screen reader falls silent. Where there is a
 * better place than the neighbour, whoever takes the control away moves the focus there.
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
    // Who clicks beside every control wants none to have the keyboard. If another gets it, that is told next.
    on(page, "focusout", () => {
      if (isPressing && held !== null && isUsable(held)) held = null;
    }),
  ];
  const observer = new MutationObserver((records) => {
    if (held === null || (!isNowhere() && document.activeElement !== held)) return;
    if (!isUsable(held)) neighbourOf(held, records, page)?.focus({ preventScroll: true });
    // One that was moved within the page, as in a list that is sorted anew, has lost the keyboard as well.
    else if (isNowhere() && placeOf(held, records) !== undefined) held.focus({ preventScroll: true });
  });
  observer.observe(page, { subtree: true, childList: true, attributeFilter: ["disabled"] });
  return () => {
    for (const stop of stops) stop();
    observer.disconnect();
  };
}

/** Whether no control has the keyboard. */
function isNowhere(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

const TABBABLE = "button, input, select, textarea, summary, a[href], [tabindex]";

function isUsable(element: HTMLElement): boolean {
  return element.isConnected && !element.matches(":disabled");
}

/** What comes after the place of a control, else before it, in the smallest part of the page that has anything to offer. */
function neighbourOf(
  lost: HTMLElement,
  records: readonly MutationRecord[],
  page: HTMLElement,
): HTMLElement | undefined {
  const place = lost.isConnected ? { area: lost.parentElement!, before: lost } : placeOf(lost, records);
  let before: Node | null = place?.before ?? null;
  for (let area = place?.area ?? page; ; area = area.parentElement!) {
    const offered = tabbableIn(area);
    const after = before === null ? offered : offered.filter((one) => isAfter(one, before!));
    // A part that takes the keyboard itself, as a grid does, is the place for what is lost in it.
    const found = after[0] ?? offered.at(-1) ?? (area.hasAttribute("tabindex") ? area : undefined);
    if (found !== undefined || area === page) return found;
    before = area;
  }
}

interface PlaceInPage {
  /** The smallest part of the page around it that is still there. */
  readonly area: HTMLElement;
  /** What it came after in there; null at its beginning. */
  readonly before: Node | null;
}

/** Where a control was taken out, if it was. */
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
    (one) => one.tabIndex >= 0 && isUsable(one) && one.checkVisibility({ visibilityProperty: true }),
  );
}

function isAfter(element: Element, node: Node): boolean {
  const position = node.compareDocumentPosition(element);
  return (position & Node.DOCUMENT_POSITION_FOLLOWING) !== 0 && !node.contains(element);
}
