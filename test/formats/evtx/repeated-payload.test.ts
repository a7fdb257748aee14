import { describe, expect, it } from "vitest";
import { readXml } from "../event-xml/read-xml.ts";
import { ChunkWriter } from "./chunk-writer.ts";
import { element, type Element, empty, type Fragment, type Node, slot } from "./nodes.ts";
import { readEvtx } from "./read-evtx.ts";
import { value } from "./values.ts";
import { dataTemplate, evtxFile } from "./writer.ts";

const system = element("System", {}, empty("Provider", { Name: "P" }), element("EventID", {}, "7"));
const data = (name: string, node: Node): Element =>
  element("EventData", { Name: `of ${name}` }, element("Data", { Name: name }, node));
const user = (name: string): Element => element("UserData", {}, element(name, {}, element("x", {}, name)));
const rendering = (message: string): Element =>
  element("RenderingInfo", { Culture: "en-US" }, element("Message", {}, message));

const root = (...payload: readonly Node[]): Element => element("Event", {}, system, ...payload);
const nested: Fragment = { root: dataTemplate(["c"]), values: [value.string("3")] };

describe("an event with two payloads of the same kind", () => {
  it.each<[string, Fragment]>([
    ["EventData", { root: root(data("a", "1"), data("b", "2")), values: null }],
    [
      "EventData in a template",
      { root: root(data("a", slot(0)), data("b", slot(0))), values: [value.string("1")] },
    ],
    [
      "EventData, one in a value",
      { root: root(data("a", "1"), slot(0), data("b", "2")), values: [value.fragment(nested)] },
    ],
    ["UserData", { root: root(user("A"), user("B"), user("C")), values: null }],
    ["RenderingInfo", { root: root(rendering("first"), rendering("second")), values: null }],
    [
      "everything",
      { root: root(user("A"), rendering("r"), data("a", "1"), user("B"), data("b", "2")), values: null },
    ],
  ])("equals the event in its XML, with two of %s", (_, content) => {
    const { events, records, problems } = readEvtx(evtxFile([new ChunkWriter().add(1, content).finish()]));
    expect(problems).toEqual([]);
    expect(events).toEqual(readXml(records[0]!.text).events);
  });

  it("keeps the values of both", () => {
    const content: Fragment = { root: root(data("a", "1"), data("b", "2")), values: null };
    const { events } = readEvtx(evtxFile([new ChunkWriter().add(1, content).finish()]));
    expect(events[0]).toMatchObject({
      eventDataName: "of a",
      eventData: [
        { name: "a", value: "1" },
        { name: "b", value: "2" },
      ],
    });
  });
});
