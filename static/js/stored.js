// A few records in the browser's own database. Where nothing can be kept it says so: the storage is full, or the
// window is a private one.

export class NoRoom extends Error {}

function opened(name, stores) {
  return new Promise((done, fail) => {
    const opening = indexedDB.open(name, 1);
    opening.onupgradeneeded = () => {
      for (const [store, options] of Object.entries(stores)) opening.result.createObjectStore(store, options);
    };
    opening.onsuccess = () => done(opening.result);
    opening.onerror = () => fail(opening.error);
  });
}

/** `storesIn("card", { kept: {} })` answers `inStore("kept", "readonly", (store) => store.get(key))`. */
export const storesIn = (name, stores) => async (store, mode, ask) => {
  try {
    const db = await opened(name, stores);
    return await new Promise((done, fail) => {
      const transaction = db.transaction(store, mode);
      const asked = ask(transaction.objectStore(store));
      transaction.oncomplete = () => done(asked.result);
      transaction.onerror = transaction.onabort = () => fail(transaction.error);
    }).finally(() => db.close());
  } catch (error) {
    throw new NoRoom(error?.message, { cause: error });
  }
};
