import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { OpeningAttempt } from "../../src/case/opening-attempt.ts";

/*
 * Everything that can happen while a database is opened, without a browser. What browsers contribute is tested in
 * test/browser.
 */

function transaction() {
  return { done: Promise.resolve(), abort: vi.fn() };
}

async function failure(attempt: OpeningAttempt, opening: Promise<{ close(): void }>) {
  try {
    await attempt.result(opening);
  } catch (error) {
    const { why, message } = attempt.errorOf(error);
    return { why, message };
  }
  throw new Error("the database was opened");
}

describe("an attempt to open the database", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("waits as long as an upgrade takes", async () => {
    const attempt = new OpeningAttempt();
    const database = { close: vi.fn() };
    let open: (value: typeof database) => void = () => undefined;
    const result = attempt.result(new Promise<typeof database>((resolve) => (open = resolve)));
    attempt.upgrade(2, transaction(), () => Promise.resolve());
    await vi.advanceTimersByTimeAsync(3_600_000);
    open(database);
    expect(await result).toBe(database);
    expect(database.close).not.toHaveBeenCalled();
  });

  it("gives up if the browser does not answer, and closes a database that it opens too late", async () => {
    const attempt = new OpeningAttempt();
    const database = { close: vi.fn() };
    let open: (value: typeof database) => void = () => undefined;
    const failed = failure(attempt, new Promise<typeof database>((resolve) => (open = resolve)));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await failed).toEqual({ why: "absent", message: "The browser's database does not answer." });
    open(database);
    await vi.advanceTimersByTimeAsync(0);
    expect(database.close).toHaveBeenCalledOnce();
  });

  it("aborts an upgrade that begins after it has given up on another tab, and leaves it to the next attempt", async () => {
    const attempt = new OpeningAttempt();
    const failed = failure(attempt, new Promise<never>(() => undefined));
    attempt.isBlocked();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await failed).toEqual({ why: "blocked", message: "The database is open in another tab." });
    const late = transaction();
    const run = vi.fn(() => Promise.resolve());
    attempt.upgrade(2, late, run);
    expect(late.abort).toHaveBeenCalledOnce();
    expect(run).not.toHaveBeenCalled();
  });

  it("aborts an upgrade that fails and reports the cause, even if the browser has already aborted it", async () => {
    const attempt = new OpeningAttempt();
    const upgrading = transaction();
    upgrading.abort.mockImplementation(() => {
      throw new Error("The transaction is over.");
    });
    let fail: (error: Error) => void = () => undefined;
    const failed = failure(attempt, new Promise<never>((_, reject) => (fail = reject)));
    attempt.upgrade(1, upgrading, () => Promise.reject(new RangeError("too much")));
    await vi.advanceTimersByTimeAsync(0);
    expect(upgrading.abort).toHaveBeenCalledOnce();
    fail(new DOMException("The transaction was aborted.", "AbortError"));
    expect(await failed).toEqual({ why: "not-upgraded", message: "RangeError: too much" });
  });

  it("distinguishes a database that cannot be created from one that cannot be upgraded", async () => {
    const attempt = new OpeningAttempt();
    attempt.upgrade(0, transaction(), () => Promise.resolve());
    const full = Promise.reject(new DOMException("No room.", "QuotaExceededError"));
    expect(await failure(attempt, full)).toEqual({ why: "absent", message: "QuotaExceededError: No room." });
  });

  it("recognises a database of a newer version", async () => {
    const newer = Promise.reject(new DOMException("The version is less.", "VersionError"));
    expect((await failure(new OpeningAttempt(), newer)).why).toBe("newer");
  });
});
