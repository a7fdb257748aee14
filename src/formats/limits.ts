/**
 * The largest record that is kept in memory, in bytes. Elasticsearch refuses requests above 100 MB
 * (`http.max_content_length`), and real events are below 1 MiB: a longer "record" is damage or an attack.
 */
export const MAX_RECORD_BYTES = 32 * 1024 * 1024;

/** Elasticsearch's own limit on JSON nesting (Jackson's StreamReadConstraints, 1,000 levels). */
export const MAX_DEPTH = 1000;
