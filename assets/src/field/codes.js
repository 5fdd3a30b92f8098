// Trace codes of drugs: typed, or read by the camera where the browser can.
import { canScan, codeWrong, scan } from "./capture.js";
import { button, h, icon, notice } from "./dom.js";

export function codes(record, save) {
  const list = h("ul", { class: "plain" });
  const wrong = h("div", { role: "alert" });
  const input = h("input", {
    id: "code",
    class: "input",
    inputmode: "numeric",
    maxlength: 20,
    autocomplete: "off",
    "aria-describedby": "code-hint",
  });
  const show = () =>
    list.replaceChildren(
      ...record.codes.map((code) =>
        h(
          "li",
          {},
          h("span", { class: "code" }, code),
          h(
            "button",
            { type: "button", class: "btn", "aria-label": `去掉${code}`, onclick: () => drop(code) },
            icon("trash"),
            "去掉",
          ),
        ),
      ),
    );
  const drop = (code) => {
    record.codes = record.codes.filter((each) => each !== code);
    save();
    show();
  };
  const add = (code) => {
    const says = codeWrong(code) || (record.codes.includes(code) ? "这个码已经记下了。" : "");
    wrong.replaceChildren(...(says ? [h("ul", { class: "field-errors" }, h("li", {}, says))] : []));
    if (says) return;
    record.codes.push(code);
    input.value = "";
    save();
    show();
  };
  show();
  const live = h("div", {});
  return h(
    "details",
    { class: "field", open: record.codes.length > 0 },
    h("summary", {}, "记一个药品追溯码（选填）"),
    h("label", { for: "code" }, "药品追溯码"),
    h("p", { class: "hint", id: "code-hint" }, "药盒上“药品追溯码”旁边的20位数字。"),
    wrong,
    list,
    input,
    live,
    h(
      "div",
      { class: "pocket-pair" },
      button("记下这个码", "check", () => add(input.value.replace(/\s/g, ""))),
      canScan() && button("用相机扫", "scan", () => scanned(live, add)),
    ),
  );
}

// A question for a code: typed, or read by the camera into the same box.
export function traced(input, told) {
  if (!canScan()) return input;
  const live = h("div", {});
  const read = (code) => ((input.value = code), told(code));
  return [input, live, h("div", { class: "pocket-pair" }, button("用相机扫", "scan", () => scanned(live, read)))];
}

async function scanned(live, add) {
  const video = h("video", { playsinline: true, muted: true, "aria-label": "相机画面" });
  live.replaceChildren(video);
  try {
    const { found, stop } = await scan(video);
    live.append(button("不扫了", "", stop));
    const code = await found;
    if (code) add(code);
    live.replaceChildren();
  } catch {
    live.replaceChildren(notice("info", "没有扫", "打不开相机，请照着盒子输入。"));
  }
}
