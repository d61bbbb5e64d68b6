// Filtering the list of all questions. The page holds the whole list and the controls; this
// script keeps what is chosen in the address, so that it can be sent, kept, and gone back to.
"use strict";

(() => {
  const form = document.querySelector(".hb-browse .hb-filters");
  if (!form) return;

  const page = form.closest(".hb-browse");
  const text = form.elements.text;
  const more = form.querySelector("details");
  const boxes = [...form.querySelectorAll("input[type=checkbox]")];
  const counts = new Map(boxes.map((box) => [box, box.closest("label").querySelector("small")]));
  const names = [...new Set(boxes.map((box) => box.name))];
  const total = page.querySelector("[role=status]");
  const clear = page.querySelector(".hb-browse__total button");
  const none = page.querySelector(".hb-browse__none");
  const practice = page.querySelector("[data-hb-practice]");
  const questions = [...page.querySelectorAll(".hb-browse__list > li")].map(known);
  const wide = window.matchMedia("(min-width: 45em)");

  /** What is known of a question in the list. */
  function known(item) {
    const wording = item.querySelector("a").textContent;
    const values = new Map(names.map((name) => [name, item.dataset[name].split(" ")]));
    return { item, text: `${wording} ${item.dataset.text}`.toLowerCase(), values };
  }

  /** The words that are asked for. */
  function words() {
    return text.value.toLowerCase().split(/\s+/).filter(Boolean);
  }

  /** The choices of each filter that has any. */
  function chosen() {
    const found = new Map();
    for (const { name, value } of boxes.filter((box) => box.checked)) {
      found.set(name, [...(found.get(name) || []), value]);
    }
    return found;
  }

  /** The filters that a question does not pass. */
  function refusing({ values }, choices) {
    const fits = ([name, some]) => some.some((value) => values.get(name).includes(value));
    return [...choices].filter((choice) => !fits(choice)).map(([name]) => name);
  }

  /** Show what fits, and count for each filter what would fit without it. */
  function sift() {
    const [wanted, choices] = [words(), chosen()];
    const tally = new Map(names.map((name) => [name, new Map()]));
    let shown = 0;
    for (const question of questions) {
      const said = wanted.every((word) => question.text.includes(word));
      const refused = refusing(question, choices);
      question.item.hidden = !said || refused.length > 0;
      if (!question.item.hidden) shown += 1;
      if (said && refused.length < 2) count(question, refused.length ? refused : names, tally);
    }
    return { shown, tally };
  }

  /** Count a question for all its values in some filters. */
  function count({ values }, filters, tally) {
    for (const name of filters) {
      const counted = tally.get(name);
      for (const value of values.get(name)) counted.set(value, (counted.get(value) || 0) + 1);
    }
  }

  /** Show a choice with its count; one that would find nothing is out of reach, unless in use. */
  function showChoice(box, found) {
    counts.get(box).textContent = found;
    box.disabled = !found && !box.checked && box !== document.activeElement;
  }

  /** Show what the controls ask for. */
  function update() {
    const { shown, tally } = sift();
    for (const box of boxes) showChoice(box, tally.get(box.name).get(box.value) || 0);
    const some = boxes.filter((box) => box.checked).length;
    const filtered = some > 0 || words().length > 0;
    const all = `${questions.length} question${questions.length === 1 ? "" : "s"}`;
    total.textContent = filtered ? `${shown} of ${all}` : all;
    form.querySelector(".hb-filters__chosen").textContent = some ? `(${some})` : "";
    none.hidden = shown > 0 || !filtered;
    clear.hidden = !filtered || !none.hidden;
    practice.hidden = shown === 0;
    practice.search = address().search;
  }

  /** Set the controls to what the address says; what it says that we do not know is nothing. */
  function read() {
    const asked = new URLSearchParams(location.search);
    text.value = asked.get("text") || "";
    for (const box of boxes) box.checked = asked.getAll(box.name).includes(box.value);
    update();
  }

  /** The address of what the controls ask for. */
  function address() {
    const asked = new URLSearchParams();
    if (words().length) asked.set("text", text.value.trim());
    for (const { name, value } of boxes.filter((box) => box.checked)) asked.append(name, value);
    const url = new URL(location.href);
    url.search = asked;
    return url;
  }

  /** Take a change over: typing changes the present address, a choice makes a new one. */
  function take({ target }) {
    if (target === text) history.replaceState(null, "", address());
    else history.pushState(null, "", address());
    update();
  }

  /** Ask for everything again; the button that was pressed is gone then. */
  function reset(event) {
    event.preventDefault();
    text.value = "";
    for (const box of boxes) box.checked = false;
    history.pushState(null, "", address());
    total.focus();
    update();
  }

  /** On a phone the filters wait behind a line; where there is room they are open. */
  function unfold() {
    more.open = wide.matches;
  }

  form.addEventListener("input", take);
  form.addEventListener("reset", reset);
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("popstate", read);
  // A browser may fill the controls in again with what they held once.
  window.addEventListener("pageshow", read);
  wide.addEventListener("change", unfold);
  unfold();
  read();
})();
