import { isDeepStrictEqual } from "node:util";
import { expect } from "vitest";

/**
 * As strict as `expect(found, where).toEqual(expected)`, and many times as fast while the two are equal. For tests that
 * compare thousands of values.
 *
 * @param where what the test was doing, for the failure
 */
export function expectEqual(found: unknown, expected: unknown, where?: () => string): void {
  if (!isDeepStrictEqual(found, expected)) expect(found, where?.()).toEqual(expected);
}
