import { EQL } from "../../eql/index.ts";
import { KQL } from "../../kql/index.ts";
import { languagesOf } from "./query-language.ts";

/** All query languages, by the id in a rule's `language`. */
export const LANGUAGES = languagesOf(EQL, KQL);
