import { untrack } from "svelte";
import { on } from "svelte/events";
import { type App, isView } from "../../app/index.ts";

/**
 * Keeps the view in the address, after the `#`, so that Reload and Back do what people expect. Call it in an effect: it
 * runs again when the view changes.
 *
 * @returns stops it
 */
export function followAddress(app: App): () => void {
  const shown = addressOf(app.view);
  untrack(() => {
    if (location.hash === "" || location.hash === "#") {
      if (app.view !== "overview") history.pushState(null, "", shown);
    } else if (viewIn(location.hash) !== app.view) history.pushState(null, "", shown);
  });
  return on(window, "popstate", () => {
    app.show(viewIn(location.hash) ?? "overview");
  });
}

/** Shows the view of the address with which the page was opened. */
export function openAddress(app: App): void {
  const view = viewIn(location.hash);
  if (view !== null) app.show(view);
}

function addressOf(view: string): string {
  return `#/${view}`;
}

function viewIn(hash: string): App["view"] | null {
  const [view = ""] = hash.replace(/^#\/?/, "").split("?");
  return isView(view) ? view : null;
}
