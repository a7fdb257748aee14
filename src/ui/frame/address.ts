import { untrack } from "svelte";
import { on } from "svelte/events";
import { type App, isView, readListState, type View, writeListState } from "../../app/index.ts";

/**
 * Keeps the view and the state of its list in the address, after the `#`, so that Reload and Back do what people expect.
 * Another view is another entry of the browser's history; a filter is not, since one types it letter by letter. Call it
 * in an effect: it runs again when what is shown changes.
 */
export function writeAddress(app: App): void {
  const shown = addressOf(app);
  untrack(() => {
    if (location.hash === shown || (location.hash === "" && shown === "#/overview")) return;
    if (viewIn(location.hash) === app.view) history.replaceState(null, "", shown);
    else history.pushState(null, "", shown);
  });
}

/**
 * Shows what the address says when someone goes back or forth, or edits it.
 *
 * @returns stops it
 */
export function followAddress(app: App): () => void {
  return on(window, "popstate", () => openAddress(app));
}

/** Shows what the address says. */
export function openAddress(app: App): void {
  const view = viewIn(location.hash) ?? "overview";
  const state = location.hash.slice(location.hash.indexOf("?") + 1);
  if (view === "alerts") app.session.view.state = readListState(location.hash.includes("?") ? state : "");
  app.show(view);
}

function addressOf(app: App): string {
  const state = app.view === "alerts" ? writeListState(app.session.view.state) : "";
  return `#/${app.view}${state === "" ? "" : `?${state}`}`;
}

function viewIn(hash: string): View | null {
  const [view = ""] = hash.replace(/^#\/?/, "").split("?");
  return isView(view) ? view : null;
}
