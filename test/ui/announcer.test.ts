import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Announcer, CALM_MS, PROGRESS_MS } from "../../src/ui/common/announcer.ts";

describe("Announcer", () => {
  const announced: string[] = [];
  const announcer = new Announcer((sentence) => announced.push(sentence));
  beforeEach(() => {
    vi.useFakeTimers();
    announced.length = 0;
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("announces a sentence that has not changed for a moment", () => {
    announcer.tell("Scanning.");
    vi.advanceTimersByTime(CALM_MS - 1);
    expect(announced).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(announced).toEqual(["Scanning."]);
    vi.advanceTimersByTime(100 * CALM_MS);
    expect(announced).toEqual(["Scanning."]);
  });

  it("announces only the last of many sentences in quick succession", () => {
    for (let n = 1; n <= 50; n++) {
      announcer.tell(`${n} alerts`);
      vi.advanceTimersByTime(CALM_MS / 10);
    }
    expect(announced).toEqual([]);
    vi.advanceTimersByTime(CALM_MS);
    expect(announced).toEqual(["50 alerts"]);
  });

  it("announces progress at intervals, until it is done", () => {
    let done = 0;
    const stop = announcer.follow(() => `${done} % read`);
    for (; done < 100; done++) vi.advanceTimersByTime(PROGRESS_MS / 25);
    expect(announced).toEqual(["24 % read", "49 % read", "74 % read", "99 % read"]);
    stop();
    vi.advanceTimersByTime(10 * PROGRESS_MS);
    expect(announced).toHaveLength(4);
  });

  it("announces nothing after it is stopped", () => {
    announcer.tell("Scan finished.");
    announcer.stop();
    vi.advanceTimersByTime(10 * CALM_MS);
    expect(announced).toEqual([]);
  });
});
