// Arriving at a question: a link to #<id> must find the answer open, which no browser does for a
// heading above a closed <details>, and a link to an id that has moved must find its new place.
"use strict";

(() => {
  const ID = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

  /** The id that the address asks for; empty for none, or for one that is not ours. */
  function askedFor() {
    const hash = location.hash.slice(1);
    return ID.test(hash) ? hash : "";
  }

  /** The answer below the heading of a question, null for anything else. */
  function answerOf(target) {
    if (!target || !target.matches(".hb-question")) return null;
    let next = target.nextElementSibling;
    while (next && !next.matches("h2, details.hb-answer")) next = next.nextElementSibling;
    return next && next.matches("details") ? next : null;
  }

  /** Do something again after the search on a phone has closed and scrolled back to where it was. */
  function onceUnlocked(act) {
    const locked = () => document.body.hasAttribute("data-md-scrolllock");
    if (!locked()) return;
    const watching = new MutationObserver(() => {
      if (locked()) return;
      watching.disconnect();
      act();
    });
    watching.observe(document.body, { attributeFilter: ["data-md-scrolllock"] });
  }

  /** Open the answer that the address asks for, or go to where it is now. */
  async function arrive() {
    const id = askedFor();
    if (!id) return;
    const target = document.getElementById(id);
    if (target) {
      const answer = answerOf(target);
      if (answer && !answer.open) {
        answer.open = true;
        target.scrollIntoView();
      }
      onceUnlocked(() => target.scrollIntoView());
      return;
    }
    const permalink = new URL(`q/${id}/`, __md_scope);
    const response = await fetch(permalink);
    if (response.ok && askedFor() === id) location.replace(permalink);
  }

  window.addEventListener("hashchange", arrive);
  // A click on a link to the present address changes no hash, but means the same. With a key, it
  // opens a tab or a window instead.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href*='#']");
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey;
    if (link && !elsewhere && link.href === location.href) arrive();
  });
  arrive();
})();
