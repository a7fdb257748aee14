/** Something that the palette finds, and what choosing it does. */
export interface PaletteItem {
  readonly id: string;
  /** The heading under which it is listed. */
  readonly group: string;
  readonly label: string;
  readonly note?: string;
  /** The keys that do the same. */
  readonly keys?: string;
  readonly run: () => void;
}

export interface FoundGroup {
  readonly title: string;
  readonly found: readonly PaletteItem[];
  /** How many more there are than are shown. */
  readonly more: number;
}

const MOST = 8;
/** Of everything, before one has typed. */
const MOST_AT_FIRST = 5;

/**
 * The items whose labels contain every word that was typed, those that begin with it first, in groups in the order in
 * which the groups come.
 */
export function foundIn(items: readonly PaletteItem[], typed: string): FoundGroup[] {
  const words = typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const groups = new Map<string, PaletteItem[]>();
  for (const item of items) {
    const label = item.label.toLowerCase();
    if (!words.every((word) => label.includes(word))) continue;
    const group = groups.get(item.group);
    if (group === undefined) groups.set(item.group, [item]);
    else group.push(item);
  }
  const [first = ""] = words;
  const rank = ({ label }: PaletteItem): number => (label.toLowerCase().startsWith(first) ? 0 : 1);
  const most = words.length === 0 ? MOST_AT_FIRST : MOST;
  return [...groups].map(([title, found]) => {
    const shown = title === "Views" ? found.length : most;
    return {
      title,
      found: [...found].sort((a, b) => rank(a) - rank(b)).slice(0, shown),
      more: Math.max(0, found.length - shown),
    };
  });
}
