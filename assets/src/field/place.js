// Where the visit is made: an address where the list has none, and a fix if the person likes.
import { locate } from "./capture.js";
import { button, h } from "./dom.js";

export function place(record, save) {
  const said = h("p", { role: "status" });
  const show = () => {
    const last = record.fixes[record.fixes.length - 1];
    said.textContent =
      { refused: "没有得到定位许可。不记位置也可以交。", unavailable: "现在定不了位。不记位置也可以交。" }[
        record.place
      ] || (last ? `已记下位置，误差约${Math.round(last.accuracy)}米。` : "");
  };
  const address =
    !record.institution.address &&
    h(
      "div",
      { class: "field" },
      h("label", { for: "address" }, "地点"),
      h("p", { class: "hint", id: "address-hint" }, "路名和门牌号"),
      h("div", { "data-errors-of": "place" }),
      h("input", {
        id: "address",
        class: "input",
        maxlength: 200,
        value: record.address || "",
        "aria-describedby": "address-hint",
        oninput: ({ target }) => ((record.address = target.value), save()),
      }),
    );
  show();
  return h(
    "section",
    { class: "field" },
    h("h2", {}, "位置"),
    address,
    h("p", { class: "hint" }, "可以不记。记下的位置只有办理的人能看到。"),
    said,
    button("记下现在的位置", "map-pin", async () => {
      said.textContent = "正在定位……";
      const { place: why, fix } = await locate();
      record.place = record.fixes.length ? "taken" : why;
      if (fix) record.fixes.push(fix);
      save();
      show();
    }),
  );
}
