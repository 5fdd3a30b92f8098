// The PIN, and the screen that says nothing.
import { button, h, icon, notice } from "./dom.js";

const PIN = /^\d{6,12}$/;

function pinField(id, label, hint) {
  const input = h("input", {
    id,
    class: "input",
    type: "password",
    inputmode: "numeric",
    autocomplete: "off",
    maxlength: 12,
    "aria-describedby": hint && `${id}-hint`,
  });
  const box = h(
    "div",
    { class: "field" },
    h("label", { for: id }, label),
    hint && h("p", { class: "hint", id: `${id}-hint` }, hint),
    input,
  );
  return { input, box };
}

const form = (sent, ...children) =>
  h("form", { class: "pocket-form", onsubmit: (event) => (event.preventDefault(), sent()) }, ...children);

// Set a PIN for the first time; ``done`` when it holds.
export function setting(store, why, done, back) {
  const first = pinField("pin", "口令", "6到12位数字。忘了口令，没有任何人能打开手机上的这些资料。");
  const again = pinField("pin-again", "再输一遍");
  const wrong = h("div", { role: "alert" });
  const sent = async () => {
    const says = !PIN.test(first.input.value)
      ? "口令要6到12位数字。"
      : first.input.value !== again.input.value
        ? "两遍不一样，请再输一遍。"
        : "";
    if (says) return wrong.replaceChildren(notice("bad", says));
    wrong.replaceChildren(h("p", { class: "muted" }, "正在加密……"));
    await store.setPin(first.input.value);
    done();
  };
  return h(
    "div",
    {},
    h("h1", {}, "设一个口令"),
    h("p", {}, why),
    wrong,
    form(
      sent,
      first.box,
      again.box,
      h(
        "div",
        { class: "big-acts" },
        h("button", { class: "btn btn-primary btn-big" }, icon("lock"), "设好"),
        button("先不设", "", back),
      ),
    ),
  );
}

// What shows while the phone is locked: nothing of anybody's, and only a count of what waits.
export function locked(store, waits, done) {
  const pin = pinField("pin", "口令");
  const wrong = h("div", { role: "alert" });
  let tries = 0;
  const sent = async () => {
    if (await store.unlock(pin.input.value)) return done();
    pin.input.value = "";
    await new Promise((later) => setTimeout(later, Math.min(2 ** tries++ * 250, 30_000)));
    wrong.replaceChildren(notice("bad", "口令不对，请再试。"));
  };
  return h(
    "div",
    { class: "neutral" },
    h("h1", {}, "备忘"),
    waits ? h("p", { class: "muted" }, `${waits} 项待同步`) : null,
    wrong,
    form(sent, pin.box, h("div", { class: "big-acts" }, h("button", { class: "btn btn-primary btn-big" }, "打开"))),
  );
}
