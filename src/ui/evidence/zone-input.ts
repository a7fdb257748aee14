/** The id of the list that every zone's input offers. */
export const ZONE_NAMES = "zone-names";
