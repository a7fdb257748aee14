/** Keeps a failed read from counting as unhandled before it is awaited, and separates it from bugs in later code. */
export function attempt<T>(promise: Promise<T>): Promise<{ value: T } | { error: unknown }> {
  return promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
}
