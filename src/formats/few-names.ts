/** Names from evidence, shortened for a diagnostic: a record can contain a thousand names of one megabyte each. */
export interface FewNames {
  readonly names: readonly string[];
  /** How many more names there are. */
  readonly others: number;
}

const MOST = 5;
const LONGEST = 80;

export function fewNames(all: readonly string[]): FewNames {
  const names = all
    .slice(0, MOST)
    .map((name) => (name.length > LONGEST ? `${name.slice(0, LONGEST)}…` : name));
  return { names, others: all.length - names.length };
}
