/** The sentences of the answers that the evidence gives to the steps of a guide. */
export { lookedAtParts, missingParts } from "./missing.ts";
export { type GuideCounts, progressWords as guideProgressWords } from "./progress.ts";
export { sourceParts } from "./source-names.ts";
export { type AnswerPart, partsText } from "./parts.ts";
export { statementParts } from "./statements.ts";
