// What the phone keeps, in IndexedDB: a bag, records of visits, their photographs and recordings, all sealed.
// In the clear lie only: whose the phone's contents are (a tag that names nobody), when the server was last
// seen, and of each record how it stands, so that what waits can be counted while the phone is locked.
import { deleteDB, openDB } from "idb";
import { random } from "./dom.js";
import { keyUnder, newKey, open as unseal, openJSON, seal, sealJSON, unwrap } from "./sealing.js";

export const NAME = "zhongdu-field";
export const WAITS = ["waiting", "posting"];
const BAG = "bag";
const DAY = 86_400_000;

export class Full extends Error {}

// Write, and know that it is on the disk. Running out of room shows in the request or only when all is to be kept.
async function write(change, put) {
  change.done.catch(() => {}); // awaited below, unless the request fails first
  try {
    put(change).forEach((request) => request?.catch(() => {}));
    await change.done;
  } catch (error) {
    if ([error, change.error].some((each) => each?.name === "QuotaExceededError")) throw new Full();
    throw error;
  }
}

export class Store {
  static async open() {
    const store = new Store();
    store.db = await openDB(NAME, 1, {
      upgrade(db) {
        db.createObjectStore("plain");
        db.createObjectStore("records");
        db.createObjectStore("files").createIndex("record", "record");
      },
      blocking: () => store.db.close(), // another page wipes the phone
    });
    await store.read();
    if (!store.about.pin) store.key = await store.ownKey();
    return store;
  }

  async read() {
    this.about = (await this.db.get("plain", "about")) || { device: random(8) };
  }

  // To be on the disk before anybody is told that it is kept.
  change(...names) {
    return this.db.transaction(names, "readwrite", { durability: "strict" });
  }

  async ownKey() {
    const made = await newKey();
    const change = this.db.transaction("plain", "readwrite");
    const kept = await change.store.get("key");
    if (!kept) await change.store.put(made, "key");
    await change.done;
    return kept || made;
  }

  async tell(patch) {
    const change = this.change("plain");
    this.about = { ...this.about, ...(await change.objectStore("plain").get("about")), ...patch };
    await write(change, () => [change.objectStore("plain").put(this.about, "about")]);
  }

  // --- locked and unlocked ---

  get isLocked() {
    return !this.key;
  }

  lock() {
    if (this.about.pin) this.key = null;
  }

  async unlock(pin) {
    this.key = await unwrap(pin, this.about.pin);
    return Boolean(this.key);
  }

  // Everything is sealed anew under a key of which nothing lies about: read first, then one change for all.
  async setPin(pin) {
    const { key, pin: kept } = await keyUnder(pin);
    const anew = [];
    for (const name of ["records", "files"]) {
      for (const id of await this.db.getAllKeys(name)) {
        const row = await this.db.get(name, id);
        const bytes = await unseal(this.key, `${name}/${id}`, row.sealed);
        anew.push([name, id, { ...row, sealed: await seal(key, `${name}/${id}`, bytes) }]);
      }
    }
    const about = { ...this.about, pin: kept };
    await write(this.change("plain", "records", "files"), (change) => [
      ...anew.map(([name, id, row]) => change.objectStore(name).put(row, id)),
      change.objectStore("plain").put(about, "about"),
      change.objectStore("plain").delete("key"),
    ]);
    this.about = about;
    await this.unlock(pin);
  }

  // --- records ---

  async put(id, value, state) {
    const sealed = await sealJSON(this.key, `records/${id}`, value);
    await write(this.change("records"), (change) => [change.objectStore("records").put({ state, sealed }, id)]);
  }

  async get(id) {
    const row = await this.db.get("records", id);
    return row && { ...(await openJSON(this.key, `records/${id}`, row.sealed)), state: row.state };
  }

  async records() {
    const ids = (await this.states()).map(({ id }) => id);
    return (await Promise.all(ids.map((id) => this.get(id)))).filter(Boolean);
  }

  async states() {
    const { store } = this.db.transaction("records");
    const [keys, rows] = await Promise.all([store.getAllKeys(), store.getAll()]);
    return keys.map((id, place) => ({ id, state: rows[place].state })).filter(({ id }) => id !== BAG);
  }

  async waiting() {
    return (await this.states()).filter(({ state }) => WAITS.includes(state)).length;
  }

  async remove(id) {
    const files = await this.filesOf(id);
    const change = this.db.transaction(["records", "files"], "readwrite");
    change.objectStore("records").delete(id);
    for (const file of files) change.objectStore("files").delete(file);
    await change.done;
  }

  async bag() {
    const kept = await this.get(BAG);
    return kept?.bag || null;
  }

  // --- photographs and recordings ---

  async putFile(id, record, bytes) {
    const sealed = await seal(this.key, `files/${id}`, bytes);
    await write(this.change("files"), (change) => [change.objectStore("files").put({ record, sealed }, id)]);
  }

  async file(id) {
    const row = await this.db.get("files", id);
    return row && unseal(this.key, `files/${id}`, row.sealed);
  }

  removeFile(id) {
    return this.db.delete("files", id);
  }

  filesOf(record) {
    return this.db.getAllKeysFromIndex("files", "record", record);
  }

  // --- whose it is, and how long it stays ---

  // The server was reached. ``met``: server minus phone, in milliseconds.
  async met(bag, met) {
    await this.tell({ owner: bag.owner, seen: Date.now(), keeps: bag.keeps, met });
    await this.put(BAG, { bag }, BAG);
  }

  isOthers(bag) {
    return Boolean(this.about.owner) && this.about.owner !== bag.owner;
  }

  get isStale() {
    return Boolean(this.about.seen) && Date.now() - this.about.seen > (this.about.keeps || 7) * DAY;
  }

  // After too long without the server only what is signed and waits remains, sealed.
  async expire() {
    for (const { id, state } of await this.states()) if (!WAITS.includes(state)) await this.remove(id);
    await this.db.delete("records", BAG);
  }

  async wipe() {
    this.db.close();
    await deleteDB(NAME);
  }
}
