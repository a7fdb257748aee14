import { tick } from "svelte";

const MAX_FRAMES = 30;

/**
 * Focuses a row of a virtual list. The list renders the row it is asked to keep, but hides it until it is measured, and a
 * hidden row cannot take the focus. So focusing is retried for some frames; until then the table has the focus.
 *
 * @param selector of the row, in the table
 */
export async function focusRow(table: HTMLElement | undefined, selector: string): Promise<void> {
  table?.focus();
  for (let frame = 0; frame < MAX_FRAMES; frame++) {
    await tick();
    const row = table?.querySelector<HTMLElement>(selector);
    row?.focus();
    if (row && document.activeElement === row) return;
    await new Promise(requestAnimationFrame);
  }
}
