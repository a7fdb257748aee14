/** What a case is and how it is kept. */
export { alertRow } from "./alert-row.ts";
export { alertUuid } from "./alert-uuid.ts";
export { CaseStore, type Storage } from "./case-store.ts";
export {
  coveringException,
  type Exception,
  EXCEPTION_OPERATORS,
  type ExceptionEntry,
  type ExceptionOperator,
  isInForce,
} from "./exception.ts";
export type * from "./model.ts";
