// Single keys for what a reader does again and again. The theme has some of its own, for search
// and for the previous and next page, that cannot be switched off and that act behind a dialog; it
// listens at the window, so that what this script stops at the document never gets there.
"use strict";

(() => {
  const OFF = "hb-keys";
  const FIELDS = "input:not([type=checkbox], [type=radio]), textarea, select";
  const ACTIONS = {
    j: () => move(1),
    k: () => move(-1),
    o: toggle,
    r: () => document.dispatchEvent(new Event("hb-random")),
    "?": () => document.dispatchEvent(new Event("hb-help")),
  };
  const questions = [...document.querySelectorAll(".hb-question")].map((heading) => ({
    heading,
    answer: heading.parentElement.querySelector(`[id="${heading.id}"] ~ details.hb-answer`),
  }));

  /** Where the heading of a question is that one has just arrived at. */
  function line({ heading }) {
    return parseFloat(getComputedStyle(heading).scrollMarginTop);
  }

  /** How far below that place the heading of a question is; negative above it. */
  function below(question) {
    return Math.round(question.heading.getBoundingClientRect().top - line(question));
  }

  /** Whether something of a question can be seen. */
  function inView(question) {
    const { bottom } = question.answer.getBoundingClientRect();
    return below(question) + line(question) < innerHeight && bottom > line(question);
  }

  /** Whether the focus is in a question. */
  function hasFocus({ heading, answer }) {
    return [heading, answer].some((part) => part.contains(document.activeElement));
  }

  /** The number of the question in view that has the focus, else of the one arrived at; or -1. */
  function chosen() {
    const seen = (is) => questions.findIndex((question) => is(question) && inView(question));
    const focused = seen(hasFocus);
    return focused < 0 ? seen(({ heading }) => heading.matches(":target")) : focused;
  }

  /** Bring a question into view, ready to be opened. */
  function show(question) {
    question.answer.querySelector("summary").focus();
    question.heading.scrollIntoView();
  }

  /** Go to the next question (1) or to the previous one (-1). */
  function move(step) {
    const from = chosen();
    const next = () => questions.findIndex((question) => below(question) > 0);
    const previous = () => questions.findLastIndex((question) => below(question) < 0);
    const to = from < 0 ? (step > 0 ? next() : previous()) : from + step;
    if (questions[to]) show(questions[to]);
  }

  /** Open or close the answer of the question that is being read. */
  function toggle() {
    const passed = questions.findLastIndex((question) => below(question) <= 0);
    const question = questions[chosen()] ?? questions[passed] ?? questions[0];
    if (!question) return;
    question.answer.open = !question.answer.open;
    // What closes above the window would leave the reader in another answer.
    if (below(question) < 0) show(question);
    else question.answer.querySelector("summary").focus({ preventScroll: true });
  }

  /** Whether a key belongs to a field, to the open search, or to an input method. */
  function isTyped({ target, isComposing }) {
    const searching = document.querySelector("[data-md-toggle=search]:checked");
    return searching || isComposing || target.isContentEditable || target.matches(FIELDS);
  }

  /** Whether no single key should do anything now. */
  function isQuiet(event) {
    return event.altKey || __md_get(OFF) === false || document.querySelector("dialog[open]");
  }

  /** Whether the page has a use of its own for a key, as practice has; it prevents the event then. */
  function isTaken(event) {
    const asked = new CustomEvent("hb-key", { detail: event, cancelable: true });
    return !document.dispatchEvent(asked);
  }

  document.addEventListener("keydown", (event) => {
    // The theme leaves these two alone.
    if (event.ctrlKey || event.metaKey) return;
    if ((event.key.length !== 1 && event.key !== "Enter") || isTyped(event)) return;
    if (isQuiet(event)) event.stopPropagation();
    else if (isTaken(event)) {
      event.stopPropagation();
      event.preventDefault();
    }
    else if (Object.hasOwn(ACTIONS, event.key)) {
      ACTIONS[event.key]();
      event.preventDefault();
    }
  });
})();
