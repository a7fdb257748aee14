/** Keeps a failed read from counting as unhandled before it is awaited, and apart from bugs in what follows it. */
export function attempt<T>(promise: Promise<T>): Promise<{ value: T } | { error: unknown }> {
  return promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
}
