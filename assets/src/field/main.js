// Opens the field page, and listens to what happens around it.
import { h, notice } from "./dom.js";
import { Field, root } from "./field.js";

// The shell is anybody's: how large its reader reads is remembered here.
const isLarge = () => localStorage.getItem("large") === "yes";
function size(large) {
  localStorage.setItem("large", large ? "yes" : "");
  document.documentElement.classList.toggle("large", large);
  document.querySelector(".type-size span").textContent = large ? "标准字" : "大字";
}

const AWAY = 60_000; // milliseconds a covert visit may be out of sight: long enough for the camera

async function start() {
  let field;
  size(isLarge());
  try {
    field = await Field.open();
  } catch (error) {
    root.replaceChildren(
      h("h1", {}, "外出巡查"),
      notice("bad", "这个浏览器不能离线保存", "可能是无痕模式，或者太旧。有网络时请到“巡查”里填写。"),
      h("a", { class: "btn btn-big", href: "/my/visits/" }, "去巡查"),
    );
    throw error;
  }
  document.querySelector(".back").addEventListener("click", (event) => {
    if (!field.form && !field.away) return;
    event.preventDefault();
    field.away = false;
    field.show();
  });
  document.querySelector(".type-size").addEventListener("submit", (event) => {
    event.preventDefault();
    size(!document.documentElement.classList.contains("large"));
    fetch(event.target.action, {
      method: "POST",
      body: new URLSearchParams({ size: isLarge() ? "large" : "normal" }),
    }).catch(() => {});
  });
  if (location.hash === "#leaving") field.leaving("/my/card/"); // on the way out, something still waits
  let hidden = 0;
  window.addEventListener("online", () => field.sending.now());
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      hidden = Date.now();
      field.form?.audit.leave();
      field.form?.save();
    } else if (field.form?.isCovert && Date.now() - hidden > AWAY) field.lock();
    else field.sending.now();
  });
}

start();
