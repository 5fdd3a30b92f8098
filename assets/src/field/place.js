// Where the visit is made: an address where the list has none, and a fix if the person likes.
import { locate } from "./capture.js";
import { button, h } from "./dom.js";

const WHY = { refused: "没有得到定位许可。", unavailable: "现在定不了位。" };
const told = (fix) => (fix ? `已记下位置，误差约${Math.round(fix.accuracy)}米。` : "");
const last = (fixes) => fixes[fixes.length - 1];

// The place taken for a question: the last, where there are several.
export const placeOf = (record, { name }) => last(record.fixes.filter(({ question }) => question === name));

export function placeAsked(question, id, record, { told: typed, placed }) {
  const said = h("p", { role: "status" });
  const drop = button("去掉位置", "trash", () => (placed(question, null), show()));
  const show = (why = "") => {
    const has = placeOf(record, question);
    said.textContent = why || told(has);
    drop.hidden = !has;
    take.lastChild.textContent = has ? "重新定位" : "记下现在的位置";
  };
  const take = button("记下现在的位置", "map-pin", async () => {
    said.textContent = "正在定位……";
    const { place: why, fix } = await locate();
    if (fix) placed(question, fix);
    show(WHY[why] && `${WHY[why]}可以把地点写在下面。`);
  });
  show();
  return [
    said,
    h("div", { class: "pocket-pair" }, take, drop),
    h("p", { class: "hint" }, "也可以写：路名和门牌号，或者在哪个柜台、哪间屋。"),
    h("input", {
      id,
      class: "input",
      maxlength: 200,
      autocomplete: "off",
      value: record.notes[question.name] || "",
      oninput: ({ target }) => typed(question, target.value),
    }),
  ];
}

// The place of the whole visit. Where a question asks for it, only an address that the list lacks is left to ask.
export function place(record, save) {
  const asks = record.checklist.questions.some(({ kind }) => kind === "place");
  if (asks && record.institution.address) return null;
  const said = h("p", { role: "status" });
  const show = () => {
    const own = record.fixes.filter(({ question }) => !question);
    said.textContent = WHY[record.place] ? `${WHY[record.place]}不记位置也可以交。` : told(last(own));
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
    asks ? null : h("h2", {}, "位置"),
    address,
    ...(asks ? [] : taking()),
  );

  function taking() {
    const take = button("记下现在的位置", "map-pin", async () => {
      said.textContent = "正在定位……";
      const { place: why, fix } = await locate();
      record.place = record.fixes.length ? "taken" : why;
      if (fix) record.fixes.push(fix);
      save();
      show();
    });
    return [h("p", { class: "hint" }, "可以不记。记下的位置只有办理的人能看到。"), said, take];
  }
}
