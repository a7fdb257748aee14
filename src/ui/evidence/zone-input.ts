/** The id of the list of time zones that every zone input offers. */
export const ZONE_NAMES = "zone-names";
