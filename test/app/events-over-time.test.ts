import { describe, expect, it } from "vitest";
import { eventsOverTime } from "../../src/app/events/events-over-time.ts";
import { EventIndex, PartBuilder } from "../../src/scan/event-index/index.ts";

function index(hosts: readonly string[]) {
  const built = new EventIndex();
  const builder = new PartBuilder();
  hosts.forEach((host, n) => builder.add({ "host.name": host }, 1000 * n, { offset: n, length: 1 }));
  built.add("f", builder.finish());
  return {
    density: (...asked: Parameters<EventIndex["density"]>) => Promise.resolve(built.density(...asked)),
  };
}

describe("the events over time", () => {
  it("are divided by a field, with the rarest together and spellings as one", async () => {
    const hosts = Array.from({ length: 40 }, (_, n) => (n % 2 === 0 ? "Main" : n < 20 ? "MAIN" : `h${n}`));
    const found = (await eventsOverTime(index(hosts), {}, 5, "host.name"))!;
    expect(found.total.reduce((sum, n) => sum + n, 0)).toBe(40);
    expect(found.series).toHaveLength(8);
    expect(found.series[0]!.value.toLowerCase()).toBe("main");
    expect(found.series.map(({ isRest }) => isRest).lastIndexOf(true)).toBe(7);
    found.total.forEach((n, i) =>
      expect(found.series.reduce((sum, { counts }) => sum + counts[i]!, 0)).toBe(n),
    );
  });

  it("are one series without a field, and none without events", async () => {
    expect((await eventsOverTime(index(["a"]), {}, 5, ""))!.series).toEqual([]);
    expect(await eventsOverTime(index([]), {}, 5, "host.name")).toBeNull();
  });
});
