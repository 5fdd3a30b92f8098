// Making elements: h("p", { class: "hint" }, "words"). A handler is a property that begins with "on".
export function h(tag, given = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== undefined && value !== null) made.setAttribute(name, value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

const SVG = "http://www.w3.org/2000/svg";

// Decoration only: the words beside it carry the meaning.
export function icon(name) {
  const made = document.createElementNS(SVG, "svg");
  made.setAttribute("class", "icon");
  made.setAttribute("aria-hidden", "true");
  made.setAttribute("focusable", "false");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${document.getElementById("field").dataset.icons}#${name}`);
  made.append(use);
  return made;
}

export const button = (label, picture, act, given = {}) =>
  h("button", { type: "button", class: "btn btn-big", onclick: act, ...given }, picture && icon(picture), label);

export const notice = (tone, title, ...words) =>
  h(
    "div",
    { class: `notice notice-${tone}`, role: tone === "bad" ? "alert" : undefined },
    icon({ bad: "alert-octagon", warn: "alert-triangle", good: "circle-check" }[tone] || "info-circle"),
    h(
      "div",
      { class: "notice-words" },
      title && h("p", { class: "notice-title" }, title),
      ...words.map((each) => h("p", {}, each)),
    ),
  );

export const chip = (label, tone) => h("span", { class: `chip chip-${tone}` }, label);

export const random = (bytes = 16) =>
  Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(16).padStart(2, "0")).join("");

export const hex = (buffer) =>
  Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

export const day = (iso) => {
  const [year, month, date] = iso.split("-").map(Number);
  return `${year}年${month}月${date}日`;
};
