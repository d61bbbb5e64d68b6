// What the parts of practice share: screens, made of the templates of the page, of which one is
// shown at a time; the line that is read aloud; keys; and what is going on. That is kept in the
// entry of the history: loading the page anew goes on with it, going back leaves it.
"use strict";

const hbScreen = (() => {
  const CONTROLS = "a, button, input, select, summary, [tabindex='0']";
  const AWAY = "jkornp,."; // keys that mean something else here, or would lead away
  const section = document.querySelector(".hb-practice");
  const screen = section.querySelector(".hb-practice__screen");
  const said = section.querySelector("[role=status]");
  const without = document.querySelector(".hb-without");
  let keys = null;

  /** Show a screen, with its keys: a function for each, which returns false to leave it alone. */
  function show(name, itsKeys = null) {
    const template = document.getElementById(`hb-study-${name}`);
    screen.replaceChildren(document.importNode(template.content, true));
    section.dataset.screen = name;
    section.hidden = false;
    // Only now: whatever could not be loaded, the page has not been empty.
    without.hidden = true;
    keys = itsKeys;
  }

  /** Find a part of the screen by its name. */
  function part(name) {
    return screen.querySelector(`[data-part="${name}"]`);
  }

  /** Fill a part with a text; without one, it is not there. */
  function tell(name, text = "") {
    part(name).textContent = text;
    part(name).hidden = !text;
  }

  /** Let a button do something, where there is something to do. */
  function offer(name, action, text = "") {
    part(name).onclick = action;
    part(name).hidden = !action;
    if (text) part(name).textContent = text;
  }

  /** Offer the marks of a question; marks.js does the rest. */
  function offerMarks(id) {
    part("marks").dataset.hbQuestion = id;
    part("marks").dispatchEvent(new Event("hb-question", { bubbles: true }));
  }

  /** Say what has happened. */
  function say(text) {
    said.textContent = text.trim();
  }

  /** Move the focus to what is new. */
  function focus(element) {
    element.tabIndex = -1;
    element.focus({ preventScroll: true });
  }

  /** Begin at the top, with what is new there. */
  function begin(name) {
    window.scrollTo({ top: 0, behavior: "instant" });
    focus(part(name));
  }

  /** Keep what is going on; null for nothing. */
  function keep(going, address = location) {
    history.replaceState(going && { hbStudy: going }, "", address);
  }

  /** Go on to something, from which one can go back. */
  function enter(going, address = location) {
    history.pushState({ hbStudy: going }, "", address);
  }

  // What keys.js asks before it uses a key itself.
  document.addEventListener("hb-key", (event) => {
    const { key, repeat } = event.detail;
    const presses = key === " " || key === "Enter";
    if (!keys || (presses && document.activeElement.closest(CONTROLS))) return;
    const action = Object.hasOwn(keys, key) && keys[key];
    if (action ? repeat || action() !== false : AWAY.includes(key)) event.preventDefault();
  });

  return {
    show,
    part,
    tell,
    offer,
    offerMarks,
    say,
    focus,
    begin,
    keep,
    enter,
    going: () => history.state?.hbStudy ?? null,
  };
})();
