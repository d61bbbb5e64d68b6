// What the theme's search leaves undone: to hear of words that come without a key, to keep Enter
// from the results of earlier words, a way on where nothing was found, and marks at the chosen
// question for the words that it was found by. The theme would mark the whole page, and tell the
// words to it in the address, which people copy.
"use strict";

(() => {
  const MARKS = "hb-found";
  const result = document.querySelector("[data-md-component=search-result]");
  if (!result) return;
  const { translations } = JSON.parse(document.getElementById("__config").textContent);
  const field = document.querySelector("[data-md-component=search-query]");
  const [QUERY, RESULT] = [2, 3]; // as the theme numbers its messages to its worker, and back
  const { postMessage } = Worker.prototype;
  let marked = "";
  /** The queries that are not answered yet, the last query of all, and whether Enter waits for it. */
  let [open, asked, waiting] = [0, "", false];

  /** The words that a result was found by, as search-worker.js tells them. */
  function wordsOf(link) {
    return [...link.querySelectorAll(".md-tag")].map((tag) => tag.textContent);
  }

  /** The ranges of what a pattern finds within an element. */
  function rangesIn(element, pattern) {
    const ranges = [];
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      for (const { 0: found, index } of texts.currentNode.data.matchAll(pattern)) {
        const range = new Range();
        range.setStart(texts.currentNode, index);
        range.setEnd(texts.currentNode, index + found.length);
        ranges.push(range);
      }
    }
    return ranges;
  }

  /** The heading of a question and its answer. */
  function partsOf(id) {
    const heading = document.getElementById(id);
    if (!heading?.matches(".hb-question")) return [];
    const answer = heading.parentElement.querySelector(`[id="${id}"] ~ details.hb-answer`);
    return answer ? [heading, answer] : [heading];
  }

  /** The ranges of a word in some elements: of all that begin with it, else of parts of words. */
  function rangesOf(word, elements) {
    const patterns = [`(?<![\\p{L}\\p{N}])${word}[\\p{L}\\p{N}]*`, word];
    const found = patterns.map((pattern) =>
      elements.flatMap((element) => rangesIn(element, new RegExp(pattern, "giu"))),
    );
    return found.find((ranges) => ranges.length) ?? [];
  }

  /** Mark words at a question, as paint only: what is copied, printed, or linked stays the same. */
  function mark(hash, words) {
    // Older browsers know no such marks.
    if (!CSS.highlights) return;
    const parts = partsOf(hash.slice(1));
    CSS.highlights.set(MARKS, new Highlight(...words.flatMap((word) => rangesOf(word, parts))));
    marked = hash;
  }

  /** Mark the words of a chosen result, here or on the page that it leads to. */
  function choose(link) {
    const words = wordsOf(link);
    if (link.pathname === location.pathname) {
      mark(link.hash, words);
      // The field keeps the focus otherwise, and with it every key.
      document.activeElement.blur();
    } else __md_set(MARKS, { words, href: link.href }, sessionStorage);
  }

  /** Mark what was chosen on the page before. */
  function arrive() {
    const found = __md_get(MARKS, sessionStorage);
    if (!found) return;
    __md_set(MARKS, null, sessionStorage);
    if (found.href === location.href) mark(location.hash, found.words);
  }

  /** A way on where nothing was found; the theme's keys reach what is among its results. */
  function wayOn() {
    const link = document.createElement("a");
    link.className = "hb-search-none";
    link.href = hbAddress("browse.html");
    // Where the theme expects a score, for Enter.
    const text = link.appendChild(document.createElement("span"));
    text.dataset.mdScore = 0;
    text.textContent = "Try fewer or other words, or browse all the questions";
    return link;
  }

  /** Tell the theme of words that were pasted, dropped, or spoken: it listens to keys only. */
  function tell({ isComposing }) {
    // An input method has keys of its own, and ends with an event of its own.
    if (!isComposing) field.dispatchEvent(new KeyboardEvent("keyup"));
  }

  /** Follow what the theme asks: only its worker knows for which query it shows results. */
  function overhear(message, ...others) {
    if (message.type === QUERY) {
      open += 1;
      asked = message.data;
      // The theme's listener was there before, and shows the results first.
      this.addEventListener("message", answered);
    }
    postMessage.call(this, message, ...others);
  }

  /** Let Enter go on when the results have come that it waits for. */
  function answered({ data }) {
    if (data.type !== RESULT) return;
    open -= 1;
    // Where nothing was found, the way on is there only after this.
    if (waiting && isShown()) setTimeout(enter);
  }

  /** Whether the results are those of what stands in the field. */
  function isShown() {
    return !open && asked === field.value;
  }

  /** Have the theme go to the best result, if nothing was typed meanwhile. */
  function enter() {
    if (waiting) field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
  }

  /** Keep Enter from the theme while the results are those of an earlier query. */
  function hold(event) {
    waiting = event.key === "Enter" && !event.isComposing && !isShown();
    if (!waiting) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Say what to do where only spaces were typed, or lead on where nothing was found. */
  function answer() {
    if (meta.textContent !== translations["search.result.none"]) return link.remove();
    if (!field.value.trim()) meta.textContent = translations["search.result.placeholder"];
    // The theme says so again for each further letter; moved, the link would lose the focus.
    else if (!link.isConnected) meta.after(link);
  }

  const meta = result.firstElementChild;
  const link = wayOn();
  new MutationObserver(answer).observe(meta, { childList: true });
  Worker.prototype.postMessage = overhear;
  field.addEventListener("keydown", hold);
  field.addEventListener("input", tell);
  field.addEventListener("compositionend", tell);

  result.addEventListener("click", (event) => {
    const chosen = event.target.closest("a[href*='#']");
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey;
    if (chosen && !elsewhere) choose(chosen);
  });
  window.addEventListener("hashchange", () => {
    if (location.hash !== marked) CSS.highlights?.delete(MARKS);
  });
  // The theme moves tables when it starts, and what moves loses its marks.
  window.addEventListener("load", arrive);
})();
