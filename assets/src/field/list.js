// What is to do, what waits, and what arrived.
import { button, chip, day, h, icon, notice } from "./dom.js";

const STATES = {
  filling: ["填到一半", "warn"],
  waiting: ["等着上传", "warn"],
  posting: ["正在上传", "info"],
  sent: ["已上传", "good"],
  refused: ["没有收下", "bad"],
};

// A card for each visit of the bag and each record begun; ``open(visit or record)``.
export function cards(bag, records, { open, change, drop }) {
  const begun = new Map(records.map((record) => [record.visit || record.id, record]));
  const todo = (bag?.visits || []).filter(({ number }) => !begun.has(number)).map((visit) => card(visit, null, open));
  const going = records
    .filter(({ state }) => state === "filling" || state === "refused")
    .map((record) => card(record, record, open, drop));
  const waiting = records
    .filter(({ state }) => state === "waiting" || state === "posting")
    .map((record) => settled(record, change));
  const sent = records.filter(({ state }) => state === "sent").map((record) => settled(record));
  return { todo: [...going, ...todo], waiting, sent };
}

const line = (...words) => h("p", { class: "cards-line" }, ...words);

function card(visit, record, open, drop) {
  const [words, tone] = STATES[record?.state] || ["未开始", "neutral"];
  const body = [
    h("p", { class: "cards-title" }, h("span", {}, visit.institution.name), icon("chevron-right")),
    line(chip(words, tone), " ", visit.work || "自主工作", visit.agreed ? `　约定${visit.agreed}` : visit.due ? `　${day(visit.due)}以前` : ""),
    visit.institution.address ? line(visit.institution.address) : null,
    record?.says ? line(record.says) : null,
  ];
  const item = h(
    "li",
    {},
    h(
      "a",
      {
        href: `#${encodeURIComponent(record?.id || visit.number)}`,
        onclick: (event) => (event.preventDefault(), open(visit, record)),
      },
      body,
    ),
  );
  if (record)
    item.append(h("button", { type: "button", class: "btn btn-link", onclick: () => drop(record) }, "清除这一份"));
  return item;
}

function settled(record, change) {
  const [words, tone] = STATES[record.state];
  const further =
    record.state === "sent" && record.version > 1 ? "另一部手机已经交过，这一份放在旁边，请医保局看。" : "";
  const files = record.pieces.length ? `　${record.pieces.length} 个附件` : "";
  return h(
    "li",
    {},
    h(
      "div",
      {},
      h("p", { class: "cards-title" }, h("span", {}, record.institution.name)),
      line(chip(words, tone), files),
      further ? line(further) : null,
      record.state === "waiting" && change
        ? h("button", { type: "button", class: "btn", onclick: () => change(record) }, icon("pencil"), "改一改")
        : null,
    ),
  );
}

// The network and what waits, in one band that is always there.
export function band({ waits, how, progress }, { go, signIn }) {
  const says = {
    "signed-out": waits ? "登录过期了，重新登录后接着上传。" : "没有登录，或者登录过期了。",
    offline: "现在没有网络，有了网络自己会传。",
    server: "服务器暂时没有应答，过一会儿再试。",
    busy: "另一个页面正在上传。",
  };
  const words = waits ? `${waits} 份等着上传` : "都已上传";
  const detail = progress
    ? `正在上传，${progress}`
    : waits || how === "signed-out"
      ? says[how] || ""
      : how === "offline"
        ? "没有网络，照样可以填。"
        : "";
  return h(
    "div",
    { class: `pocket-band${waits ? " pocket-band-waits" : ""}`, role: "status" },
    icon(waits ? "cloud-upload" : "circle-check"),
    h("p", {}, h("strong", {}, words), detail ? h("span", {}, `　${detail}`) : null),
    how === "signed-out"
      ? h("a", { class: "btn", href: signIn }, "登录")
      : waits
        ? h("button", { type: "button", class: "btn", onclick: go }, "现在上传")
        : null,
  );
}

// Somewhere of one's own accord: a few characters, a short list, one chosen.
export function choosing(choice, chosen, back) {
  const found = h("ul", { class: "cards" });
  const more = h("p", { class: "muted", role: "status" });
  const input = h("input", { id: "find", class: "input", type: "search", autocomplete: "off" });
  const look = () => {
    const words = input.value.trim().toUpperCase().split(/\s+/).filter(Boolean);
    const rows = words.length
      ? choice.institutions.filter(({ name, code }) =>
          words.every((word) => name.toUpperCase().includes(word) || code.startsWith(word)),
        )
      : [];
    found.replaceChildren(
      ...rows
        .slice(0, 20)
        .map((row) =>
          h(
            "li",
            {},
            h(
              "a",
              { href: "#choose", onclick: (event) => (event.preventDefault(), chosen(row)) },
              h("p", { class: "cards-title" }, h("span", {}, row.name), icon("chevron-right")),
              line(row.address || row.code),
            ),
          ),
        ),
    );
    more.textContent = !words.length
      ? ""
      : !rows.length
        ? "手机带着的名单里没有，请换几个字。"
        : rows.length > 20
          ? "还有更多，请多写几个字。"
          : "";
  };
  input.addEventListener("input", look);
  return h(
    "div",
    {},
    h("h1", {}, "去哪一家？"),
    h("div", { class: "field" }, h("label", { for: "find" }, "药店或医院的名称"), input),
    more,
    found,
    button("返回", "", back),
  );
}

// How, and by which list.
export function how(choice, institution, begin, back) {
  const lists = choice.checklists.filter(({ kinds }) => kinds.includes(institution.kind));
  const picked = { way: choice.ways[0][0], checklist: lists[0] };
  const group = (legend, name, rows, pick) =>
    h(
      "fieldset",
      { class: "field" },
      h("legend", {}, legend),
      h(
        "div",
        { class: "options" },
        rows.map(([value, label], place) =>
          h(
            "div",
            { class: "option" },
            h("input", {
              type: "radio",
              id: `${name}-${place}`,
              name,
              value,
              checked: place === 0,
              onchange: () => pick(place),
            }),
            h("label", { for: `${name}-${place}` }, label),
          ),
        ),
      ),
    );
  if (!lists.length) return h("div", {}, notice("info", "没有适用于这类机构的清单"), button("返回", "", back));
  return h(
    "div",
    {},
    h(
      "header",
      { class: "heading" },
      h(
        "div",
        { class: "heading-words" },
        h("h1", {}, institution.name),
        h("p", { class: "heading-sub" }, institution.address || ""),
      ),
    ),
    group("方式", "way", choice.ways, (place) => (picked.way = choice.ways[place][0])),
    group(
      "按哪张清单",
      "checklist",
      lists.map(({ name, title, source }) => [name, `${title}（${source}）`]),
      (place) => (picked.checklist = lists[place]),
    ),
    h(
      "div",
      { class: "big-acts" },
      button("开始", "arrow-right", () => begin(institution, picked), { class: "btn btn-primary btn-big" }),
      button("换一家", "", back),
    ),
  );
}
