import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Announcer, CALM_MS, PROGRESS_MS } from "../../src/ui/common/announcer.ts";

describe("what a screen reader is told", () => {
  const said: string[] = [];
  const announcer = new Announcer((sentence) => said.push(sentence));
  beforeEach(() => {
    vi.useFakeTimers();
    said.length = 0;
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("is a sentence once it has stood for a moment", () => {
    announcer.tell("Scanning.");
    vi.advanceTimersByTime(CALM_MS - 1);
    expect(said).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(said).toEqual(["Scanning."]);
    vi.advanceTimersByTime(100 * CALM_MS);
    expect(said).toEqual(["Scanning."]);
  });

  it("is the last of many that follow each other", () => {
    for (let n = 1; n <= 50; n++) {
      announcer.tell(`${n} alerts`);
      vi.advanceTimersByTime(CALM_MS / 10);
    }
    expect(said).toEqual([]);
    vi.advanceTimersByTime(CALM_MS);
    expect(said).toEqual(["50 alerts"]);
  });

  it("is how far things are, now and then and until they are done", () => {
    let done = 0;
    const stop = announcer.follow(() => `${done} % read`);
    for (; done < 100; done++) vi.advanceTimersByTime(PROGRESS_MS / 25);
    expect(said).toEqual(["24 % read", "49 % read", "74 % read", "99 % read"]);
    stop();
    vi.advanceTimersByTime(10 * PROGRESS_MS);
    expect(said).toHaveLength(4);
  });

  it("is nothing more once nobody is there to be told", () => {
    announcer.tell("Scan finished.");
    announcer.stop();
    vi.advanceTimersByTime(10 * CALM_MS);
    expect(said).toEqual([]);
  });
});
