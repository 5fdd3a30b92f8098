// On the server's own pages: the place of a question, taken by the phone where its browser can.
const REFUSED = { 1: "没有得到定位许可，请把地点写在下面。" };

export function placing() {
  for (const box of document.querySelectorAll("[data-place]")) {
    box.querySelector("[data-takes-place]").hidden = !navigator.geolocation;
    show(box);
  }
}

export function takePlace(button) {
  const box = button.closest("[data-place]");
  const said = box.querySelector("[role=status]");
  said.textContent = "正在定位……";
  navigator.geolocation.getCurrentPosition(
    (found) => {
      const at = found.coords;
      const taken = { at: Math.round(found.timestamp), latitude: at.latitude, longitude: at.longitude };
      keep(box, JSON.stringify(Object.assign(taken, { accuracy: at.accuracy })));
    },
    (why) => (said.textContent = REFUSED[why.code] || "现在定不了位，请把地点写在下面。"),
    { enableHighAccuracy: true, timeout: 15000, maximumAge: 0 },
  );
}

export const dropPlace = (button) => keep(button.closest("[data-place]"), "");

function keep(box, written) {
  const hidden = box.querySelector("input[type=hidden]");
  hidden.value = written;
  hidden.dispatchEvent(new Event("change", { bubbles: true }));
  show(box);
}

function show(box) {
  const written = box.querySelector("input[type=hidden]").value;
  box.querySelector("[data-drops-place]").hidden = !written;
  box.querySelector("[data-takes-place]").lastChild.textContent = written ? "重新定位" : "记下现在的位置";
  box.querySelector("[role=status]").textContent = written
    ? `已记下位置，误差约${Math.round(JSON.parse(written).accuracy)}米。`
    : "";
}
