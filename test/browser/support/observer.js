/**
 * Runs before any script of the page, and at the head of every worker made from a Blob of JavaScript.
 *
 * A refusal inside a worker is reported to that worker only (and by no protocol of either browser), so the worker's
 * script needs its own listener. The hooks are Proxies around the constructors: whatever the page passes or gets back
 * is unchanged, except for the listener's text at the head of a worker's script.
 *
 * This is a text, not a module: the harness sends it unchanged, because a compiler's helper functions would be
 * missing in the page.
 *
 * @param {string} channelName how workers report to the page
 */
(function observe(channelName) {
  const scope = globalThis;
  const inPage = "document" in scope;
  const channel = new scope.BroadcastChannel(channelName);
  const report = inPage
    ? (kind, text) => scope.console.debug("loupe-harness", kind, text)
    : (kind, text) => channel.postMessage([`worker-${kind}`, text]);
  if (inPage) channel.addEventListener("message", (event) => report(...event.data));

  scope.addEventListener("securitypolicyviolation", (event) => {
    const what = event.blockedURI + (event.sample ? ` ${event.sample}` : "");
    report("csp", `${event.effectiveDirective} refused ${what} (${event.sourceFile}:${event.lineNumber})`);
  });
  if (!inPage) {
    scope.addEventListener("error", (event) => report("error", event.message));
    scope.addEventListener("unhandledrejection", (event) => report("error", String(event.reason)));
  }

  const isScript = (options) => /^(text|application)\/javascript/.test(options?.type ?? "");
  scope.Blob = new Proxy(scope.Blob, {
    construct(target, [parts, options], newTarget) {
      const head = isScript(options) ? [`(${observe})(${JSON.stringify(channelName)});`] : [];
      return Reflect.construct(target, parts ? [[...head, ...parts], options] : [], newTarget);
    },
  });
  // A worker that cannot even start does not have its own listener yet.
  scope.Worker = new Proxy(scope.Worker, {
    construct(target, args, newTarget) {
      const worker = Reflect.construct(target, args, newTarget);
      worker.addEventListener("error", (event) =>
        report("worker-error", event.message || "a worker did not start"),
      );
      return worker;
    },
  });
})("loupe-harness-" + Math.random()); // crypto.randomUUID is missing in Firefox's first about:blank, which is not a secure context
