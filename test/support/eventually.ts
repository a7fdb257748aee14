import { vi } from "vitest";

/**
 * Waits until the assertions hold. The limit measures nothing: it only ends the wait for assertions that never will.
 */
export function eventually(assertion: () => void): Promise<void> {
  return vi.waitFor(assertion, { timeout: 120_000, interval: 2 });
}
