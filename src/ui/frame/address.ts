import { untrack } from "svelte";
import { on } from "svelte/events";
import {
  type App,
  isView,
  readEventState,
  readEvidenceState,
  readHuntState,
  readListState,
  readRuleState,
  type View,
  writeEventState,
  writeEvidenceState,
  writeHuntState,
  writeListState,
  writeRuleState,
} from "../../app/index.ts";

/** Browsers refuse to change the address more than about twenty times a second, as a key that is held down would do. */
const WRITE_AFTER_MS = 150;

/**
 * Keeps the view and the state of its list in the address, after the `#`, so that Reload and Back do what people expect.
 * Another view is another entry of the browser's history, and so is the wide view around an alert; a filter is not, since one types it letter by letter. Call it
 * in an effect: it runs again when what is shown changes.
 *
 * @returns keeps the address as it is
 */
export function writeAddress(app: App): () => void {
  const shown = addressOf(app);
  return untrack(() => {
    if (viewIn(location.hash) !== app.view || (isWide(shown) && !isWide(location.hash))) {
      // Without a view in it, the address means the overview.
      if (location.hash !== "" || shown !== "#/overview") history.pushState(null, "", shown);
      return () => undefined;
    }
    const timer = setTimeout(() => {
      if (location.hash !== shown) history.replaceState(null, "", shown);
    }, WRITE_AFTER_MS);
    return () => clearTimeout(timer);
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
  const [, state = ""] = /\?(.*)$/s.exec(location.hash) ?? [];
  if (view === "alerts") {
    app.session.view.state = readListState(state);
    app.session.around.isWide = isWide(state);
    if (isWide(state)) app.session.view.tab = "around";
  }
  if (view === "events") app.session.eventView.state = readEventState(state);
  if (view === "evidence") app.session.evidenceList.state = readEvidenceState(state);
  if (view === "rules") app.session.ruleView.state = readRuleState(state);
  if (view === "hunt") app.session.hunt.state = readHuntState(state);
  app.show(view);
}

function addressOf(app: App): string {
  const state = stateOf(app);
  const { view: list, around } = app.session;
  if (app.view === "alerts" && around.isWide && list.tab === "around" && list.showsDetail && list.selected)
    return `#/alerts?${state}${WIDE}`;
  return `#/${app.view}${state === "" ? "" : `?${state}`}`;
}

function stateOf({ view, session }: App): string {
  switch (view) {
    case "alerts":
      return writeListState(session.view.state);
    case "events":
      return writeEventState(session.eventView.state);
    case "evidence":
      return writeEvidenceState(session.evidenceList.state);
    case "rules":
      return writeRuleState(session.ruleView.state);
    case "hunt":
      return writeHuntState(session.hunt.state);
    default:
      return "";
  }
}

/** Comes after the state of the list: what happened around the chosen alert has the whole view. */
const WIDE = "&around=wide";

function isWide(address: string): boolean {
  return address.endsWith(WIDE);
}

function viewIn(hash: string): View | null {
  const [view = ""] = hash.replace(/^#\/?/, "").split("?");
  return isView(view) ? view : null;
}
