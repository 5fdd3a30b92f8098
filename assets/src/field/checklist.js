// The questions of a checklist as a thumb answers them; the same look as on the server's own pages.
import { h } from "./dom.js";

// ``told(name, value)`` is called at every keystroke; ``touched(name)`` when a question is at hand.
export function questions(record, { told, touched }) {
  const asked = record.checklist.questions.filter(({ kind }) => kind !== "photo");
  return asked.map((question, place) => one(question, place + 1, record, told, touched));
}

export const needsPhoto = ({ checklist }) =>
  checklist.questions.some(({ kind, required }) => kind === "photo" && required);

export const answerTo = (record, question) =>
  (question.kind === "words" ? record.notes : record.answers)[question.name];

// A sentence beside each question that is not answered as it must be; the server asks the same again.
export function wrongIn(record) {
  const wrong = {};
  for (const question of record.checklist.questions) {
    const said = answerTo(record, question) || "";
    if (question.kind === "photo") {
      if (question.required && !record.pieces.some(({ kind }) => kind === "photo")) wrong.photos = "请拍一张照片。";
    } else if (!said) {
      if (question.required) wrong[question.name] = question.kind === "choice" ? "这一题还没有选。" : "请填写这一项。";
    } else if (question.kind === "number" && !/^\d{1,9}(\.\d{1,4})?$/.test(said)) wrong[question.name] = "请填数字。";
  }
  return wrong;
}

function one(question, number, record, told, touched) {
  const words = h("span", {}, question.text, !question.required && h("span", { class: "optional" }, " 选填"));
  const head = [h("span", { class: "question-number" }, String(number)), words];
  const errors = h("div", { "data-errors-of": question.name });
  const at = { onfocusin: () => touched(question.name), onpointerdown: () => touched(question.name) };
  if (question.kind === "choice")
    return h(
      "fieldset",
      { class: "question", ...at },
      h("legend", { class: "question-words" }, head),
      errors,
      options(question, record, told),
    );
  const id = `q-${question.name}`;
  return h(
    "div",
    { class: "question", ...at },
    h("label", { class: "question-words", for: id }, head),
    errors,
    typed(question, id, record, told),
  );
}

const options = (question, record, told) =>
  h(
    "div",
    { class: "options two-way" },
    question.options.map((option, place) => {
      const id = `q-${question.name}-${place}`;
      const chosen = record.answers[question.name] === option;
      return h(
        "div",
        { class: "option" },
        h("input", {
          type: "radio",
          id,
          name: `q-${question.name}`,
          value: option,
          checked: chosen,
          onchange: () => told(question, option),
        }),
        h("label", { for: id }, option),
      );
    }),
  );

function typed(question, id, record, told) {
  const value = answerTo(record, question) || "";
  const given = { id, class: "input", oninput: ({ target }) => told(question, target.value) };
  if (question.kind === "number") return h("input", { ...given, inputmode: "decimal", maxlength: 20, value });
  return h("textarea", { ...given, rows: 4, maxlength: 2000 }, value);
}

export function showWrong(root, wrong) {
  for (const box of root.querySelectorAll("[data-errors-of]")) {
    const says = wrong[box.dataset.errorsOf];
    box.replaceChildren(...(says ? [h("ul", { class: "field-errors" }, h("li", {}, says))] : []));
    box.parentElement.classList.toggle("field-wrong", Boolean(says));
  }
  root.querySelector(".field-wrong")?.scrollIntoView({ block: "center" });
}
