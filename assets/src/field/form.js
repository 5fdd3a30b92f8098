// One visit being recorded: the checklist, what was photographed and heard, where, and the signature.
import { Audit } from "./audit.js";
import { canRecord, photograph, recording } from "./capture.js";
import { answerTo, questions, showWrong, wrongIn } from "./checklist.js";
import { codes } from "./codes.js";
import { button, h, icon, notice } from "./dom.js";
import { place } from "./place.js";
import { Full } from "./store.js";

const PHOTOS = 12;
const RECORDINGS = 6;
const KINDS = { photo: "照片", sound: "录音", video: "录像" };

export class Form {
  constructor(store, record, { leave, full }) {
    Object.assign(this, { store, record, leave, full, audit: new Audit(record), saving: Promise.resolve() });
    this.urls = [];
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
    this.typed?.note();
    this.audit.leave();
    this.stopAll?.();
    for (const url of this.urls) URL.revokeObjectURL(url);
    await this.save();
    this.over = true;
  }

  // --- the page ---

  view() {
    const { record } = this;
    this.mark = h("p", { class: "saved", role: "status" });
    this.photos = h("ul", { class: "photos-kept", "aria-label": "照片" });
    this.heard = h("ul", { class: "pocket-heard", "aria-label": "录音录像" });
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
      questions(record, { told: (...said) => this.told(...said), touched: (name) => this.audit.at(name) }),
      this.pictures(),
      this.sounds(),
      codes(record, () => this.save()),
      this.isCovert ? null : place(record, () => this.save()),
      this.signing(),
    );
    this.showPieces();
    return this.root;
  }

  told(question, value) {
    const before = answerTo(this.record, question);
    const kept = question.kind === "words" ? this.record.notes : this.record.answers;
    kept[question.name] = value;
    if (question.options.length) this.audit.answered(question.name, before, value);
    else this.typing(question.name, before, value);
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

  // --- photographs, sound, video ---

  pictures() {
    const input = h("input", {
      type: "file",
      id: "photos",
      accept: "image/*",
      multiple: true,
      onchange: ({ target }) => this.photographed([...target.files], target),
    });
    return h(
      "section",
      { class: "field" },
      h("h2", {}, h("label", { for: "photos" }, "现场照片")),
      h("p", { class: "hint" }, "可以不拍。原图先存在手机里，交到以后才清除。"),
      h("div", { "data-errors-of": "photos" }),
      this.photos,
      h("div", { class: "upload-box" }, icon("camera"), h("p", { class: "upload-do" }, "拍照或选择照片"), input),
    );
  }

  async photographed(files, input) {
    for (const file of files) {
      if (this.count("photo") >= PHOTOS) return this.said(`最多${PHOTOS}张照片。`, true);
      await this.keep(await photograph(file));
    }
    input.value = "";
  }

  count(...kinds) {
    return this.record.pieces.filter(({ kind }) => kinds.includes(kind)).length;
  }

  // The bytes first, then the record that names them: whatever dies in between, nothing is named that is not there.
  async keep({ piece, keep }) {
    try {
      for (const [id, bytes] of keep) await this.store.putFile(id, this.record.id, bytes);
    } catch (error) {
      if (!(error instanceof Full)) throw error;
      for (const [id] of keep) await this.store.removeFile(id);
      this.said("手机空间满了，这一份没有存下；前面的都在。", true);
      return this.full();
    }
    this.record.begun_at ??= Date.now();
    this.record.pieces.push(piece);
    await this.save();
    this.showPieces();
  }

  async forget(piece) {
    this.record.pieces = this.record.pieces.filter((each) => each !== piece);
    await this.save();
    for (const id of [piece.part, piece.original?.part]) if (id) await this.store.removeFile(id);
    this.showPieces();
  }

  async showPieces() {
    const shown = { photo: [], sound: [], video: [] };
    for (const piece of this.record.pieces) {
      const bytes = await this.store.file(piece.part);
      const url = bytes ? URL.createObjectURL(new Blob([bytes])) : "";
      this.urls.push(url);
      shown[piece.kind].push(this.piece(piece, url, shown[piece.kind].length + 1));
    }
    this.photos.replaceChildren(...shown.photo);
    this.heard.replaceChildren(...shown.sound, ...shown.video);
    this.photos.hidden = !shown.photo.length;
    this.heard.hidden = !shown.sound.length && !shown.video.length;
  }

  piece(piece, url, number) {
    const label = `${KINDS[piece.kind]}${number}`;
    const media =
      piece.kind === "photo"
        ? h("img", { src: url, alt: label })
        : h(piece.kind === "sound" ? "audio" : "video", {
            src: url,
            controls: true,
            "aria-label": label,
            playsinline: true,
          });
    return h(
      "li",
      {},
      media,
      h(
        "button",
        { type: "button", class: "btn", "aria-label": `去掉${label}`, onclick: () => this.forget(piece) },
        icon("trash"),
        "去掉",
      ),
    );
  }

  sounds() {
    if (!canRecord()) return null;
    const live = h("div", {});
    const starts = ["sound", "video"].map((kind) =>
      button(kind === "sound" ? "录音" : "录像", kind === "sound" ? "microphone" : "video", () =>
        this.hear(kind, live, starts),
      ),
    );
    return h(
      "section",
      { class: "field" },
      h("h2", {}, "录音录像"),
      h("p", { class: "hint" }, "只录自己在场的。录音最长10分钟，录像最长1分钟。"),
      this.heard,
      live,
      h("div", { class: "pocket-pair" }, starts),
    );
  }

  async hear(kind, live, starts) {
    if (this.count("sound", "video") >= RECORDINGS) return this.said(`录音录像最多${RECORDINGS}段。`, true);
    const ended = async (made) => {
      this.stopAll = null;
      live.replaceChildren();
      for (const each of starts) each.hidden = false;
      if (made) await this.keep(made);
    };
    try {
      const { stop, stream } = await recording(kind, ended);
      this.stopAll = stop;
      for (const each of starts) each.hidden = true;
      const seen = kind === "video" && h("video", { muted: true, playsinline: true, "aria-label": "正在录像" });
      live.replaceChildren(
        ...[seen, h("p", { role: "status" }, `正在${KINDS[kind]}……`), button("停止", "player-stop", stop)].filter(
          Boolean,
        ),
      );
      if (seen)
        Object.assign(seen, { srcObject: stream, muted: true })
          .play()
          .catch(() => {});
    } catch {
      live.replaceChildren(notice("info", "没有录", "没有得到麦克风或摄像头的许可。不录也可以交。"));
    }
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
    const wrong = wrongIn(record);
    if (!record.signature.trim()) wrong.signature = "请写上您的姓名。";
    showWrong(this.root, { ...wrong });
    if (Object.keys(wrong).length) return;
    this.signed = true;
    pressed.setAttribute("aria-busy", "true");
    await this.close();
    Object.assign(record, {
      signed_at: Date.now(),
      before: this.store.about.met,
      device: this.store.about.device,
      says: "",
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
