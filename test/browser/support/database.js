/*
 * Runs in a page: reads a database as JSON and writes it back, with all types. JSON has no typed arrays, no NaN and
 * no undefined, so these become objects with the single key "$type".
 */
globalThis.loupeDatabase = (() => {
  const answer = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });

  const toJson = (value) => {
    if (value === undefined) return { $type: "undefined" };
    if (typeof value === "number" && !Number.isFinite(value)) return { $type: "number", of: String(value) };
    if (value === null || typeof value !== "object") return value;
    if (Array.isArray(value)) return value.map(toJson);
    if (ArrayBuffer.isView(value)) return { $type: value.constructor.name, of: Array.from(value, toJson) };
    if (Object.getPrototypeOf(value) !== Object.prototype || "$type" in value)
      throw new TypeError(`${Object.prototype.toString.call(value)} has no form in the fixture`);
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toJson(member)]));
  };

  const fromJson = (value) => {
    if (value === null || typeof value !== "object") return value;
    if (Array.isArray(value)) return value.map(fromJson);
    if (value.$type === "undefined") return undefined;
    if (value.$type === "number") return Number(value.of);
    if (value.$type !== undefined) return new globalThis[value.$type](value.of.map(fromJson));
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, fromJson(member)]));
  };

  return {
    /** Returns the whole database. */
    async read(name) {
      const database = await answer(indexedDB.open(name));
      const stores = {};
      for (const store of database.objectStoreNames) {
        const objectStore = database.transaction(store).objectStore(store);
        const [keys, values] = await Promise.all([
          answer(objectStore.getAllKeys()),
          answer(objectStore.getAll()),
        ]);
        stores[store] = keys.map((key, i) => [key, toJson(values[i])]);
      }
      const { version } = database;
      database.close();
      return { version, stores };
    },

    /** Replaces the existing database, which no page may have open. */
    async write(name, { version, stores }) {
      await answer(indexedDB.deleteDatabase(name));
      const opening = indexedDB.open(name, version);
      opening.onupgradeneeded = () => {
        for (const store of Object.keys(stores)) {
          const created = opening.result.createObjectStore(store);
          for (const [key, value] of stores[store]) created.put(fromJson(value), key);
        }
      };
      (await answer(opening)).close();
    },
  };
})();
