import { keepText, keptText } from "./kept-text.ts";

/** The analyst's name is kept in this browser, for all cases. */
const KEY = "loupe.analyst";

/** Empty if none is kept, or the browser keeps nothing for this page. */
export const keptName = (): string => keptText(KEY);

/** Where the browser keeps nothing, the name lasts as long as the tab. */
export const keepName = (name: string): void => keepText(KEY, name);

/** Whether someone has said that they want to give no name. */
const DECLINED = "loupe.no-name";

export const declinesName = (): boolean => keptText(DECLINED) !== "";

/** The page asks no more, in any case. A name can still be given in the menu of the case. */
export const declineName = (): void => keepText(DECLINED, "yes");
