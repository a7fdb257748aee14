/** The views of the workbench, in the order of the rail. */
export const VIEWS = ["overview", "alerts", "events", "hunt", "evidence", "rules", "report"] as const;

/** A view, or the page about Loupe itself, which is not on the rail. */
export type View = (typeof VIEWS)[number] | "about";

export function isView(text: string): text is View {
  return text === "about" || VIEWS.some((view) => view === text);
}
