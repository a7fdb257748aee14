import type { MutableFlatEvent } from "../../ecs/index.ts";
import { own, scalarText } from "../windows/text.ts";
import type { M365Row } from "./read-m365.ts";
import type { Roles } from "./roles.ts";

/** Tables that only Windows fills, and the columns that only Windows has in the others. */
const WINDOWS_CATEGORIES = new Set(["registry", "library", "driver", "api"]);
const WINDOWS_COLUMNS = ["InitiatingProcessAccountSid", "AccountSid", "RequestAccountSid"];
/** What `AdditionalFields` has, all of it, if the initiating process runs on Linux or macOS. */
const POSIX = [
  "EffectiveGroup",
  "EffectiveUser",
  "FilePermissions",
  "ProcessGroupId",
  "RealUser",
  "SessionId",
].map((name) => `InitiatingProcessPosix${name}`);

/**
 * The rows do not name the operating system, except in DeviceInfo. Since 2.15 (elastic/integrations 10953) a table that
 * only Windows filled before is not Windows' if the process has the ids of a POSIX system: `unix`, as it may be macOS.
 */
export function mapOperatingSystem(
  { row, additional }: M365Row,
  { categories }: Roles,
  out: MutableFlatEvent,
): void {
  const platform = scalarText(own(row, "OSPlatform"))?.toLowerCase();
  const named = ["windows", "linux", "macos"].find((os) => platform?.includes(os));
  const isPosix = additional !== null && POSIX.every((name) => own(additional, name) != null);
  const isWindows =
    !isPosix &&
    (categories.some((category) => WINDOWS_CATEGORIES.has(category)) ||
      WINDOWS_COLUMNS.some((column) => scalarText(own(row, column))));
  if (isWindows) out["host.os.type"] = "windows";
  else if (named !== undefined) out["host.os.type"] = named;
  else if (isPosix) out["host.os.type"] = "unix";
}
