const PAGE_ROWS = 20;

const STEPS: ReadonlyMap<string, number> = new Map([
  ["ArrowDown", 1],
  ["ArrowUp", -1],
  ["PageDown", PAGE_ROWS],
  ["PageUp", -PAGE_ROWS],
  ["Home", -Infinity],
  ["End", Infinity],
]);

/** By how many rows a key moves through a list, up if negative; undefined for any other key. */
export function rowStep(event: KeyboardEvent): number | undefined {
  return event.ctrlKey || event.altKey || event.metaKey ? undefined : STEPS.get(event.key);
}

/** Opens a row that has the focus, and not one in which a control has it. */
export function opensRow(open: () => void): (event: KeyboardEvent) => void {
  return (event) => {
    if ((event.key !== "Enter" && event.key !== " ") || event.target !== event.currentTarget) return;
    event.preventDefault();
    open();
  };
}
