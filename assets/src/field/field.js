// The field page: what shows when, and what a press does. Everything on it comes from the phone itself.
import { button, h, icon, notice, random } from "./dom.js";
import { Form } from "./form.js";
import { band, cards, choosing, how as howTo } from "./list.js";
import { locked, setting } from "./lock.js";
import { Sending } from "./sending.js";
import { Store } from "./store.js";

const SIGN_IN = "/sign-in/?next=/my/field/";
export const root = document.getElementById("field");
const head = document.querySelector(".phone-title");
const title = { text: head.textContent, page: document.title };

export class Field {
  static async open() {
    const field = new Field();
    field.store = await Store.open();
    field.band = h("div", {}); // on every page of this page: what waits is always in sight
    field.trial = h("aside", { class: "demonstration", "aria-label": "示范施行", hidden: true });
    root.before(field.trial, field.band);
    field.sending = new Sending(field.store, (told) => field.heard(told));
    navigator.storage?.persist?.().catch(() => {});
    await field.unlocked();
    return field;
  }

  // After too long without the server what is only for reading goes; what is signed stays and waits.
  // The server is asked first: a clock set wrong must not wipe what was filled in yesterday.
  async tooLong() {
    await this.sending.now();
    if (!this.store.isStale || this.how === "others") return;
    await this.store.expire();
    this.word = [
      "warn",
      "太久没有联网",
      `已超过${this.store.about.keeps}天，任务和没有签名的内容按规定清除了；签了名等着上传的还在。`,
    ];
  }

  // --- pages ---

  // The list, or what is given; of two that are asked for at once, the later one.
  async show(view, form = null) {
    const [before, turn] = [this.form, (this.turn = (this.turn || 0) + 1)];
    this.form = form;
    if (before) await before.close();
    const shown = this.store.isLocked
      ? [locked(this.store, await this.store.waiting(), () => this.unlocked())]
      : view
        ? [view]
        : await this.list();
    const quiet = this.store.isLocked || Boolean(form?.isCovert); // a bystander reads nothing
    const trial = quiet ? null : await this.store.bag();
    await this.showBand();
    if (turn !== this.turn) return;
    this.tells(trial || {});
    this.neutral(quiet, form ? "我的事项" : "备忘");
    const held = root.contains(document.activeElement); // whoever uses a keyboard goes on at the head of the new page
    root.replaceChildren(...shown);
    if (held) Object.assign(root.querySelector("h1"), { tabIndex: -1 }).focus({ preventScroll: true });
    if (view) window.scrollTo(0, 0);
  }

  async unlocked() {
    if (this.store.isStale && !this.store.isLocked) await this.tooLong();
    if (this.how !== "others") await this.show();
    this.sending.now();
  }

  // A bystander reads nothing of a covert visit off the head of the page either.
  neutral(on, words) {
    head.textContent = on ? words : title.text;
    document.title = on ? words : title.page;
    const tabs = document.querySelector(".phone-tabs");
    if (tabs) tabs.hidden = on;
  }

  // While a draft is only tried out, every page says so.
  tells({ demonstration } = {}) {
    this.trial.hidden = !demonstration;
    this.trial.replaceChildren(icon("flask"), h("p", {}, demonstration || ""));
  }

  async list() {
    this.shown = await this.said();
    const [bag, records] = [await this.store.bag(), await this.store.records()];
    const { todo, waiting, sent } = cards(bag, records, {
      open: (visit, record) => this.begin(visit, record),
      change: (record) => this.change(record),
      drop: (record) => this.drop(record),
    });
    const section = (name, rows) =>
      rows.length ? [h("h2", { class: "earlier" }, name), h("ul", { class: "cards" }, rows)] : [];
    return [
      h(
        "header",
        { class: "heading" },
        h(
          "div",
          { class: "heading-words" },
          h("h1", {}, "外出巡查"),
          h("p", { class: "heading-sub" }, "没有信号也能填，资料加密存在这部手机里。"),
        ),
      ),
      this.word ? notice(...this.word) : null,
      ...section("要去的", todo),
      !todo.length
        ? h("p", { class: "muted" }, bag ? "现在没有要去的。" : "手机上还没有任务，请先联网打开一次这一页。")
        : null,
      bag?.choosing
        ? h(
            "div",
            { class: "big-acts" },
            button("自己安排一次", "map-pin-plus", () => this.choose(bag.choosing)),
          )
        : null,
      ...section("等着上传", waiting),
      ...section("已上传", sent),
      this.keeping(),
    ].filter(Boolean);
  }

  keeping() {
    const { pin, keeps } = this.store.about;
    return h(
      "details",
      { class: "pocket-keeping" },
      h("summary", {}, "这部手机上的资料"),
      h("p", {}, `退出登录时清除；${keeps || 7}天没有联网也会清除（本局做法）。签了名还没有上传的，传到以后才清除。`),
      h(
        "p",
        {},
        "手机空间紧张时，系统可能不打招呼就清掉网页的资料，微信里打开的更容易被清掉。请把这一页添加到主屏幕，有信号就打开一次。",
      ),
      h(
        "div",
        { class: "big-acts" },
        pin
          ? button("锁上", "lock", () => this.lock())
          : button("设一个口令", "lock", () => this.askPin("设了口令，手机上的资料要输口令才能打开。暗访必须先设。")),
        button("清除这部手机上的资料", "trash", () => this.leaving()),
      ),
    );
  }

  async showBand(told = {}) {
    const waits = await this.store.waiting();
    this.band.hidden = this.store.isLocked;
    this.band.replaceChildren(
      band({ waits, how: this.how, ...told }, { go: () => this.sending.now(), signIn: SIGN_IN }),
    );
  }

  // --- what the sender tells ---

  async heard({ state, sent, of }) {
    if (state !== "sending") this.how = state;
    if (state === "others") return this.otherAccount();
    if (this.store.isLocked) return;
    if (this.form || this.away) return this.showBand();
    if (state === "sending") return this.showBand({ progress: `${Math.floor((100 * sent) / of)}%` });
    // A list that says the same stays: somebody may be about to press on it.
    await ((await this.said()) === this.shown ? this.showBand() : this.show());
  }

  // All that a list says, to compare.
  async said() {
    const bag = await this.store.bag();
    return JSON.stringify([bag && { ...bag, now: 0 }, await this.store.states()]);
  }

  // Somebody else signed in here: they neither see nor send what is on it, and what is not handed in stays.
  async otherAccount() {
    const left = (await this.store.states()).filter(({ state }) => state !== "sent").length;
    if (!left) {
      await this.store.wipe();
      return location.reload();
    }
    this.band.hidden = true;
    root.replaceChildren(
      h("h1", {}, "外出巡查"),
      notice("warn", "这部手机上有另一个账号的资料", `还有 ${left} 份没有交完。请用那个账号登录，交完以后再换人。`),
      h(
        "div",
        { class: "big-acts" },
        h("a", { class: "btn btn-primary btn-big", href: "/my/" }, "返回"),
        button("清除这部手机上的资料", "trash", () => this.leaving()),
      ),
    );
  }

  // --- doing ---

  async begin(visit, record) {
    if (visit.way === "covert" && !this.store.about.pin)
      return this.askPin("暗访的内容要用口令锁住。口令只有您知道。", () => this.begin(visit, record));
    this.open(record || fresh({ id: visit.number, visit: visit.number, ...visit }));
  }

  async open(record) {
    const form = new Form(
      this.store,
      { ...record, state: undefined },
      {
        leave: (signed) => this.left(signed),
        full: () => this.full(),
      },
    );
    const view = form.view();
    await this.show(
      h(
        "div",
        {},
        form.isCovert ? button("收起", "eye-off", () => this.lock(), { class: "btn pocket-quick" }) : null,
        view,
      ),
      form,
    );
  }

  async left(signed) {
    await this.show();
    if (signed) this.sending.now();
  }

  async lock() {
    await this.form?.close();
    this.store.lock();
    await this.show();
  }

  async choose(choice) {
    this.away = true;
    const back = () => ((this.away = false), this.show());
    const chosen = (institution) =>
      this.show(
        howTo(
          choice,
          institution,
          (...told) => ((this.away = false), this.chosen(choice, ...told)),
          () => this.choose(choice),
        ),
      );
    await this.show(choosing(choice, chosen, back));
  }

  chosen({ appointment }, institution, { way, checklist }) {
    const id = random();
    const record = fresh({
      id,
      institution,
      way,
      checklist,
      words: "",
      chosen: { appointment, institution: institution.code, way, checklist: checklist.name },
    });
    if (way === "covert" && !this.store.about.pin)
      return this.askPin("暗访的内容要用口令锁住。口令只有您知道。", () => this.open(record));
    return this.open(record);
  }

  // Signed, and not yet on its way: it may be changed, and the record says why.
  async change(record) {
    this.away = true;
    const back = () => ((this.away = false), this.show());
    const input = h("input", { id: "reason", class: "input", maxlength: 200 });
    const wrong = h("div", { role: "alert" });
    const again = async () => {
      if (!input.value.trim())
        return wrong.replaceChildren(h("ul", { class: "field-errors" }, h("li", {}, "请写一句原因。")));
      this.away = false;
      const now = await this.store.get(record.id);
      if (now?.state !== "waiting") {
        this.word = ["info", "已经开始上传", "不能再改。要补充的，可以报一条线索或者告诉医保局。"];
        return this.show();
      }
      await this.store.put(record.id, now, "filling");
      await this.open(now);
      this.form.audit.reopened(input.value.trim());
      await this.form.save();
    };
    await this.show(
      h(
        "div",
        {},
        h("h1", {}, "改一改"),
        h("p", {}, "已经签过名。改动和原因会和记录一起交上去。"),
        h("div", { class: "field" }, h("label", { for: "reason" }, "为什么要改"), wrong, input),
        h(
          "div",
          { class: "big-acts" },
          button("打开来改", "pencil", again, { class: "btn btn-primary btn-big" }),
          button("不改了", "", back),
        ),
      ),
    );
  }

  drop(record) {
    return this.sure(
      "清除这一份？",
      `${record.institution.name}：填过的和拍下的都会从这部手机上清除，找不回来。`,
      async () => {
        await this.store.remove(record.id);
        await this.show();
      },
    );
  }

  async leaving(then = "/my/") {
    const waits = await this.store.waiting();
    return this.sure(
      "清除这部手机上的资料？",
      waits ? `还有 ${waits} 份没有上传，清除以后找不回来。` : "任务和填到一半的都会清除；没有要上传的。",
      async () => {
        await this.store.wipe();
        location.href = then;
      },
    );
  }

  async sure(question, words, act) {
    this.away = true;
    const back = () => ((this.away = false), this.show());
    await this.show(
      h(
        "div",
        {},
        h("h1", {}, question),
        notice("warn", "", words),
        h(
          "div",
          { class: "big-acts" },
          button("清除", "trash", () => ((this.away = false), act()), { class: "btn btn-danger btn-big" }),
          button("不清除", "", back),
        ),
      ),
    );
  }

  askPin(why, then) {
    this.away = true;
    const back = () => ((this.away = false), this.show());
    return this.show(setting(this.store, why, () => ((this.away = false), then ? then() : this.show()), back));
  }

  full() {
    this.word = ["bad", "手机空间满了", "刚才的没有存下，以前存下的都在。请删掉手机上不用的东西，或者先把等着的传完。"];
    if (!root.querySelector(".pocket-full")) root.prepend(h("div", { class: "pocket-full" }, notice(...this.word)));
  }
}

const fresh = (given) => ({
  visit: "",
  answers: {},
  notes: {},
  signature: "",
  steps: [],
  fixes: [],
  pieces: [],
  codes: [],
  package: random(),
  place: given.way === "covert" ? "forbidden" : "not_asked",
  ...given,
});
