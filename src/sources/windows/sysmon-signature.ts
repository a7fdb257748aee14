import type { MutableFlatEvent } from "../../ecs/index.ts";
import type { ValueStep } from "./step.ts";

/**
 * The signature of a loaded driver or library: `Signed`, `Signature`, `SignatureStatus`. Elastic keeps all three values
 * as they are, too.
 */

const IMAGE_LOADED = "7";

/** Writes below the file's signature and, for a library, below the library's. */
function set(out: MutableFlatEvent, code: string, name: string, value: string | boolean): void {
  out[`file.code_signature.${name}`] = value;
  if (code === IMAGE_LOADED) out[`dll.code_signature.${name}`] = value;
}

export const signer: ValueStep = {
  how: "copied",
  apply: (value, { code, out }) => {
    set(out, code, "subject_name", value);
    return false;
  },
};

export const signatureStatus: ValueStep = {
  how: "copied; valid if it says so",
  apply: (value, { code, out }) => {
    set(out, code, "status", value);
    if (value === "Valid") set(out, code, "valid", true);
    return false;
  },
};

/**
 * `true`, `false`, or why the signature could not be read, `failed: Invalid hash`. The integration calls what is signed
 * trusted (elastic/integrations 16442). Here a signature whose status is not `Valid` is not trusted: before that change
 * rules asked for the status, and an expired or revoked signature would no longer match them.
 */
export const signed: ValueStep = {
  how: "trusted if it is signed and the status is Valid or missing",
  apply: (value, context) => {
    const { code, out } = context;
    if (value === "true" || value === "false") {
      const status = context.data("SignatureStatus");
      set(out, code, "trusted", value === "true" && (status === undefined || status === "Valid"));
    } else {
      out["file.code_signature.trusted"] = false;
      if (code === IMAGE_LOADED) out["dll.code_signature.status"] ??= value;
    }
    return false;
  },
};
