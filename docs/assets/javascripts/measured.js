// The theme measures every block of code and row of tabs once a page is there, and makes buttons
// for them in between: each time the browser lays out a closed answer anew, which takes seconds on
// a phone. Until that is over, handbook.css leaves closed answers out of the page (the theme then
// measures them when they are opened); afterwards they are only hidden, so that "find in page"
// finds what they say.
"use strict";

(() => {
  const FRAMES = 3; // of which the theme needs one

  /** Let some frames pass, and have closed answers hidden instead of left out. */
  function wait(frames) {
    if (frames) requestAnimationFrame(() => wait(frames - 1));
    else document.documentElement.classList.add("hb-measured");
  }

  window.addEventListener("load", () => wait(FRAMES));
})();
