// What is photographed and recorded: under a question, or under none. Each tray shows its own and takes more.
import { canRecord, fromFile, photograph, recording } from "./capture.js";
import { button, h, icon, notice } from "./dom.js";
import { Full } from "./store.js";

export const CALLED = { photo: ["张", "照片"], sound: ["段", "录音"], video: ["段", "录像"] };
const LOOSE = { photo: 12, sound: 6, video: 6 }; // that answer no question
const WHOLE = 60; // of a visit

export const isMedia = ({ kind }) => kind in CALLED;
export const piecesOf = (record, question) => record.pieces.filter((piece) => (piece.question || "") === question);

export class Pieces {
  // ``form`` keeps the record, says what happened, and is told when a question has one more or one fewer.
  constructor(form) {
    this.form = form;
    this.trays = [];
    this.urls = new Map(); // by part: a player keeps its place while another piece is added
  }

  // --- trays ---

  // A box to choose or take photographs with. ``question`` is none for those that answer no question.
  photographs(question, id, prompt = "拍照") {
    const input = h("input", {
      type: "file",
      id,
      accept: "image/*",
      multiple: true,
      onchange: ({ target }) => this.photographed([...target.files], target, question),
    });
    const words = question ? prompt : h("label", { for: id }, prompt); // a question's own words label it already
    return [
      this.tray("photos-kept", "照片", question, ["photo"]),
      h("div", { class: "upload-box" }, icon("camera"), h("p", { class: "upload-do" }, words), input),
    ];
  }

  recordings(question, kinds) {
    const tray = this.tray("pocket-heard", "录音录像", question, kinds);
    if (!canRecord()) return [tray, this.chosen(question, kinds[0])];
    const live = h("div", {});
    const starts = kinds.map((kind) =>
      button(kind === "sound" ? "录音" : "录像", kind === "sound" ? "microphone" : "video", () =>
        this.hear(kind, live, starts, question),
      ),
    );
    return [tray, live, h("div", { class: "pocket-pair" }, starts)];
  }

  // Where the browser records nothing itself, or may not: the phone's own recorder, or what it has made before.
  chosen(question, kind) {
    const [, called] = CALLED[kind];
    const input = h("input", {
      type: "file",
      accept: kind === "sound" ? "audio/*" : "video/*",
      capture: kind === "sound" ? "user" : "environment",
      "aria-label": `选择${called}`,
      onchange: async ({ target }) => {
        const [file] = target.files;
        if (file && this.hasRoom(kind, question) && (await this.isSmallEnough(file, question)))
          await this.keep(await fromFile(file, kind), question);
        target.value = "";
      },
    });
    const words = h("p", { class: "upload-do" }, `用手机自带的${called}，或者选一段`);
    return h("div", { class: "upload-box" }, icon(kind === "sound" ? "microphone" : "video"), words, input);
  }

  async isSmallEnough(file, question) {
    const { largest } = (await this.form.store.bag()) || {};
    if (!largest || file.size <= largest) return true;
    this.form.beside(question.name, `文件太大，每个不能超过${Math.floor(largest / 1024 / 1024)}MB，请录短一些。`);
    return false;
  }

  tray(look, label, question, kinds) {
    const list = h("ul", { class: look, "aria-label": question ? `${question.text}：${label}` : label });
    this.trays.push({ list, name: question?.name || "", kinds });
    return list;
  }

  async show() {
    const { record, store } = this.form;
    for (const { part } of record.pieces)
      if (!this.urls.has(part)) {
        const bytes = await store.file(part);
        this.urls.set(part, bytes ? URL.createObjectURL(new Blob([bytes])) : "");
      }
    for (const { list, name, kinds } of this.trays) {
      const own = piecesOf(record, name).filter(({ kind }) => kinds.includes(kind));
      const counted = {};
      list.replaceChildren(
        ...own.map((piece) => this.piece(piece, (counted[piece.kind] = (counted[piece.kind] || 0) + 1))),
      );
      list.hidden = !own.length;
    }
  }

  piece(piece, number) {
    const label = `${CALLED[piece.kind][1]}${number}`;
    const given = { src: this.urls.get(piece.part) };
    const media =
      piece.kind === "photo"
        ? h("img", { ...given, alt: label })
        : h(piece.kind === "sound" ? "audio" : "video", {
            ...given,
            controls: true,
            "aria-label": label,
            playsinline: true,
          });
    const drop = { type: "button", class: "btn", "aria-label": `去掉${label}`, onclick: () => this.forget(piece) };
    return h("li", {}, media, h("button", drop, icon("trash"), "去掉"));
  }

  // --- taking and dropping ---

  hasRoom(kind, question) {
    const own = piecesOf(this.form.record, question?.name || "").filter((piece) => piece.kind === kind);
    const most = question ? question.most : LOOSE[kind];
    const [measure, called] = CALLED[kind];
    const full = own.length >= most ? `${question ? "这一题" : ""}最多${most}${measure}${called}。` : "";
    const says = full || (this.form.record.pieces.length >= WHOLE ? `一次巡查最多${WHOLE}份照片和录音录像。` : "");
    if (says) this.form.beside(question?.name || (kind === "photo" ? "photos" : "recordings"), says);
    return !says;
  }

  async photographed(files, input, question) {
    for (const file of files) {
      if (!this.hasRoom("photo", question)) break;
      await this.keep(await photograph(file), question);
    }
    input.value = "";
  }

  // The bytes first, then the record that names them: whatever dies in between, nothing is named that is not there.
  async keep({ piece, keep }, question) {
    const { store, record } = this.form;
    try {
      for (const [id, bytes] of keep) await store.putFile(id, record.id, bytes);
    } catch (error) {
      if (!(error instanceof Full)) throw error;
      for (const [id] of keep) await store.removeFile(id);
      this.form.said("手机空间满了，这一份没有存下；前面的都在。", true);
      return this.form.full();
    }
    record.begun_at ??= Date.now();
    await this.changed(question?.name, () => record.pieces.push(question ? { ...piece, question: question.name } : piece));
  }

  async forget(piece) {
    const { store, record } = this.form;
    await this.changed(piece.question, () => (record.pieces = record.pieces.filter((each) => each !== piece)));
    for (const id of [piece.part, piece.original?.part]) if (id) await store.removeFile(id);
  }

  async changed(name, change) {
    const { record, audit } = this.form;
    const many = () => piecesOf(record, name).length;
    const before = name && many();
    change();
    this.form.beside(name || "photos");
    if (name) {
      audit.at(name); // the camera's own screen came in between
      audit.answered(name, before ? `${before}份` : undefined, `${many()}份`);
    }
    await this.form.save();
    await this.show();
  }

  // What lies under a question that is not asked any more is nobody's answer: its signer does not see it.
  async settle(isAsked) {
    const { record } = this.form;
    const asked = new Set(record.checklist.questions.filter(isAsked).map(({ name }) => name));
    const stands = ({ question }) => !question || asked.has(question);
    record.fixes = record.fixes.filter(stands);
    for (const piece of record.pieces.filter((each) => !stands(each))) await this.forget(piece);
  }

  // --- recording, one at a time ---

  async hear(kind, live, starts, question) {
    if (this.live || !this.hasRoom(kind, question)) return;
    this.live = true;
    try {
      const { stop, stream, ended } = await recording(kind);
      this.live = { stop, done: this.heard(ended, live, starts, question) };
      for (const each of starts) each.hidden = true;
      const seen = kind === "video" && h("video", { muted: true, playsinline: true, "aria-label": "正在录像" });
      const says = h("p", { role: "status" }, `正在${CALLED[kind][1]}……`);
      live.replaceChildren(...[seen, says, button("停止", "player-stop", stop)].filter(Boolean));
      if (seen)
        Object.assign(seen, { srcObject: stream, muted: true })
          .play()
          .catch(() => {});
    } catch {
      this.live = null;
      const says = `没有得到麦克风或摄像头的许可。${question ? "" : "不录也可以交。"}`;
      live.replaceChildren(notice("info", "没有录", says), ...(question ? [this.chosen(question, kind)] : []));
    }
  }

  async heard(ended, live, starts, question) {
    const made = await ended;
    this.live = null;
    live.replaceChildren();
    for (const each of starts) each.hidden = false;
    if (made) await this.keep(made, question);
  }

  // Nothing that is still being recorded is lost by leaving: it ends now, and is kept.
  async close() {
    this.live?.stop?.();
    await this.live?.done;
  }

  forgetUrls() {
    for (const url of this.urls.values()) URL.revokeObjectURL(url);
  }
}

