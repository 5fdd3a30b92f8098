// A chosen photograph is fitted to the badge before it is sent: dragged and enlarged until the face is right.
// What is sent is the cut picture, in the place of the chosen file; where a browser cannot do that, the whole one.
const WIDTH = 620; // dots of the cut picture, at most: twice what a badge prints
const STEP = 8; // dots an arrow key moves
const LARGEST = 4; // times

function cropper(box) {
  const input = document.getElementById(box.dataset.crops);
  const preview = document.querySelector(`[data-preview-of="${input.id}"]`);
  const canvas = box.querySelector("canvas");
  const zoom = box.querySelector("input[type=range]");
  const context = canvas.getContext("2d");
  const picture = new Image();
  let name = "";
  let middle = { x: 0, y: 0 }; // of what is cut, in dots of the picture
  let held = null;

  const least = () => Math.min(picture.naturalWidth / canvas.width, picture.naturalHeight / canvas.height);
  const ratio = () => least() / Number(zoom.value); // dots of the picture for one of the canvas

  function kept(value, half, whole) {
    return Math.min(Math.max(value, half), whole - half);
  }
  function draw() {
    const each = ratio();
    const half = { x: (canvas.width * each) / 2, y: (canvas.height * each) / 2 };
    middle = { x: kept(middle.x, half.x, picture.naturalWidth), y: kept(middle.y, half.y, picture.naturalHeight) };
    cut(context, canvas.width, canvas.height);
  }
  function cut(onto, width, height) {
    const each = ratio();
    const w = canvas.width * each;
    const h = canvas.height * each;
    onto.fillStyle = "#fff";
    onto.fillRect(0, 0, width, height);
    onto.drawImage(picture, middle.x - w / 2, middle.y - h / 2, w, h, 0, 0, width, height);
  }
  function send() {
    // Never more dots than the picture has: a small one must still look small to whoever receives it.
    const out = document.createElement("canvas");
    out.width = Math.round(Math.min(WIDTH, canvas.width * ratio()));
    out.height = Math.round((out.width * canvas.height) / canvas.width);
    cut(out.getContext("2d"), out.width, out.height);
    out.toBlob((blob) => {
      const files = new DataTransfer();
      files.items.add(new File([blob], `${name.replace(/\.\w+$/, "")}.jpg`, { type: "image/jpeg" }));
      input.files = files.files;
    }, "image/jpeg", 0.92);
  }
  function move(x, y) {
    middle = { x: middle.x - x * ratio(), y: middle.y - y * ratio() };
    draw();
  }

  input.addEventListener("change", () => {
    box.hidden = true;
    preview.hidden = false;
    const file = input.files[0];
    if (!file) return;
    name = file.name;
    URL.revokeObjectURL(picture.src);
    picture.src = URL.createObjectURL(file);
  });
  picture.addEventListener("load", () => {
    zoom.value = 1;
    middle = { x: picture.naturalWidth / 2, y: picture.naturalHeight * 0.42 };
    box.hidden = false;
    preview.hidden = true; // the cut one is what counts
    draw();
    send();
    canvas.focus();
  });
  zoom.max = LARGEST;
  zoom.addEventListener("input", draw);
  zoom.addEventListener("change", send);
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    held = { x: event.clientX, y: event.clientY };
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!held) return;
    const shown = canvas.width / canvas.clientWidth;
    move((event.clientX - held.x) * shown, (event.clientY - held.y) * shown);
    held = { x: event.clientX, y: event.clientY };
  });
  for (const end of ["pointerup", "pointercancel"])
    canvas.addEventListener(end, () => {
      if (held) send();
      held = null;
    });
  const keys = { ArrowLeft: [STEP, 0], ArrowRight: [-STEP, 0], ArrowUp: [0, STEP], ArrowDown: [0, -STEP] };
  canvas.addEventListener("keydown", (event) => {
    if (event.key === "+" || event.key === "=") zoom.stepUp();
    else if (event.key === "-") zoom.stepDown();
    else if (!keys[event.key]) return;
    event.preventDefault();
    move(...(keys[event.key] ?? [0, 0]));
    send();
  });
}

document.addEventListener("DOMContentLoaded", () => {
  if (typeof DataTransfer === "function") document.querySelectorAll("[data-crops]").forEach(cropper);
});
