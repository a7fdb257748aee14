/**
 * The events of one log, or those that one provider writes into it.
 *
 * A line of `events` is the event's ids and templates for its sentence, the most telling first: `4634,4647 {user} logged
 * off`. What such an event is called in general is made from the last one.
 */
export interface EventLog {
  /** Names of the channel, and of the data sets that Elastic gives its events, in lower case. */
  readonly channels: readonly string[];
  /** In lower case. Absent: whichever provider writes them. */
  readonly providers?: readonly string[];
  /** Ids that other providers of the same log do not use, as far as we know: they need no provider. */
  readonly certain?: readonly string[];
  readonly events: string;
}
