// Faces and names in a photograph are covered by boxes: drawn, moved and sized with mouse, finger or keys. What is
// sent is where they are, in ten-thousandths of the picture; the server burns them into a copy.
const WHOLE = 10000;
const LEAST = 100; // parts: a box one can still take hold of
const STEP = 50; // parts an arrow key moves
const SIDES = ["left", "top", "width", "height"];
const FIRST = 1600; // parts, the side of a box that keys add

const within = (value, low, high) => Math.min(Math.max(value, low), high);

function masker(root) {
  const field = document.getElementById(root.dataset.masks);
  const stage = root.querySelector(".mask-stage");
  const pan = root.querySelector("[data-mask-pan]");
  const drop = root.querySelector("[data-mask-drop]");
  const count = root.querySelector(".mask-count");
  let boxes = [];
  let held = null; // what a finger or the mouse does now

  function place(box, left, top, width, height) {
    width = within(Math.round(width), LEAST, WHOLE);
    height = within(Math.round(height), LEAST, WHOLE);
    box.at = { left: within(Math.round(left), 0, WHOLE - width), top: within(Math.round(top), 0, WHOLE - height), width, height };
    for (const side of SIDES) box.node.style[side] = `${box.at[side] / 100}%`;
    keep();
  }
  function enlarge(box, was, dx, dy) {
    place(box, was.left, was.top, Math.min(was.width + dx, WHOLE - was.left), Math.min(was.height + dy, WHOLE - was.top));
  }
  function keep() {
    field.value = boxes.map((box) => SIDES.map((side) => box.at[side]).join(",")).join(";");
    count.textContent = boxes.length ? `画了 ${boxes.length} 个方框。` : "还没有画方框。";
    boxes.forEach((box, n) => box.node.setAttribute("aria-label", `方框 ${n + 1}，方向键挪动，按住Shift改大小，Delete去掉`));
    drop.disabled = !boxes.length;
  }
  function add(left, top, width, height) {
    const node = document.createElement("button");
    node.type = "button";
    node.className = "mask-box";
    node.append(Object.assign(document.createElement("span"), { className: "mask-grip" }));
    stage.append(node);
    const box = { node };
    boxes.push(box);
    place(box, left, top, width, height);
    return box;
  }
  function remove(box) {
    boxes = boxes.filter((each) => each !== box);
    box.node.remove();
    keep();
    (boxes.length ? boxes[boxes.length - 1].node : root.querySelector("[data-mask-add]")).focus();
  }
  const chosen = () => boxes.find((box) => box.node.classList.contains("mask-chosen")) ?? boxes[boxes.length - 1];
  function choose(box) {
    for (const each of boxes) each.node.classList.toggle("mask-chosen", each === box);
  }
  function point(event) {
    const area = stage.getBoundingClientRect();
    const part = (value, size) => within((value / size) * WHOLE, 0, WHOLE);
    return { x: part(event.clientX - area.left, area.width), y: part(event.clientY - area.top, area.height) };
  }

  stage.addEventListener("pointerdown", (event) => {
    if (pan.checked || event.button) return;
    event.preventDefault();
    stage.setPointerCapture(event.pointerId);
    const from = point(event);
    const box = boxes.find((each) => each.node.contains(event.target));
    if (!box) held = { from, drawing: true };
    else held = { from, box, was: box.at, sizing: event.target.classList.contains("mask-grip") };
    if (box) choose(box), box.node.focus();
  });
  stage.addEventListener("pointermove", (event) => {
    if (!held) return;
    const to = point(event);
    const from = held.from;
    const dx = to.x - from.x;
    const dy = to.y - from.y;
    if (held.drawing) {
      if (!held.box && Math.max(Math.abs(dx), Math.abs(dy)) < LEAST) return; // a tap draws nothing
      if (!held.box) held.box = add(from.x, from.y, LEAST, LEAST);
      place(held.box, Math.min(from.x, to.x), Math.min(from.y, to.y), Math.abs(dx), Math.abs(dy));
    } else if (held.sizing) enlarge(held.box, held.was, dx, dy);
    else place(held.box, held.was.left + dx, held.was.top + dy, held.was.width, held.was.height);
  });
  const end = () => {
    if (held?.drawing && held.box) choose(held.box), held.box.node.focus();
    held = null;
  };
  stage.addEventListener("pointerup", end);
  stage.addEventListener("pointercancel", end);

  const keys = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
  stage.addEventListener("keydown", (event) => {
    const box = boxes.find((each) => each.node === event.target);
    if (!box) return;
    if (event.key === "Delete" || event.key === "Backspace") remove(box);
    else if (keys[event.key]) {
      const dx = keys[event.key][0];
      const dy = keys[event.key][1];
      if (event.shiftKey) enlarge(box, box.at, dx, dy);
      else place(box, box.at.left + dx, box.at.top + dy, box.at.width, box.at.height);
    } else return;
    event.preventDefault();
  });
  stage.addEventListener("focusin", (event) => {
    const box = boxes.find((each) => each.node === event.target);
    if (box) choose(box);
  });

  root.querySelector("[data-mask-add]").addEventListener("click", () => {
    // In the middle of what is seen now, and each a little beside the last.
    const seen = root.querySelector(".mask-window");
    const middle = (at, shown, all) => ((at + shown / 2) / all) * WHOLE - FIRST / 2 + (boxes.length % 5) * 200;
    const left = middle(seen.scrollLeft, seen.clientWidth, stage.clientWidth);
    const box = add(left, middle(seen.scrollTop, seen.clientHeight, stage.clientHeight), FIRST, FIRST);
    choose(box);
    box.node.focus();
  });
  drop.addEventListener("click", () => boxes.length && remove(chosen()));
  root.querySelector("[data-mask-zoom]").addEventListener("input", (event) => {
    stage.style.width = `${event.target.value * 100}%`;
  });
  pan.addEventListener("change", () => stage.classList.toggle("mask-panned", pan.checked));

  root.querySelector(".mask-tools").hidden = false;
  stage.classList.add("mask-ready");
  // Coming back with something to mend, what was drawn is there again.
  for (const part of field.value.split(";").filter(Boolean)) {
    const at = part.split(",").map(Number);
    add(at[0], at[1], at[2], at[3]);
  }
  keep();
}

document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-masks]").forEach(masker));
