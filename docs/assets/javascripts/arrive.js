// Arriving at a question: a link to #<id> must find the answer open, which no browser does for a
// heading above a closed <details>, and a link to an id that has moved must find its new place.
// Going back to a page finds it as it was left: a browser that loads it anew knows how far it was
// scrolled, but not which answers were open above.
"use strict";

(() => {
  const ID = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
  const BY_READER = ["wheel", "touchstart", "pointerdown", "keydown"];
  const [STAYS, AT_MOST] = [1000, 10000]; // milliseconds
  const LEFT = "hb-left";
  const questions = [...document.querySelectorAll(".hb-question")];
  let holding = new AbortController();
  let leaves = true;

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
    const { hash } = location;
    for (const name of BY_READER) window.addEventListener(name, () => holding.abort(), { signal });
    const start = performance.now();
    let settled = Infinity;
    requestAnimationFrame(function again(now) {
      // A browser that goes back may draw before it tells that it has gone.
      if (signal.aborted || location.hash !== hash) return;
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
    // Who goes back at once must not be held where they were.
    holding.abort();
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
    const permalink = hbAddress(`q/${id}/index.html`);
    // It has just led here: this page is older than the question, and stays so for now.
    if (document.referrer === permalink.href) return;
    const response = await fetch(permalink);
    if (!response.ok || askedFor() !== id) return;
    // What comes next is no way back to this page, though its entry of the history stays.
    leaves = false;
    forget();
    location.replace(permalink);
  }

  /** The name of this entry of the history, where a browser tells it; none for older ones. */
  function name() {
    const key = window.navigation?.currentEntry?.key;
    return key && `${LEFT}.${key}`;
  }

  /** Forget how this page was left before. */
  function forget() {
    const entry = name();
    if (entry) __md_set(entry, null, sessionStorage);
  }

  /** Keep which answers are open, and where the question is that is read, or else the first. */
  function leave() {
    const entry = leaves && name();
    if (!entry) return;
    const topOf = (heading) => heading.getBoundingClientRect().top;
    const passed = questions.findLast((heading) => topOf(heading) < innerHeight / 2);
    const read = passed ?? questions[0];
    const open = questions.filter((heading) => answerOf(heading)?.open).map(({ id }) => id);
    __md_set(entry, { id: read.id, top: topOf(read), open }, sessionStorage);
  }

  /** Make the page as it was left, if it was left and can be. */
  function comeBack() {
    const entry = name();
    const left = entry && __md_get(entry, sessionStorage);
    const heading = left && document.getElementById(left.id);
    if (!heading) return false;
    for (const id of [...left.open, askedFor()]) {
      const answer = answerOf(document.getElementById(id));
      if (answer) answer.open = true;
    }
    hold(heading, left.top);
    return true;
  }

  window.addEventListener("hashchange", arrive);
  // A click on a link to the present address changes no hash, but means the same. With a key, it
  // opens a tab or a window instead.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href*='#']");
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey;
    if (link && !elsewhere && link.href === location.href) arrive();
  });
  if (questions.length) window.addEventListener("pagehide", leave);
  if (!comeBack()) arrive();
})();
