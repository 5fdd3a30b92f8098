// One visit being recorded: the checklist, what was photographed and heard, where, and the signature.
import { Audit } from "./audit.js";
import { canRecord } from "./capture.js";
import { answerTo, isAsked, isFree, questions, sayBeside, showWrong, wrongIn } from "./checklist.js";
import { codes } from "./codes.js";
import { button, h, icon, notice } from "./dom.js";
import { Pieces, piecesOf } from "./pieces.js";
import { place } from "./place.js";
import { Full } from "./store.js";

export class Form {
  constructor(store, record, { leave, full }) {
    Object.assign(this, { store, record, leave, full, audit: new Audit(record), saving: Promise.resolve() });
    this.pieces = new Pieces(this);
  }

  get isCovert() {
    return this.record.way === "covert";
  }

  // Every keystroke; one write at a time, the last one always. A form that was left writes nothing any more:
  // its record may be on its way, or open anew.
  save() {
    if (this.over) return this.saving;
    this.dirty = true;
    this.saving = this.saving.then(async () => {
      if (!this.dirty || this.store.isLocked) return;
      this.dirty = false;
      try {
        await this.store.put(this.record.id, this.record, "filling");
        this.said(`已存在手机里　${new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" })}`);
      } catch (error) {
        if (!(error instanceof Full)) throw error;
        this.said("手机空间满了，刚才的没有存下。", true);
        this.full();
      }
    });
    return this.saving;
  }

  said(words, bad = false) {
    this.mark.classList.toggle("saved-not", bad);
    this.mark.replaceChildren(icon(bad ? "alert-triangle" : "check"), words);
  }

  async close() {
    if (this.over) return;
    await this.pieces.close();
    this.typed?.note();
    this.audit.leave();
    this.pieces.forgetUrls();
    await this.save();
    this.over = true;
  }

  // --- the page ---

  view() {
    const { record } = this;
    this.mark = h("p", { class: "saved", role: "status" });
    this.root = h(
      "div",
      {},
      h(
        "header",
        { class: "heading" },
        h(
          "div",
          { class: "heading-words" },
          h("p", { class: "heading-over" }, this.isCovert ? "我的事项" : record.checklist.title),
          h("h1", {}, record.institution.name),
        ),
      ),
      record.words ? notice("warn", "要特别留意", record.words) : null,
      record.says ? notice("bad", "上次没有收下", record.says) : null,
      h("p", { class: "muted" }, `照您亲眼看到的选。依据：${record.checklist.clause}`),
      questions(record, {
        told: (...said) => this.told(...said),
        touched: (name) => this.audit.at(name),
        placed: (...said) => this.placed(...said),
        pieces: this.pieces,
      }),
      this.pictures(),
      this.sounds(),
      codes(record, () => this.save()),
      this.isCovert ? null : place(record, () => this.save()),
      this.signing(),
    );
    this.pieces.show();
    if (record.wrong) showWrong(this.root, record.wrong);
    return this.root;
  }

  told(question, value) {
    const before = answerTo(this.record, question);
    const kept = isFree(question) ? this.record.notes : this.record.answers;
    kept[question.name] = value;
    if (question.options.length) this.audit.answered(question.name, before, value);
    else this.typing(question.name, before, value);
    this.beside(question.name);
    this.save();
  }

  // A sentence beside a question; none: what was wrong with it is put right.
  beside(name, says = "") {
    const box = this.root.querySelector(`[data-errors-of="${CSS.escape(name)}"]`);
    if (box && (says || !wrongIn(this.record)[name])) sayBeside(box, says);
  }

  // The place of a question: one more fix, or none any more.
  placed(question, fix) {
    const { record } = this;
    this.audit.at(question.name);
    const before = record.fixes.some((each) => each.question === question.name) ? "已记位置" : undefined;
    if (fix) record.fixes.push({ ...fix, question: question.name });
    else record.fixes = record.fixes.filter((each) => each.question !== question.name);
    record.place = record.fixes.length ? "taken" : "not_asked";
    this.audit.answered(question.name, before, fix ? "已记位置" : "");
    this.beside(question.name);
    this.save();
  }

  // Words are noted once one stops typing, not letter by letter.
  typing(name, before, value) {
    if (this.typed?.name !== name) {
      this.typed?.note();
      this.typed = { name, before };
    }
    const { typed } = this;
    this.record.begun_at ??= Date.now();
    typed.note = () => {
      clearTimeout(typed.pause);
      if (this.typed === typed) this.typed = null;
      this.audit.answered(name, typed.before, value);
    };
    clearTimeout(typed.pause);
    typed.pause = setTimeout(() => (typed.note(), this.save()), 1_500);
  }

  // --- photographs, sound, video that answer no question ---

  // Where the list asks for them itself, what else there is stays out of the way until it is wanted.
  aside(kinds, title, ...children) {
    const asks = this.record.checklist.questions.some(({ kind }) => kinds.includes(kind));
    const has = piecesOf(this.record, "").some(({ kind }) => kinds.includes(kind));
    return asks
      ? h("details", { class: "field", open: has }, h("summary", {}, `其他${title}（选填）`), ...children)
      : h("section", { class: "field" }, h("h2", {}, title), ...children);
  }

  pictures() {
    return this.aside(
      ["photo"],
      "现场照片",
      h("p", { class: "hint" }, "可以不拍。原图先存在手机里，交到以后才清除。"),
      h("div", { "data-errors-of": "photos" }),
      this.pieces.photographs(null, "photos", "拍照或选择照片"),
    );
  }

  sounds() {
    if (!canRecord()) return null;
    return this.aside(
      ["sound", "video"],
      "录音录像",
      h("p", { class: "hint" }, "只录自己在场的。录音最长10分钟，录像最长1分钟。"),
      h("div", { "data-errors-of": "recordings" }),
      this.pieces.recordings(null, ["sound", "video"]),
    );
  }

  // --- the signature ---

  signing() {
    const { record } = this;
    const input = h("input", {
      id: "signature",
      class: "input",
      maxlength: 60,
      autocomplete: "off",
      value: record.signature,
      "aria-describedby": "signature-hint",
      oninput: ({ target }) => ((record.signature = target.value), this.save()),
    });
    return h(
      "div",
      {},
      h(
        "div",
        { class: "field" },
        h("label", { for: "signature" }, "签名"),
        h("p", { class: "hint", id: "signature-hint" }, "写您的姓名，表示以上是您亲自看到的。"),
        h("div", { "data-errors-of": "signature" }),
        input,
      ),
      this.mark,
      h("p", { class: "hint" }, "签名以后排队上传；没有信号也可以签，有了信号自己会传。"),
      h(
        "div",
        { class: "big-acts" },
        button("签名并交上去", "check", ({ currentTarget }) => this.sign(currentTarget), {
          class: "btn btn-primary btn-big",
        }),
        button("先放着，以后再填", "", () => this.leave()),
      ),
    );
  }

  async sign(pressed) {
    const { record } = this;
    if (this.signed) return; // a second tap
    this.signed = true;
    await this.pieces.close();
    const wrong = wrongIn(record);
    if (!record.signature.trim()) wrong.signature = "请写上您的姓名。";
    showWrong(this.root, { ...wrong });
    if (Object.keys(wrong).length) return (this.signed = false);
    pressed.setAttribute("aria-busy", "true");
    await this.pieces.settle((question) => isAsked(record, question));
    await this.close();
    Object.assign(record, {
      signed_at: Date.now(),
      before: this.store.about.met,
      device: this.store.about.device,
      says: "",
      wrong: undefined,
    });
    try {
      await this.store.put(record.id, record, "waiting");
    } catch (error) {
      if (!(error instanceof Full)) throw error;
      this.signed = this.over = false;
      pressed.removeAttribute("aria-busy");
      return this.full();
    }
    this.leave("signed");
  }
}
