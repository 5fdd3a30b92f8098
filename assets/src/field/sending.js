// The queue: what is signed goes out piece by piece, goes on where it broke off, and is forgotten only once
// the server has said that it has it. A package sent twice gets the same answer, so nothing is lost by trying.
import { WAITS } from "./store.js";

const PIECE = 256 * 1024;
const SOON = 5_000;
const LATEST = 300_000;
const LEASE = 60_000;
const SHOWN = 3 * 86_400_000; // how long what arrived is still listed

class Stop extends Error {} // no use in going on now; ``message`` says why
// The server does not want this one, and says why; ``fields``: beside which questions.
class Refused extends Error {
  constructor(says, fields = {}) {
    super(says);
    this.fields = fields;
  }
}

const cookie = (name) => document.cookie.match(`(?:^|; )${name}=([^;]*)`)?.[1] || "";

async function ask(path, given = {}) {
  let answer;
  try {
    answer = await fetch(path, { redirect: "manual", cache: "no-store", credentials: "same-origin", ...given });
  } catch {
    throw new Stop("offline");
  }
  if (answer.type === "opaqueredirect" || answer.status === 403) throw new Stop("signed-out");
  if (answer.status >= 500) throw new Stop("server");
  return answer;
}

const said = async (answer) => answer.json().catch(() => ({}));

export class Sending {
  // ``changed(how)`` is called whenever something is different: { state, sent, of, says }.
  constructor(store, changed) {
    this.store = store;
    this.changed = changed;
    this.tries = 0;
    this.id = Math.random().toString(36).slice(2);
  }

  // Something speaks for trying at once: the network is back, somebody asks, a record was signed.
  now() {
    this.tries = 0;
    this.anew = Boolean(this.busy);
    return this.go();
  }

  // Fetch the bag and hand in what waits; again later where it did not work.
  async go() {
    clearTimeout(this.later);
    if (this.busy || this.store.isLocked) return;
    this.busy = true;
    let ended = "busy";
    try {
      ended = await this.alone(() => this.pass());
      this.tries = 0;
    } catch (error) {
      if (this.store.isLocked) return; // locked in the middle: it goes on once it is unlocked
      if (!(error instanceof Stop)) throw error;
      ended = error.message;
    } finally {
      this.busy = false;
      if (this.anew) this.later = setTimeout(() => this.go(), 0);
      else this.again(ended);
      this.anew = false;
    }
  }

  async again(ended) {
    const waits = await this.store.waiting();
    this.changed({ state: ended });
    if (!waits || ended === "signed-out" || ended === "others") return;
    const wait = ended === "done" ? SOON : Math.min(SOON * 2 ** this.tries++, LATEST);
    this.later = setTimeout(() => this.go(), wait);
  }

  // One tab at a time: by the browser's locks, or by a lease where it has none.
  async alone(work) {
    if (navigator.locks)
      return navigator.locks.request("zhongdu-sending", { ifAvailable: true }, (lock) => (lock ? work() : "busy"));
    if (!(await this.lease())) return "busy";
    try {
      return await work();
    } finally {
      await this.store.db.delete("plain", "lease");
    }
  }

  async lease() {
    const change = this.store.db.transaction("plain", "readwrite");
    const held = await change.store.get("lease");
    const free = !held || held.by === this.id || held.until < Date.now();
    if (free) await change.store.put({ by: this.id, until: Date.now() + LEASE }, "lease");
    await change.done;
    return free;
  }

  async pass() {
    await this.bag();
    for (const { id } of (await this.store.states()).filter(({ state }) => WAITS.includes(state))) {
      try {
        await this.record(id);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        await this.refused(id, error);
      }
    }
    if (isGood())
      for (const record of await this.store.records()) if (record.state === "sent") await this.originals(record);
    return "done";
  }

  async bag() {
    const asked = Date.now();
    const answer = await ask("/my/field/bag/");
    const bag = await said(answer);
    if (!answer.ok || !bag.owner) throw new Stop("server");
    if (this.store.isOthers(bag)) throw new Stop("others");
    await this.store.met(bag, Math.round(bag.now - (asked + Date.now()) / 2));
    this.changed({ state: "met" });
  }

  headers(more = {}) {
    return { "Field-Owner": this.store.about.owner, "X-CSRFToken": cookie("csrftoken"), ...more };
  }

  // --- one record ---

  async record(id) {
    let record = await this.store.get(id);
    for (const piece of record.pieces) await this.part(piece, record);
    if (record.state !== "posting") {
      // From here on the server may have it, whatever we hear: it must not be changed any more.
      await this.store.put(id, record, "posting");
      record = await this.store.get(id);
    }
    const answer = await ask("/my/field/packages/", {
      method: "POST",
      headers: this.headers({ "Content-Type": "application/json" }),
      body: JSON.stringify(packed(record)),
    });
    const told = await said(answer);
    if (answer.ok) return this.arrived(record, told);
    if (told.code === "missing") return; // the next pass brings them
    if (told.code === "another_account") throw new Stop("others");
    const says = told.says || "没有收下，请联系医保局。";
    const beside = Object.values(told.fields || {}).filter((each) => !says.includes(each));
    throw new Refused([says, ...beside].join(""), told.fields);
  }

  // Nothing of it is kept over there: it stays here, with the reason, and may be put right and signed again.
  async refused(id, { message: says, fields: wrong }) {
    await this.store.put(id, { ...(await this.store.get(id)), says, wrong }, "refused");
    this.changed({ state: "refused" });
  }

  // The server has it: only originals that are still to follow stay on the phone.
  async arrived(record, told) {
    for (const piece of record.pieces) await this.store.removeFile(piece.part);
    await this.store.put(record.id, { ...record, ...told, answers: {}, notes: {}, steps: [], fixes: [] }, "sent");
    this.changed({ state: "sent" });
  }

  async part({ part, sha256, size }, record) {
    let offset = (await said(await ask(`/my/field/parts/${part}/`, { headers: this.headers() }))).offset || 0;
    const bytes = offset < size ? await this.store.file(part) : null;
    while (bytes && offset < size) {
      if (!navigator.locks) await this.lease();
      this.changed({ state: "sending", record: record.id, sent: offset, of: size });
      const answer = await ask(`/my/field/parts/${part}/`, {
        method: "POST",
        headers: this.headers({
          "Content-Type": "application/octet-stream",
          "Upload-Offset": offset,
          "Upload-Length": size,
          "Upload-Digest": sha256,
        }),
        body: bytes.slice(offset, offset + PIECE),
      });
      const told = await said(answer);
      if (answer.status === 422 || answer.status === 400) throw new Refused(told.says || "没有收下，请联系医保局。");
      if (told.code === "another_account") throw new Stop("others");
      offset = told.offset || 0;
    }
  }

  // The originals of photographs, once there is a network worth the name; then the record has served its time.
  async originals(record) {
    const open = record.pieces.filter(({ original }) => original && !original.refused);
    let left = 0;
    for (const { original } of open) {
      if (!(await this.store.file(original.part))) continue;
      left += 1;
      try {
        await this.original(original, record);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        original.refused = error.message;
        await this.store.put(record.id, record, "sent");
      }
      this.changed({ state: "original" });
    }
    if (!left && Date.now() - record.signed_at > SHOWN) await this.store.remove(record.id);
  }

  async original(original, record) {
    await this.part(original, record);
    const answer = await ask("/my/field/originals/", {
      method: "POST",
      headers: this.headers({ "Content-Type": "application/json" }),
      body: JSON.stringify({ package: record.package, original: original.sha256, part: original.part }),
    });
    if (answer.ok) return this.store.removeFile(original.part);
    const told = await said(answer);
    if (told.code !== "missing") throw new Refused(told.says || "");
  }
}

const isGood = () => {
  const { saveData, effectiveType } = navigator.connection || {};
  return !saveData && (!effectiveType || effectiveType === "4g");
};

// A record as the server wants it; everything else stays here.
function packed(record) {
  const pieces = record.pieces.map(({ part, sha256, kind, taken_at, name, original, question }) => ({
    part,
    sha256,
    kind,
    taken_at,
    name,
    ...(question ? { question } : {}),
    ...(original ? { original: original.sha256 } : {}),
  }));
  const { begun_at, signed_at, before } = record;
  return {
    id: record.package,
    visit: record.visit,
    ...(record.chosen ? { chosen: record.chosen } : {}),
    answers: record.answers,
    notes: record.notes,
    place: record.address || "",
    signature: record.signature,
    capture: {
      device: record.device,
      clock: {
        begun_at: begun_at || signed_at,
        signed_at,
        sent_at: Date.now(),
        ...(before === undefined ? {} : { before }),
      },
      steps: record.steps,
      fixes: record.fixes,
      pieces,
      codes: record.codes,
      place: record.place,
    },
  };
}
