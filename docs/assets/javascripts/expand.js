// Who reads a whole category wants all its answers open, on each of its pages and the next time
// too; who practices wants them closed again. Stands before arrive.js, which scrolls to what it
// opens: what this script opens above it has to be open by then.
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

  /** Open everything as it was left, and still show the question that the address asks for. */
  function restore() {
    if (__md_get(KEY) !== true) return;
    setAll(true);
    document.querySelector(":target")?.scrollIntoView();
  }

  const item = document.createElement("li");
  item.className = "hb-expand";
  item.append(button("Expand all", true), button("Collapse all", false));
  counts.append(item);
  restore();
})();
