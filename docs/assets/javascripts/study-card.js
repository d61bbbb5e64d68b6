// The answer of a card is the one on the question's own page, which is fetched once and taken apart:
// what stands there is never kept twice, and who practices one category loads that one only.
"use strict";

const hbCard = (() => {
  const NOT_HERE = "summary, .hb-actions, .hb-former";
  const REFERS = ["for", "aria-labelledby", "aria-describedby", "aria-controls"];
  const pages = new Map();

  async function fetchPage(path) {
    const response = await fetch(new URL(path, __md_scope));
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return new DOMParser().parseFromString(await response.text(), "text/html");
  }

  /** A page of the site; what could not be fetched is asked for again the next time. */
  function pageAt(path) {
    if (!pages.has(path)) {
      const page = fetchPage(path);
      page.catch(() => pages.delete(path));
      pages.set(path, page);
    }
    return pages.get(path);
  }

  /** Let links and pictures lead to where they lead on their page. */
  function relocate(place, page) {
    for (const name of ["href", "src"]) {
      for (const element of place.querySelectorAll(`:is(a, img)[${name}]`)) {
        element.setAttribute(name, new URL(element.getAttribute(name), page));
      }
    }
  }

  /** Give ids, and what refers to them, names that nothing else on this page has. */
  function rename(place) {
    const renamed = (text) => text.replace(/\S+/g, "hb-card-$&");
    for (const name of ["id", ...REFERS]) {
      for (const element of place.querySelectorAll(`[${name}]`)) {
        element.setAttribute(name, renamed(element.getAttribute(name)));
      }
    }
    for (const radio of place.querySelectorAll("[type=radio]")) radio.name = renamed(radio.name);
  }

  /** Put tables into the boxes that they scroll in, as the theme does when a page is loaded. */
  function box(place) {
    for (const table of place.querySelectorAll("table:not([class])")) {
      const [outer, inner] = ["md-typeset__scrollwrap", "md-typeset__table"].map((className) =>
        Object.assign(document.createElement("div"), { className }),
      );
      table.replaceWith(outer);
      outer.append(inner);
      inner.append(table);
    }
  }

  /** Give code the button that copies it, as the theme does when a page is loaded. */
  function offerCopies(place) {
    const { content } = document.getElementById("hb-study-copy");
    for (const [number, code] of place.querySelectorAll("pre > code").entries()) {
      code.parentElement.id = `hb-card-code-${number}`;
      code.before(document.importNode(content, true));
      const button = code.parentElement.querySelector("button");
      button.dataset.clipboardTarget = `#hb-card-code-${number} > code`;
    }
  }

  /** The wording and the answer of the question at an address, to be put into this page. */
  async function load(address) {
    const [path, id] = address.split("#");
    const page = await pageAt(path);
    const heading = document.importNode(page.getElementById(id), true);
    const answer = document.importNode(page.querySelector(`[id="${id}"] ~ .hb-answer`), true);
    for (const unwanted of answer.querySelectorAll(NOT_HERE)) unwanted.remove();
    heading.querySelector(".headerlink")?.remove();
    relocate(answer, new URL(path, __md_scope));
    rename(answer);
    box(answer);
    offerCopies(answer);
    return { wording: [...heading.childNodes], answer: [...answer.childNodes] };
  }

  // A tab that is chosen is chosen for all answers; the theme knows only those of its own page.
  document.addEventListener("change", ({ target }) => {
    if (!target.matches(".hb-practice .tabbed-set > input")) return;
    const chosen = document.querySelector(`label[for="${target.id}"]`).textContent.trim();
    __md_set("__tabs", [...new Set([chosen, ...(__md_get("__tabs") ?? [])])]);
  });

  return { load };
})();
