import type { ArchiveFault } from "../bytes/index.ts";
import type { FileLocation, FormatDiagnostic, FormatFault } from "./diagnostic.ts";

/** Turns an archive fault into a diagnostic. Stored cases hold these codes, so they must not change. */
export function archiveProblem(fault: ArchiveFault): FormatDiagnostic {
  const { code, path, offset } = fault;
  const severity = code === "empty" ? "info" : code === "headers" || code === "name" ? "warning" : "error";
  // The location of a fault in a member is the start of that member; `offset` itself is an offset in the archive.
  const location: FileLocation = path === undefined ? { offset } : { offset: 0, member: path };
  return { ...faultOf(fault), severity, ...location };
}

function faultOf(fault: ArchiveFault): FormatFault {
  const { code, data, offset } = fault;
  switch (code) {
    case "empty":
      return { code, data: { kind: "archive" } };
    case "nested-too-deep":
      return { code: "zip-nested", data: { kind: "too-deep" } };
    case "nested-too-large":
      return { code: "zip-nested", data: { kind: "too-large", mebibytes: fault.data.mebibytes } };
    case "spent":
      return { code: "zip-bomb", data: { kind: "archive" } };
    case "bomb":
      return { code: "zip-bomb", data: { kind: "member", ...fault.data, header: offset } };
    default:
      // That the data is that of the code is known of each fault, and not of a union of them.
      return { code: `zip-${code}`, data: { ...data, header: offset } } as FormatFault;
  }
}
