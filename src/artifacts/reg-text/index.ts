/** Reads text about the registry: .reg files and the output of `reg query`. */
export { readReg } from "./read-reg.ts";
export type { RegText, RegTextDeletion, RegTextValue } from "./reg-text.ts";
