/** Work of this long may run before the page gets a turn, in milliseconds: a key or a click then waits hardly longer. */
const TURN_MS = 24;

/** Gives the page a turn now and then while something long is done on its thread. */
export class Turns {
  #since = performance.now();

  /**
   * Lets the page draw and react, if it has had no turn for a while.
   *
   * @returns whether it had one
   */
  async next(): Promise<boolean> {
    if (performance.now() - this.#since < TURN_MS) return false;
    await turn();
    this.#since = performance.now();
    return true;
  }
}

/** Like a timeout of no time, which browsers make a second in a tab that is not shown. */
function turn(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
