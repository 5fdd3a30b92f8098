// A signature drawn with a finger, a pen or a mouse. Who cannot draw types the name on the form instead.
const INK = "#14213d";

function pad(canvas) {
  const form = canvas.closest("form");
  const kept = form.querySelector(`[name="${canvas.dataset.signs}"]`);
  const context = canvas.getContext("2d");
  let last = null;

  function clear() {
    // As many dots as the screen has; changing the size wipes the paper too.
    const scale = Math.min(window.devicePixelRatio || 1, 2);
    canvas.width = canvas.clientWidth * scale;
    canvas.height = canvas.clientHeight * scale;
    context.scale(scale, scale);
    Object.assign(context, { lineWidth: 3, lineCap: "round", lineJoin: "round", strokeStyle: INK });
    kept.value = "";
  }
  function at(event) {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }
  function stroke(to) {
    context.beginPath();
    context.moveTo(last.x, last.y);
    context.lineTo(to.x, to.y);
    context.stroke();
    last = to;
  }
  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    last = at(event);
    stroke({ x: last.x + 0.1, y: last.y });
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!last) return;
    const passed = event.getCoalescedEvents?.() ?? [];
    for (const each of passed.length ? passed : [event]) stroke(at(each));
  });
  for (const end of ["pointerup", "pointercancel"])
    canvas.addEventListener(end, () => {
      if (last) kept.value = canvas.toDataURL("image/png");
      last = null;
    });
  const wipes = form.querySelector(`[data-wipes="${canvas.dataset.signs}"]`) ?? form.querySelector("[data-wipes]");
  wipes.addEventListener("click", clear);
  // What was drawn before a page came back with a mistake to mend is there again.
  const before = kept.value;
  clear();
  if (before.startsWith("data:image/png")) {
    const drawn = new Image();
    drawn.onload = () => context.drawImage(drawn, 0, 0, canvas.clientWidth, canvas.clientHeight);
    drawn.src = before;
    kept.value = before;
  }
}

document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("canvas[data-signs]").forEach(pad));
