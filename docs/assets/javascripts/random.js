// An interviewer does not ask in the order of the site: a button, and a key, lead to any question.
// None comes twice until all have come, in each tab of the browser; unmarked ones come first, and
// those that the reader knows last.
"use strict";

(() => {
  const KEY = "hb-seen";

  /** Those of some ids that are worth the most: unmarked ones, else what is to be reviewed. */
  function preferred(ids) {
    const { marks } = hbProgress.read();
    const marked = (mark) => ids.filter((id) => (marks[id]?.mark ?? "") === mark);
    return ["", "review"].map(marked).find((some) => some.length) ?? ids;
  }

  /** One of the ids that is neither here nor was chosen before; none where this is the only one. */
  function choose(ids) {
    const others = ids.filter((id) => id !== location.hash.slice(1));
    const seen = new Set(__md_get(KEY, sessionStorage));
    const unseen = others.filter((id) => !seen.has(id));
    if (!unseen.length) seen.clear();
    const left = preferred(unseen.length ? unseen : others);
    const id = left[Math.floor(Math.random() * left.length)];
    if (id) __md_set(KEY, [...seen, id], sessionStorage);
    return id;
  }

  /** Go to a question. */
  async function go() {
    const response = await fetch(new URL("data/ids.json", __md_scope));
    if (!response.ok) return;
    const { questions } = await response.json();
    const id = choose(Object.keys(questions));
    if (id) location.assign(new URL(questions[id], __md_scope));
  }

  for (const button of document.querySelectorAll("[data-hb-random]")) {
    button.addEventListener("click", go);
  }
  // What keys.js sends for its key.
  document.addEventListener("hb-random", go);
})();
