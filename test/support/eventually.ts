import { vi } from "vitest";

/** Waits until what is asserted holds. The limit is no measure: it only ends the wait for what will never hold. */
export function eventually(assertion: () => void): Promise<void> {
  return vi.waitFor(assertion, { timeout: 120_000, interval: 2 });
}
