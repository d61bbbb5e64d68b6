// What the theme's scripts make of an answer lacks something for readers with a keyboard or a
// screen reader: what scrolls cannot be scrolled by keys in every browser, tables never and code
// not before it was in view; each code block is a landmark of the page; and that code was copied
// is shown only.
"use strict";

(() => {
  const WIDE = "table, pre > code, .hb-figure, .hb-formula";
  const TABLE = ".md-typeset__scrollwrap";
  const article = document.querySelector("article");

  /** Make a box of a table a region while it takes the focus, with a name that no other has. */
  function tell(box, scrolls) {
    if (!box.matches(TABLE)) return;
    const place = [...article.querySelectorAll(TABLE)].indexOf(box) + 1;
    const columns = [...box.querySelectorAll("th")].map((cell) => cell.textContent.trim());
    box.role = scrolls ? "region" : null;
    box.ariaLabel = scrolls ? `Table ${place}: ${columns.filter(Boolean).join(", ")}` : null;
  }

  /** Let boxes take the focus while there is something to scroll in them. */
  function follow({ target }) {
    const box = target.closest(`pre > code, ${TABLE}, .hb-figure, .hb-formula`);
    if (!box) return;
    const scrolls = box.scrollWidth > box.clientWidth;
    if (scrolls && !box.hasAttribute("tabindex")) box.tabIndex = 0;
    if (!scrolls) box.removeAttribute("tabindex");
    tell(box, scrolls);
  }

  /** Take the buttons of code blocks out of the landmarks. */
  function quiet() {
    for (const nav of article.querySelectorAll(".md-code__nav:not([role])")) nav.role = "none";
  }

  document.querySelector(".md-dialog__inner").role = "status";
  const sizes = new ResizeObserver((changes) => changes.forEach(follow));
  // The theme puts tables into their boxes later, which changes their sizes.
  for (const wide of article.querySelectorAll(WIDE)) sizes.observe(wide);
  // What practice sends when it has brought an answer here.
  article.addEventListener("hb-answer", ({ target }) => {
    for (const wide of target.querySelectorAll(WIDE)) sizes.observe(wide);
  });
  // It also adds the buttons later, and takes the focus from code where there is no mouse.
  new MutationObserver((changes) => {
    changes.filter(({ type }) => type === "attributes").forEach(follow);
    quiet();
  }).observe(article, { childList: true, subtree: true, attributeFilter: ["tabindex"] });
})();
