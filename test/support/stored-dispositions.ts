import {
  alertNameOf,
  type CaseStore,
  type Decided,
  type Disposition,
  dispositionPages,
  type DispositionPage,
  idOfName,
  unpackDispositions,
} from "../../src/case/index.ts";

/** What is stored about the alerts of a case, by the alerts' ids. */
export async function storedDispositions(store: CaseStore, caseId: string): Promise<Map<string, Decided>> {
  const stored = new Map<string, Decided>();
  for await (const page of store.dispositions(caseId)) {
    for (const [name, decided] of unpackDispositions(page)) {
      const id = idOfName(name);
      if (stored.has(id)) throw new Error(`two pages have ${id}`);
      stored.set(id, decided);
    }
  }
  return stored;
}

export function pagesOf(caseId: string, dispositions: readonly Disposition[]): DispositionPage[] {
  return dispositionPages(
    caseId,
    dispositions.map(({ alertId, ...decided }) => [alertNameOf(alertId), decided] as const),
  );
}

export async function* asStored(pages: readonly DispositionPage[]): AsyncGenerator<DispositionPage> {
  for (const page of pages) yield await Promise.resolve(structuredClone(page));
}
