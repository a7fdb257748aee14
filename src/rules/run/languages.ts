import { EQL } from "../../eql/index.ts";
import { KQL } from "../../kql/index.ts";
import { languagesOf } from "./query-language.ts";

/** The query languages there are, by the id that a rule's `language` names. */
export const LANGUAGES = languagesOf(EQL, KQL);
