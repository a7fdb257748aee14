import { keepText, keptText } from "./kept-text.ts";

/** The analyst's name is kept in this browser, for all cases. */
const KEY = "loupe.analyst";

/** Empty if none is kept, or the browser keeps nothing for this page. */
export const keptName = (): string => keptText(KEY);

/** Where the browser keeps nothing, the name lasts as long as the tab. */
export const keepName = (name: string): void => keepText(KEY, name);
