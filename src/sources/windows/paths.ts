import type { MutableFlatEvent } from "../../ecs/index.ts";
import { type FinalStep, textOf } from "./step.ts";

/** The text after the last backslash; undefined if there is no backslash, or nothing after it. */
export function baseName(path: string): string | undefined {
  const name = path.slice(path.lastIndexOf("\\") + 1);
  return name === "" || name.length === path.length ? undefined : name;
}

/** The name of a process from its path. A path without backslash, as `System`, gives no name. */
export function nameOf(prefix: "process" | "process.parent"): FinalStep {
  const executable = `${prefix}.executable`;
  const name = `${prefix}.name`;
  return {
    from: executable,
    how: "what follows the last backslash",
    apply: ({ out }) => {
      const path = textOf(out, executable);
      if (path === undefined || out[name] !== undefined) return;
      const base = baseName(path);
      if (base !== undefined) out[name] = base;
    },
  };
}

/** Name, directory and extension of `file.path`. The extension is what follows the last dot, wherever it stands. */
export const fileParts: FinalStep = {
  from: "file.path",
  how: "split at the last backslash and the last dot",
  apply: ({ out }) => setFileParts(out, textOf(out, "file.path")),
};

export function setFileParts(out: MutableFlatEvent, path: string | undefined): void {
  if (path === undefined || path.length < 2) return;
  const slash = path.lastIndexOf("\\");
  if (slash < 0) return;
  out["file.name"] = path.slice(slash + 1);
  out["file.directory"] = path.slice(0, slash);
  const dot = path.lastIndexOf(".");
  if (dot >= 0) out["file.extension"] = path.slice(dot + 1);
}
