import { append, type FinalStep } from "./step.ts";

/**
 * 5136, a changed object of the directory: what was done, and the object's name as user or group (windows integration
 * 3.7). For a computer Elastic would set `host.name` only where it is missing, which it never is here.
 */
export const directoryChange: FinalStep = {
  from: "EventData/OperationType, ObjectDN, ObjectClass",
  how: "the operation as reason; the first name of the object as the user or the group, by its class",
  ids: new Set(["5136"]),
  apply: (context) => {
    const { out } = context;
    const operation = context.data("OperationType");
    if (operation !== undefined) out["event.reason"] = operation;
    const name = commonName(context.data("ObjectDN") ?? "");
    if (name === "") return;
    const kind = (context.data("ObjectClass") ?? "").toLowerCase();
    const field = kind.includes("user") ? "user.target.name" : kind.includes("group") ? "group.name" : null;
    if (field === null) return;
    out[field] = name;
    append(out, "related.user", name);
  },
};

/** The value of the first `CN=`, up to a comma that is not escaped, with `\,` and `\2C` resolved; empty if there is none. */
export function commonName(distinguishedName: string): string {
  const start = distinguishedName.toLowerCase().indexOf("cn=");
  if (start < 0) return "";
  let name = "";
  for (let i = start + 3; i < distinguishedName.length; i++) {
    const char = distinguishedName[i]!;
    if (char === ",") break;
    if (char !== "\\" || i + 1 >= distinguishedName.length) {
      name += char;
      continue;
    }
    const hex = distinguishedName.slice(i + 1, i + 3);
    if (/^[0-9a-f]{2}$/i.test(hex)) {
      name += String.fromCharCode(Number.parseInt(hex, 16));
      i += 2;
    } else {
      name += distinguishedName[i + 1]!;
      i++;
    }
  }
  return name.trim();
}
