// How long each question was looked at, what was answered, and what was answered anew.
export class Audit {
  constructor(record) {
    this.record = record;
    this.current = null;
  }

  // A question is the one at hand from the moment it is touched until another is, or the page is put away.
  at(question) {
    if (this.current?.question === question) return;
    this.leave();
    if (question) this.current = { question, at: Date.now(), since: performance.now() };
  }

  leave() {
    if (!this.current) return;
    const { question, at, since } = this.current;
    this.note({ question, kind: "seen", at, ms: Math.round(performance.now() - since) });
    this.current = null;
  }

  answered(question, before, after) {
    if (before === after) return;
    this.record.begun_at ??= Date.now();
    this.note({
      question,
      at: Date.now(),
      after,
      ...(before === undefined ? { kind: "answered" } : { kind: "changed", before }),
    });
  }

  // The record was opened again after it had been signed: why.
  reopened(reason) {
    this.note({ question: "signature", kind: "changed", at: Date.now(), reason });
  }

  note(step) {
    if (this.record.steps.length < 2_000) this.record.steps.push(step);
  }
}
