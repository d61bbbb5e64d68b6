// Who reads a whole category wants all its answers open, on each of its pages and the next time
// too; who practices wants them closed again. Comes before arrive.js: when that scrolls to
// a question, all that stands above it is open.
"use strict";

(() => {
  const KEY = "hb-expanded";
  const counts = document.querySelector(".hb-counts");
  const answers = document.querySelectorAll("details.hb-answer");
  if (!counts || !answers.length) return;

  /** Open or close all answers. */
  function setAll(open) {
    for (const answer of answers) answer.open = open;
  }

  /** Make a button that opens or closes everything, and keeps that for the next page. */
  function button(text, open) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "hb-action";
    made.textContent = text;
    made.addEventListener("click", () => {
      setAll(open);
      __md_set(KEY, open);
    });
    return made;
  }

  const item = document.createElement("li");
  item.className = "hb-expand";
  item.append(button("Expand all", true), button("Collapse all", false));
  counts.append(item);
  if (__md_get(KEY) === true) setAll(true);
})();
