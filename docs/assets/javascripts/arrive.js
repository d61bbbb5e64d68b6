// Arriving at a question: a link to #<id> must find the answer open, which no browser does for a
// heading above a closed <details>, and a link to an id that has moved must find its new place.
"use strict";

(() => {
  const ID = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
  const BY_READER = ["wheel", "touchstart", "pointerdown", "keydown"];
  const [STAYS, AT_MOST] = [1000, 10000]; // milliseconds
  let holding = new AbortController();

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

  /** Whether the search on a phone holds the page; it moves when that lets go. */
  function isLocked() {
    return document.body.hasAttribute("data-md-scrolllock");
  }

  /** Whether nothing is about to move the page any more. */
  function isSettled() {
    return document.readyState === "complete" && !isLocked();
  }

  /**
   * Keep an element at a height of the window until the page has settled, or the reader moves it.
   * Once is not enough: a browser that loads a page anew scrolls it late to where it was, with
   * other answers open, and does not scroll one at all that a search has only just let go.
   */
  function hold(element, top) {
    holding.abort();
    holding = new AbortController();
    const { signal } = holding;
    for (const name of BY_READER) window.addEventListener(name, () => holding.abort(), { signal });
    const start = performance.now();
    let settled = Infinity;
    requestAnimationFrame(function again(now) {
      if (signal.aborted) return;
      settled = isSettled() ? Math.min(settled, now) : Infinity;
      if (!isLocked()) move(element, top);
      if (now < Math.min(settled + STAYS, start + AT_MOST)) requestAnimationFrame(again);
      else holding.abort();
    });
  }

  /** Scroll so that an element is at a height of the window. */
  function move(element, top) {
    const by = element.getBoundingClientRect().top - top;
    if (Math.abs(by) > 1) window.scrollBy({ top: by, behavior: "instant" });
  }

  /** Scroll to an element, to below the header. */
  function show(element) {
    element.scrollIntoView();
    hold(element, parseFloat(getComputedStyle(element).scrollMarginTop));
  }

  /** Open the answer that the address asks for, or go to where it is now. */
  async function arrive() {
    const id = askedFor();
    if (!id) return;
    const target = document.getElementById(id);
    if (target) {
      const answer = answerOf(target);
      const opens = answer && !answer.open;
      if (opens) answer.open = true;
      // The browser has scrolled already, going back to where the reader was.
      if (opens || !isSettled()) show(target);
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
