export { textLinesFormat } from "./text-lines-format.ts";
