import { getContext, setContext } from "svelte";

/** What every part of the page can ask of the page. */
export interface Workbench {
  /** Opens the browser's dialog for files. */
  pickFiles(): void;
  /** Opens the browser's dialog for a folder. */
  pickFolder(): void;
  /** Shows what all keys do. */
  showKeys(): void;
  /** Folds the rail to icons, or shows its names again. */
  foldRail(): void;
}

const WORKBENCH = Symbol("workbench");

export function provideWorkbench(workbench: Workbench): void {
  setContext(WORKBENCH, workbench);
}

export function workbench(): Workbench {
  return getContext<Workbench>(WORKBENCH);
}
