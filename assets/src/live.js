// A code on the screen that somebody is about to scan: fetched anew before it is stale, told when it could not be,
// and the screen kept awake while it is held out. Without scripts the page reloads itself.
const LEEWAY = 15_000; // milliseconds before what is stale says so here: sooner than whoever scans it is told

let got = 0; // when the code on the screen came
let timer = 0;

const place = () => document.querySelector("[data-live]");
const every = () => Number(place().dataset.liveEvery) * 1000;

function mark() {
  const stale = Date.now() - got > every() + LEEWAY;
  place().classList.toggle("badge-is-stale", stale);
  place().querySelector("[role=alert]").hidden = !stale;
}

async function refresh() {
  clearTimeout(timer);
  try {
    const answer = await fetch(place().dataset.live, { cache: "no-store", redirect: "error" });
    if (answer.status === 404) return location.reload(); // the visit is over: the page itself says so
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-live]");
    if (!fresh) return location.reload(); // not in force any more: the whole page says why
    place().replaceWith(document.adoptNode(fresh));
    got = Date.now();
  } catch {
    // no network, or signed out: tried again, and said when the code has become too old
  }
  mark();
  timer = setTimeout(refresh, Date.now() - got < every() ? every() : 5_000);
}

async function stayAwake() {
  try {
    await navigator.wakeLock?.request("screen");
  } catch {
    // refused, as with a low battery: the code works all the same
  }
}

export function keepLive() {
  if (!place()) return;
  got = Date.now();
  timer = setTimeout(refresh, every());
  stayAwake();
  window.addEventListener("online", refresh);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    stayAwake(); // the lock goes when the page is out of sight
    refresh();
  });
}
