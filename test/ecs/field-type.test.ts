import { describe, expect, it } from "vitest";
import { ecsTypeOf, fieldTypes } from "../../src/ecs/field-type.ts";

describe("the type of a field in ECS", () => {
  it.each([
    "@timestamp",
    "event.created",
    "event.end",
    "event.ingested",
    "event.start",
    "file.accessed",
    "file.created",
    "file.ctime",
    "file.mtime",
    "threat.indicator.file.created",
    "process.start",
    "process.parent.end",
    "process.entry_leader.parent.session_leader.start",
    "process.parent.group_leader.start",
    "dll.code_signature.timestamp",
    "process.parent.code_signature.timestamp",
    "file.elf.creation_date",
    "tls.client.not_before",
    "tls.server.x509.not_after",
    "file.x509.not_before",
    "threat.indicator.first_seen",
    "threat.enrichments.indicator.modified_at",
    "email.delivery_timestamp",
    "package.installed",
  ])("%s is a date", (name) => {
    expect(ecsTypeOf(name)).toBe("date");
  });

  it.each([
    "source.ip",
    "destination.nat.ip",
    "host.ip",
    "dns.resolved_ip",
    "network.forwarded_ip",
    "related.ip",
  ])("%s is an address", (name) => {
    expect(ecsTypeOf(name)).toBe("ip");
  });

  it.each([
    "event.category",
    "event.start_reason",
    "process.name",
    "process.entry_meta.start",
    "registry.created",
    "winlog.event_data.StartTime",
    "timestamp",
    "file.mtime.text",
    "host.zip",
    "x@timestamp",
  ])("%s is neither a date nor an address", (name) => {
    expect(ecsTypeOf(name)).toBeNull();
  });

  it("is date for the timestamp field, whatever its name", () => {
    const types = fieldTypes("seen");
    expect([types("seen"), types("event.start"), types("other")]).toEqual(["date", "date", null]);
  });
});
