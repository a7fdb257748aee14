import type { ArchiveFault } from "../bytes/index.ts";
import type { FileLocation, FormatDiagnostic, FormatFinding } from "./diagnostic.ts";

/** Turns an archive fault into a diagnostic. Stored cases hold these codes, so they must not change. */
export function archiveProblem(fault: ArchiveFault): FormatDiagnostic {
  const { code, path, offset } = fault;
  const severity = code === "empty" ? "info" : code === "headers" || code === "name" ? "warning" : "error";
  // The location of a fault in a member is the start of that member; `offset` itself is an offset in the archive.
  const place: FileLocation = path === undefined ? { offset } : { offset: 0, member: path };
  return { ...finding(fault), severity, ...place };
}

function finding({ code, reason, offset }: ArchiveFault): FormatFinding {
  switch (code) {
    case "empty":
      return { code, data: { kind: "archive" } };
    case "nested-too-deep":
      return { code: "zip-nested", data: { kind: "too-deep" } };
    case "nested-too-large":
      return { code: "zip-nested", data: { kind: "too-large", mebibytes: Number(reason) } };
    case "spent":
      return { code: "zip-bomb", data: { kind: "archive" } };
    default:
      return { code: `zip-${code}`, data: { reason, header: offset } };
  }
}
