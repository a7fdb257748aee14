/**
 * Artifacts that lie beside logs: registry hives, .reg files, crash dumps, WER reports and the change journal. Bytes to
 * facts; `state/` alone knows ECS. Nothing here knows rules or the screen, and no reader of logs knows this.
 */
export type {
  ArtifactCode,
  ArtifactDiagnostics,
  ArtifactPlace,
  ArtifactProblem,
  LogEnd,
  LogRefusal,
} from "./diagnostic.ts";
export * from "./minidump/index.ts";
export * from "./reg-text/index.ts";
export * from "./regf/index.ts";
export * from "./state/index.ts";
export * from "./usn/index.ts";
export * from "./wer/index.ts";
