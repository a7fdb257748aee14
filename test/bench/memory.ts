import { readdirSync, readFileSync } from "node:fs";

/** Samples the resident memory of the renderer processes below a browser's process, in MiB, until `stop` is called. */
export function sampleMemory(browserPid: number): { stop(): number } {
  let peak = 0;
  const timer = setInterval(() => (peak = Math.max(peak, renderers(browserPid))), 50);
  return {
    stop() {
      clearInterval(timer);
      return Math.round(peak);
    },
  };
}

function renderers(root: number): number {
  const parents = new Map<number, number>();
  const resident = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const status = readFileSync(`/proc/${name}/status`, "utf8");
      parents.set(Number(name), Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]));
      const command = readFileSync(`/proc/${name}/cmdline`, "utf8");
      if (command.includes("--type=renderer")) {
        resident.set(Number(name), Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024);
      }
    } catch {
      // The process ended between the listing and the reading.
    }
  }
  let sum = 0;
  for (const [pid, mebibytes] of resident) {
    let at: number | undefined = pid;
    while (at !== undefined && at > 1 && at !== root) at = parents.get(at);
    if (at === root) sum += mebibytes;
  }
  return sum;
}
