import type { DiagnosticSeverity } from "../diagnostic/index.ts";
import type { ArchiveFault } from "../bytes/index.ts";
import type { FileLocation, FormatDiagnostic, FormatFault } from "./diagnostic.ts";

/** Turns an archive fault into a diagnostic. Stored cases hold these codes, so they must not change. */
export function archiveProblem(fault: ArchiveFault): FormatDiagnostic {
  const { path, offset } = fault;
  const severity = severityOf(fault);
  // The location of a fault in a member is the start of that member; `offset` itself is an offset in the archive. That
  // of its packing is an offset in the member.
  const start = fault.code === "gzip" ? offset : 0;
  const location: FileLocation = path === undefined ? { offset } : { offset: start, member: path };
  return { ...faultOf(fault), severity, ...location };
}

function severityOf({ code, data }: ArchiveFault): DiagnosticSeverity {
  switch (code) {
    case "empty":
      return "info";
    case "headers":
    case "name":
      return "warning";
    case "tar-after-end":
      return data.kind === "members" ? "warning" : "error";
    case "tar-type":
      // A link or a device has no content of its own.
      return data.kind === "sparse-file" ? "error" : "info";
    default:
      return "error";
  }
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
    case "gzip":
      return { code: "bad-gzip", data };
    case "tar-header":
    case "tar-cut":
    case "tar-after-end":
    case "tar-type":
      return { code, data: { ...data, header: offset } } as FormatFault;
    case "spent":
      return { code: "zip-bomb", data: { kind: "archive" } };
    case "bomb":
      return { code: "zip-bomb", data: { kind: "member", ...fault.data, header: offset } };
    default:
      // That the data is that of the code is known of each fault, and not of a union of them.
      return { code: `zip-${code}`, data: { ...data, header: offset } } as FormatFault;
  }
}
