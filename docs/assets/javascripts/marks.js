// Readers mark what they know and what they want to review: at each question, seen again wherever
// it is listed, and counted for each category and track. Nothing is fetched before the first mark.
"use strict";

(() => {
  const NAMES = { know: "know it", review: "review" };
  const listed = [...document.querySelectorAll(".hb-browse__list > li, .hb-list > li")];
  const cards = [...document.querySelectorAll(".hb-card")];
  const here = document.querySelector("ul.hb-counts, p.hb-on-screen");
  let members = null; // the ids of each category and track, by the paths of their pages

  /** The mark of a question, empty for none. */
  function markOf(state, id) {
    return Object.hasOwn(state.marks, id) ? state.marks[id].mark : "";
  }

  /** The question that a button is at; the heading of a card has another id than the question. */
  function idOf({ parentElement: group }) {
    return group.dataset.hbQuestion ?? group.getAttribute("aria-labelledby");
  }

  /** Mark a question, or take the mark away by pressing it again. */
  function press(button) {
    const [id, pressed] = [idOf(button), button.dataset.hbMark];
    hbProgress.change((state) => {
      const mark = markOf(state, id) === pressed ? "" : pressed;
      state.marks[id] = { mark, at: hbProgress.now() };
    });
    warn(button.parentElement);
  }

  /** Say beside the marks of a question where they are not kept. */
  function warn(group) {
    const said = group.querySelector("[role=status]") ?? make("span", "hb-marks__said");
    said.role = "status";
    group.prepend(said);
    said.textContent = hbProgress.told.trouble ? "In this tab only" : "";
    said.title = "This browser keeps nothing more of this site.";
  }

  /** Make an element of a class. */
  function make(name, className) {
    return Object.assign(document.createElement(name), { className });
  }

  /** Show the mark of a question in a list. */
  function showListed(item, state) {
    const [, id] = item.querySelector("a").pathname.match(/\/q\/([^/]+)\//) ?? [];
    const mark = markOf(state, id);
    item.querySelector(".hb-marked")?.remove();
    if (!mark) return;
    const said = make("span", "hb-marked");
    const name = make("span", `hb-marked--${mark}`);
    name.textContent = NAMES[mark];
    said.append(" · ", name);
    item.querySelector("small").append(said);
  }

  /** The folder of a category's pages, or the page of a track: what is before its number or name. */
  function placeOf(address) {
    const [place] = new URL(address, __md_scope).pathname.match(/^.*\/questions\/[^/]+/) ?? [];
    return place ?? new URL(address, __md_scope).pathname;
  }

  /** Fetch a file of the site's data; null where it cannot be had. */
  async function data(name) {
    const response = await fetch(new URL(`data/${name}`, __md_scope)).catch(() => null);
    return response?.ok ? response.json() : null;
  }

  /** Find out which questions each place holds, and what they were called before. */
  async function findMembers() {
    const [ids, tracks] = await Promise.all([data("ids.json"), data("tracks.json")]);
    const found = Map.groupBy(Object.keys(ids?.questions ?? {}), (id) => placeOf(ids.questions[id]));
    for (const track of tracks ?? []) {
      found.set(placeOf(track.address), track.questions.map(({ id }) => id));
    }
    hbProgress.rename(ids?.former ?? {});
    return found;
  }

  /** Show how far the reader is with some questions; nothing where none is marked. */
  function showProgress(place, ids, state) {
    const marks = ids.map((id) => markOf(state, id));
    const [known, review] = Object.keys(NAMES).map((name) => marks.filter((m) => m === name).length);
    place.querySelector(".hb-progress")?.remove();
    if (!known && !review) return;
    const shown = make(place.matches("ul") ? "li" : "span", "hb-progress");
    const bar = Object.assign(make("progress"), { max: ids.length, value: known });
    bar.ariaLabel = "Known";
    const said = [`${known} of ${ids.length} known`, review && `${review} to review`];
    shown.append(bar, said.filter(Boolean).join(" · "));
    place.append(shown);
  }

  /** Show all bars that the page has room for. */
  async function showBars(state) {
    if (![...cards, here].some(Boolean) || !Object.keys(state.marks).length) return;
    members = await (members ??= findMembers());
    const present = hbProgress.read();
    const places = cards.map((card) => [card, card.querySelector("a").href]);
    for (const [place, address] of [...places, here && [here, location.href]].filter(Boolean)) {
      showProgress(place, members.get(placeOf(address)) ?? [], present);
    }
  }

  /** Show everything as it is now. */
  function show() {
    const state = hbProgress.read();
    for (const button of document.querySelectorAll("[data-hb-mark]")) {
      button.ariaPressed = markOf(state, idOf(button)) === button.dataset.hbMark;
    }
    for (const item of listed) showListed(item, state);
    showBars(state);
  }

  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-hb-mark]");
    if (button) press(button);
  });
  // What practice sends when it brings the marks of a question here.
  document.addEventListener("hb-question", ({ target }) => {
    target.hidden = false;
    show();
  });
  hbProgress.follow(show);
  show();
})();
