// A plain plan of what is known around, to point out a place on. No tiles, nobody else's server: the names and places of
// a bureau's institutions come from ours, once, when the plan is opened. Nothing is sent until the form is.
const SVG = "http://www.w3.org/2000/svg", SIDE = 480, MARGIN = 36, EARTH = 6371008.8, SHOWN = 8;
const WINDS = ["北", "东北", "东", "东南", "南", "西南", "西", "西北"];
const BARS = [20, 50, 100, 200, 500, 1000, 2000, 5000, 10000];
const rad = (degrees) => (degrees * Math.PI) / 180;
const state = new WeakMap();

export function plans() {
  for (const box of document.querySelectorAll("[data-plan]")) {
    state.set(box, { places: null, middle: null, reach: 500 });
    box.querySelector("[data-plan-tools]").hidden = false;
    box.querySelector("[data-plan-here]").hidden = !navigator.geolocation;
    show(box);
    const drawing = box.querySelector(".plan");
    drawing.addEventListener("click", (click) => pointed(box, drawing, click));
    drawing.addEventListener("keydown", (key) => moved(box, key));
    for (const input of box.querySelectorAll("input")) input.addEventListener("change", () => typed(box));
  }
}

export async function openPlan(button) {
  const box = boxOf(button), its = state.get(box);
  say(box, "正在读取附近的医院、药店……");
  try {
    its.places ||= (await (await fetch(box.dataset.plan)).json()).map((told) => ({ name: told[0], longitude: told[1], latitude: told[2] }));
  } catch {
    return say(box, "现在读取不了，可以直接写经度、纬度。");
  }
  box.querySelector("[data-plan-drawing]").hidden = false;
  its.middle = read(box) || its.middle || mean(its.places);
  if (!its.middle) {
    box.querySelector("[data-plan-drawing]").hidden = true;
    return say(box, "名单里的医院、药店还没有坐标，画不出示意图。可以用现在的位置，或者写经度、纬度。");
  }
  if (!read(box)) its.reach = Math.min(Math.max(...its.places.map((each) => away(its.middle, each)), 200) * 1.1, 5000);
  show(box);
  box.querySelector(".plan").focus();
}

export function pointHere(button) {
  const box = boxOf(button), its = state.get(box);
  say(box, "正在定位……");
  navigator.geolocation.getCurrentPosition(
    (found) => {
      its.middle = { longitude: found.coords.longitude, latitude: found.coords.latitude };
      set(box, its.middle);
      openPlan(button);
    },
    (why) => say(box, why.code === 1 ? "没有得到定位许可。可以打开示意图指，或者写经度、纬度。" : "现在定不了位。可以打开示意图指，或者写经度、纬度。"),
    { enableHighAccuracy: true, timeout: 15000, maximumAge: 0 },
  );
}

export const clearPoint = (button) => set(boxOf(button), null);
export const zoom = (button, factor) => {
  const box = boxOf(button), its = state.get(box);
  its.reach = Math.min(Math.max(its.reach * factor, 40), 50000);
  its.middle = read(box) || its.middle;
  show(box);
};
export const pointAt = (button) => {
  const box = boxOf(button), its = state.get(box);
  its.middle = its.places[button.dataset.planAt];
  its.reach = Math.min(its.reach, 300);
  set(box, its.middle);
};

const boxOf = (inside) => inside.closest("[data-plan]");
const inputs = (box) => box.querySelectorAll(".plan-numbers input");
const say = (box, words) => (box.querySelector(".plan-said").textContent = words);

function read(box) {
  const longitude = parseFloat(inputs(box)[0].value), latitude = parseFloat(inputs(box)[1].value);
  return longitude >= 73 && longitude <= 136 && latitude >= 3 && latitude <= 54 ? { longitude, latitude } : null;
}
function set(box, point) {
  inputs(box)[0].value = point ? point.longitude.toFixed(5) : "";
  inputs(box)[1].value = point ? point.latitude.toFixed(5) : "";
  show(box);
}
function typed(box) {
  state.get(box).middle = read(box) || state.get(box).middle;
  show(box);
}

function pointed(box, drawing, click) {
  const its = state.get(box), frame = drawing.getBoundingClientRect(), scale = (SIDE / 2 - MARGIN) / its.reach;
  const x = ((click.clientX - frame.left) / frame.width) * SIDE, y = ((click.clientY - frame.top) / frame.height) * SIDE;
  set(box, from(its.middle, (x - SIDE / 2) / scale, (SIDE / 2 - y) / scale));
}
function moved(box, key) {
  const its = state.get(box), step = its.reach / 20;
  const ways = { ArrowUp: [0, step], ArrowDown: [0, -step], ArrowLeft: [-step, 0], ArrowRight: [step, 0] };
  if (key.key === "+" || key.key === "=" || key.key === "-") {
    key.preventDefault();
    return zoom(key.target, key.key === "-" ? 2 : 0.5);
  }
  if (!ways[key.key]) return;
  key.preventDefault();
  const next = from(read(box) || its.middle, ...ways[key.key]);
  if (away(its.middle, next) > its.reach * 0.9) its.middle = next;
  set(box, next);
}

const apart = (one, other) => [
  rad(other.longitude - one.longitude) * Math.cos(rad((one.latitude + other.latitude) / 2)) * EARTH,
  rad(other.latitude - one.latitude) * EARTH,
];
const away = (one, other) => Math.hypot(...apart(one, other));
const from = (one, east, north) => ({
  longitude: one.longitude + east / EARTH / Math.cos(rad(one.latitude)) / (Math.PI / 180),
  latitude: one.latitude + north / EARTH / (Math.PI / 180),
});
const wind = (way) => WINDS[(Math.round((Math.atan2(way[0], way[1]) * 4) / Math.PI) + 8) % 8];
const spoken = (metres) => (metres >= 1000 ? `${(metres / 1000).toFixed(1)}公里` : `${Math.round(metres)}米`);
const mean = (places) =>
  places.length
    ? { longitude: places.reduce((sum, each) => sum + each.longitude, 0) / places.length, latitude: places.reduce((sum, each) => sum + each.latitude, 0) / places.length }
    : null;

function show(box) {
  const its = state.get(box), point = read(box);
  box.querySelector("[data-plan-clears]").hidden = ![...inputs(box)].some((input) => input.value);
  const near = its.places && nearest(its.places, point || its.middle);
  say(box, !point ? "" : near?.length && near[0].metres < 5000 ? `已指出：${near[0].name}${near[0].metres < 15 ? "" : `的${wind(apart(near[0], point))}边${spoken(near[0].metres)}`}。` : "已指出位置。");
  if (its.places && its.middle && !box.querySelector("[data-plan-drawing]").hidden) draw(box, its, point, near);
}

const nearest = (places, point) =>
  !point ? [] : places.map((each, at) => ({ ...each, at, metres: away(point, each) })).sort((one, other) => one.metres - other.metres).slice(0, SHOWN);

function draw(box, its, point, near) {
  const scale = (SIDE / 2 - MARGIN) / its.reach;
  const at = (place) => apart(its.middle, place).map((way, which) => SIDE / 2 + (which ? -way : way) * scale);
  const parts = [shape("rect", { class: "plan-ground", width: SIDE, height: SIDE })];
  for (let which = 0; which < its.places.length; which++) {
    const place = its.places[which];
    const spot = at(place), x = spot[0], y = spot[1];
    if (x > 0 && x < SIDE && y > 0 && y < SIDE && !near.some((each) => each.at === which)) parts.push(shape("circle", { class: "plan-dot", cx: x, cy: y, r: 4 }));
  }
  near.forEach((place, which) => {
    const spot = at(place), x = spot[0], y = spot[1];
    if (x < 0 || x > SIDE || y < 0 || y > SIDE) return;
    parts.push(shape("circle", { class: "plan-mark", cx: x, cy: y, r: 13 }), shape("text", { class: "plan-number", x, y: y + 5 }, which + 1));
  });
  const bar = BARS.filter((each) => each <= its.reach / 2).pop() || BARS[0];
  parts.push(shape("path", { class: "plan-bar", d: `M20 ${SIDE - 16}v-8m0 4h${bar * scale}m0-4v8` }), shape("text", { class: "plan-says", x: 20, y: SIDE - 30 }, spoken(bar)));
  parts.push(shape("path", { class: "plan-north", d: `M${SIDE - 28} 44l8-24 8 24-8-6z` }), shape("text", { class: "plan-says plan-middle", x: SIDE - 20, y: 62 }, "北"));
  if (point) {
    const spot = at(point), x = spot[0], y = spot[1];
    parts.push(shape("path", { class: "plan-here", d: `M${x} ${y}l-11-18a13 13 0 1 1 22 0z` }));
  }
  box.querySelector(".plan").replaceChildren(...parts);
  box.querySelector("[data-plan-near]").replaceChildren(...near.map((place) => {
    const item = document.createElement("li"), button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-link";
    button.dataset.planAt = place.at;
    button.textContent = place.metres < 15 ? place.name : `${place.name}（${wind(apart(point || its.middle, place))}${spoken(place.metres)}）`;
    item.append(button);
    return item;
  }));
}

function shape(name, attributes, words) {
  const made = document.createElementNS(SVG, name);
  for (const key of Object.keys(attributes)) made.setAttribute(key, attributes[key]);
  if (words !== undefined) made.textContent = words;
  return made;
}
