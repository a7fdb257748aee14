export { readGuide } from "./guide.ts";
export { ABSENT, plainText, placeholderValue } from "./bind.ts";
export type * from "./model.ts";
