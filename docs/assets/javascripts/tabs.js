// A chosen tab is kept for all answers. The theme does that by the text of the tabs as it is seen,
// and in a closed answer none is; so each answer takes the choice over when it opens. And choosing
// a tab leaves the address as it is: that names a question, the number of a tab would not last.
"use strict";

(() => {
  /** Choose the tab of a set that was chosen last. */
  function choose(set, chosen) {
    const labels = [...set.querySelectorAll(":scope > .tabbed-labels > label")];
    const tab = chosen.find((tab) => labels.some((label) => label.textContent.trim() === tab));
    const label = labels.find((label) => label.textContent.trim() === tab);
    const input = label && document.getElementById(label.htmlFor);
    if (!input || input.checked) return;
    // The theme's own mark for what is no choice of the reader: it would scroll there.
    label.setAttribute("data-md-switching", "");
    input.click();
  }

  /** Take the choice over for what holds tabs. */
  function take(place) {
    const chosen = __md_get("__tabs");
    if (!Array.isArray(chosen)) return;
    for (const set of place.querySelectorAll(".tabbed-set")) choose(set, chosen);
  }

  // This event does not bubble.
  document.addEventListener("toggle", ({ target }) => target.open && take(target), true);
  // What practice sends when it has brought an answer here.
  document.addEventListener("hb-answer", ({ target }) => take(target));
  // Arriving may have opened one before.
  document.querySelectorAll("details[open]").forEach(take);
})();
