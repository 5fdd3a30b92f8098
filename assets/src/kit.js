// Enhancements only. Every page can be read, filled in and sent without this file.
import "./cropping.js";
import "./masking.js";
import "./signing.js";
import { keepLive } from "./live.js";
import { dropPlace, placing, takePlace } from "./placing.js";
import { clearPoint, openPlan, plans, pointAt, pointHere, zoom } from "./plan.js";
import { pocket } from "./pocket.js";

document.documentElement.classList.add("js");

const on = (event, selector, act) =>
  document.addEventListener(event, (happening) => {
    const found = happening.target.closest?.(selector);
    if (found) act(found, happening);
  });

// --- dialogs: a button that asks before it acts ---
on("click", "[data-opens]", (button) => document.getElementById(button.dataset.opens)?.showModal());
on("click", "[data-closes]", (button) => button.closest("dialog").close());
on("click", "dialog", (dialog, click) => click.target === dialog && dialog.close());

on("click", "[data-print]", () => window.print());

// --- a row of tabs wider than the screen begins at the one that is open ---
document.addEventListener("DOMContentLoaded", () => {
  for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
    const row = tab.closest(".tabs");
    const own = tab.getBoundingClientRect();
    row.scrollLeft += own.left - row.getBoundingClientRect().left - (row.clientWidth - own.width) / 2;
  }
});

// --- a form is sent once, however often the button is pressed ---
on("submit", "form[method=post]", (form, submit) => {
  if (form.dataset.sending) return submit.preventDefault();
  form.dataset.sending = "yes";
  form.dispatchEvent(new Event("htmx:abort"));
  submit.submitter?.setAttribute("aria-busy", "true");
});
// What was sent needs no draft any more: one that came after it would find nothing left to keep.
document.addEventListener("htmx:beforeRequest", (asking) => {
  if (asking.target.dataset.sending) asking.preventDefault();
});
// Coming back by the browser's own button must find the form usable again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sending]")) delete form.dataset.sending;
  for (const button of document.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
});

// --- chosen files are shown before they are sent ---
on("change", ".upload input[type=file]", (input) => {
  const list = document.querySelector(`[data-preview-of="${input.id}"]`);
  for (const image of list.querySelectorAll("img")) URL.revokeObjectURL(image.src);
  list.replaceChildren(...[...input.files].map(preview));
});
function preview(file) {
  const item = document.createElement("li");
  if (file.type.startsWith("image/")) {
    const image = document.createElement("img");
    image.src = URL.createObjectURL(file);
    image.alt = "";
    item.append(image);
  }
  const name = document.createElement("span");
  name.textContent = `${file.name}（${size(file.size)}）`;
  item.append(name);
  return item;
}
const size = (bytes) => (bytes < 1048576 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`);

// --- drafts that could not be kept say so, and are tried again when the network is back ---
const failed = (happening) => {
  const mark = happening.target.closest?.("[data-autosave]")?.querySelector(".saved");
  if (!mark) return;
  mark.classList.add("saved-not");
  mark.textContent = "草稿未能保存，请检查网络；内容还在本页，请不要关闭。";
};
document.addEventListener("htmx:sendError", failed);
document.addEventListener("htmx:responseError", failed);

// --- the network ---
function network() {
  for (const band of document.querySelectorAll("[data-offline]")) band.hidden = navigator.onLine;
  if (!navigator.onLine) return;
  for (const mark of document.querySelectorAll("[data-autosave] .saved-not"))
    mark.closest("form").dispatchEvent(new Event("change", { bubbles: true }));
}
window.addEventListener("online", network);
window.addEventListener("offline", network);

// --- a question that hangs on another one is there only when it is asked ---
function asked(form) {
  for (const question of form.querySelectorAll("[data-only-if]")) {
    const wanted = JSON.parse(question.dataset.answers);
    const chosen = [...form.querySelectorAll(`[name="${question.dataset.onlyIf}"]:checked`)];
    question.hidden = !chosen.some((answer) => wanted.includes(answer.value) && !answer.closest("[hidden]"));
  }
}
on("change", "form", (form) => asked(form));

document.addEventListener("DOMContentLoaded", () => {
  for (const form of document.forms) asked(form);
  network();
  pocket();
  keepLive();
  placing();
  plans();
  document.querySelector("[data-takes-focus]")?.focus();
});
on("click", "[data-takes-place]", takePlace);
on("click", "[data-plan-opens]", openPlan);
on("click", "[data-plan-here]", pointHere);
on("click", "[data-plan-clears]", clearPoint);
on("click", "[data-plan-at]", pointAt);
on("click", "[data-plan-nearer]", (button) => zoom(button, 0.5));
on("click", "[data-plan-further]", (button) => zoom(button, 2));
on("click", "[data-drops-place]", dropPlace);
on("click", "[data-dismisses]", (button) => button.parentElement.remove());

// --- words that are offered for a box of lines: a press puts one more line there ---
on("click", "[data-adds-line]", (button) => {
  const box = document.getElementById(button.dataset.to);
  const lines = box.value.split("\n").filter((line) => line.trim());
  if (!lines.includes(button.dataset.addsLine)) box.value = [...lines, button.dataset.addsLine].join("\n") + "\n";
  box.focus();
});
