/** The event: one flat object of ECS fields, and the type of a field. */
export { ecsTypeOf, type FieldType, type FieldTypes, fieldTypes } from "./field-type.ts";
export {
  emptyEvent,
  type FieldValue,
  type FlatEvent,
  flatten,
  isFlat,
  type MutableFlatEvent,
  type Scalar,
} from "./flat-event.ts";
export { hostKey } from "./host-key.ts";
