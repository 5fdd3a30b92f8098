// The questions of a checklist as a thumb answers them; the same look as on the server's own pages.
import { traced } from "./codes.js";
import { h } from "./dom.js";
import { CALLED, isMedia, piecesOf } from "./pieces.js";
import { placeAsked, placeOf } from "./place.js";

// ``told(question, value)`` is called at every keystroke; ``touched(name)`` when a question is at hand; ``placed``
// with the place that was taken for one; ``pieces`` are the photographs and recordings.
export function questions(record, { told, touched, placed, pieces }) {
  const asks = record.checklist.questions.filter((question) => !isKept(record, question));
  const shown = asks.map((question, place) => [
    question,
    one(question, place + 1, record, { told: change, touched, placed, pieces }),
  ]);
  const settle = () => {
    for (const [question, box] of shown) box.hidden = !isAsked(record, question);
  };
  function change(question, value) {
    told(question, value);
    settle();
  }
  settle();
  return shown.map(([, box]) => box);
}

// Several options are kept on a line each, as the server keeps them.
const several = (said) => (said || "").split("\n").filter(Boolean);

// A covert visit is never asked for its place.
const isKept = (record, { kind }) => kind === "place" && record.way === "covert";

// Answered in words of one's own.
export const isFree = ({ kind }) => kind === "words" || kind === "place";

// Whether a question is asked, given what was answered before it.
export function isAsked(record, question) {
  const { only_if: hangs } = question;
  if (isKept(record, question)) return false;
  if (!hangs) return true;
  const earlier = record.checklist.questions.find(({ name }) => name === hangs.question);
  if (!earlier || !isAsked(record, earlier)) return false;
  return several(record.answers[hangs.question]).some((answer) => hangs.answers.includes(answer));
}

export const answerTo = (record, question) => (isFree(question) ? record.notes : record.answers)[question.name];

// A sentence beside each question that is not answered as it must be; the server asks the same again.
export function wrongIn(record) {
  const wrong = {};
  for (const question of record.checklist.questions) {
    const said = answerTo(record, question) || "";
    if (!isAsked(record, question)) continue;
    if (isMedia(question)) {
      const says = wrongMany(question, piecesOf(record, question.name).length || loose(record, question));
      if (says) wrong[question.name] = says;
    } else if (question.kind === "place" && !said) {
      if (question.required && !placeOf(record, question)) wrong[question.name] = "请记下位置，或者写下地点。";
    } else if (!said) {
      if (question.required) wrong[question.name] = question.options.length ? "这一题还没有选。" : "请填写这一项。";
    } else if (question.kind === "number") {
      const says = notNumber(question, said);
      if (says) wrong[question.name] = says;
    } else if (question.kind === "trace_code" && !/^\d{20}$/.test(said.replace(/\s/g, "")))
      wrong[question.name] = "药品追溯码是20位数字，请核对包装。";
  }
  return wrong;
}

// Photographs under no question answer a list's only question for them, as on the server.
function loose({ checklist, pieces }, question) {
  const asks = checklist.questions.filter(({ kind }) => kind === "photo");
  if (asks.length !== 1 || asks[0] !== question) return 0;
  return pieces.filter((piece) => piece.kind === "photo" && !piece.question).length && question.least;
}

const DO = { photo: "请拍一张照片。", sound: "请录一段音。", video: "请录一段像。" };

function wrongMany({ kind, required, least, most }, many) {
  const [measure] = CALLED[kind];
  if (!many) return required ? DO[kind] : "";
  if (many < least) return `至少要${least}${measure}，现在有${many}${measure}。`;
  return many > most ? `最多${most}${measure}，现在有${many}${measure}。` : "";
}

function notNumber({ min, max }, said) {
  if (!/^\d{1,9}(\.\d{1,4})?$/.test(said)) return "请填数字。";
  if (min !== null && Number(said) < min) return `不能小于${min}。`;
  return max !== null && Number(said) > max ? `不能大于${max}。` : "";
}

// Sound and video end by themselves after this.
const LONGEST = { sound: "最长10分钟。", video: "最长1分钟。" };

function one(question, number, record, on) {
  const { told, touched } = on;
  const words = h("span", {}, question.text, !question.required && h("span", { class: "optional" }, " 选填"));
  const head = [h("span", { class: "question-number" }, String(number)), words];
  const errors = h("div", { "data-errors-of": question.name });
  const at = { onfocusin: () => touched(question.name), onpointerdown: () => touched(question.name) };
  const says = [question.hint, LONGEST[question.kind]].filter(Boolean).join("");
  const hint = says && h("p", { class: "hint" }, says);
  if (question.options.length)
    return h(
      "fieldset",
      { class: "question", ...at },
      h("legend", { class: "question-words" }, head),
      hint,
      errors,
      options(question, record, told),
    );
  const id = `q-${question.name}`;
  if (question.kind === "sound" || question.kind === "video")
    return h(
      "fieldset",
      { class: "question", ...at },
      h("legend", { class: "question-words" }, head),
      hint,
      errors,
      on.pieces.recordings(question, [question.kind]),
    );
  const answer = {
    photo: () => on.pieces.photographs(question, id, "拍照或选择照片"),
    place: () => placeAsked(question, id, record, on),
    trace_code: () => traced(typed(question, id, record, told), (code) => told(question, code)),
  }[question.kind];
  return h(
    "div",
    { class: "question", ...at },
    h("label", { class: "question-words", for: id }, head),
    hint,
    errors,
    answer ? answer() : typed(question, id, record, told),
  );
}

function options(question, record, told) {
  const many = question.kind === "choices";
  const pick = (option, on) => {
    if (!many) return told(question, option);
    const chosen = new Set(several(record.answers[question.name]));
    chosen[on ? "add" : "delete"](option);
    told(question, question.options.filter((each) => chosen.has(each)).join("\n"));
  };
  return h(
    "div",
    { class: many ? "options" : "options two-way" },
    question.options.map((option, place) => {
      const id = `q-${question.name}-${place}`;
      return h(
        "div",
        { class: "option" },
        h("input", {
          type: many ? "checkbox" : "radio",
          id,
          name: `q-${question.name}`,
          value: option,
          checked: several(record.answers[question.name]).includes(option),
          onchange: ({ target }) => pick(option, target.checked),
        }),
        h("label", { for: id }, option),
      );
    }),
  );
}

function typed(question, id, record, told) {
  const value = answerTo(record, question) || "";
  const given = { id, class: "input", oninput: ({ target }) => told(question, target.value) };
  if (question.kind === "number") return h("input", { ...given, inputmode: "decimal", maxlength: 20, value });
  if (question.kind === "trace_code") return h("input", { ...given, inputmode: "numeric", maxlength: 40, value });
  return h("textarea", { ...given, rows: 4, maxlength: 2000 }, value);
}

export function showWrong(root, wrong) {
  for (const box of root.querySelectorAll("[data-errors-of]")) sayBeside(box, wrong[box.dataset.errorsOf]);
  root.querySelector(".field-wrong")?.scrollIntoView({ block: "center" });
}

export function sayBeside(box, says) {
  box.replaceChildren(...(says ? [h("ul", { class: "field-errors" }, h("li", {}, says))] : []));
  box.parentElement.classList.toggle("field-wrong", Boolean(says));
}
