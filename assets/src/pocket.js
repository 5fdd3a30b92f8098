// What every phone page does for the pages that work without a network: keeps their shell, counts what waits
// to be sent, and wipes the phone when its owner signs out.
const NAME = "zhongdu-field";
const WAITS = ["waiting", "posting"];

// Opened only where it is there already: asking must not make an empty one.
async function contents() {
  const known = await indexedDB.databases?.();
  if (known && !known.some((each) => each.name === NAME)) return null;
  return new Promise((done) => {
    const asked = indexedDB.open(NAME);
    asked.onupgradeneeded = () => asked.transaction.abort();
    asked.onerror = () => done(null);
    asked.onsuccess = () => done(asked.result);
  });
}

function waiting(db) {
  return new Promise((done) => {
    const rows = db.transaction("records").objectStore("records").getAll();
    rows.onsuccess = () => done(rows.result.filter((row) => WAITS.includes(row.state)).length);
    rows.onerror = () => done(0);
  });
}

async function count() {
  const db = await contents().catch(() => null);
  if (!db) return 0;
  const found = await waiting(db);
  db.close();
  return found;
}

async function show() {
  const waits = await count();
  for (const band of document.querySelectorAll("[data-pocket-waits]")) {
    band.hidden = !waits;
    band.querySelector("[data-pocket-count]").textContent = waits;
  }
}

const wipe = () =>
  new Promise((done) => {
    const gone = indexedDB.deleteDatabase(NAME);
    gone.onsuccess = gone.onerror = gone.onblocked = done;
  });

// Signing out wipes the phone; what was signed and has not arrived is asked about first.
async function leave(form, submit) {
  submit.preventDefault();
  if (await count()) return location.assign("/my/field/#leaving");
  await wipe();
  form.submit();
}

// On every face: whoever works at a desk too may sign out there.
export function pocket() {
  if (!window.indexedDB) return;
  document.addEventListener("submit", (submit) => {
    const form = submit.target.closest(".sign-out");
    if (form) leave(form, submit);
  });
  if (!document.body.classList.contains("face-phone")) return;
  navigator.serviceWorker?.register("/sw.js").catch(() => {});
  if (document.getElementById("field")) return; // counts for itself
  localStorage.setItem("large", document.documentElement.classList.contains("large") ? "yes" : "");
  show();
}
