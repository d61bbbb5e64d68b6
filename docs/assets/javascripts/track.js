// Going on within a track: who came to a question from a track, as the address tells, finds the
// previous and the next one of it beside the question and at the end of its answer.
"use strict";

(() => {
  const asked = new URLSearchParams(location.search).get("track");
  if (!asked || !document.querySelector(".hb-question")) return;

  /** Make an element of the texts and elements that it holds. */
  function make(name, properties, ...content) {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...content);
    return element;
  }

  /** The permanent link of a question that keeps its reader in the track. */
  function linkTo(track, question, content) {
    const href = hbAddress(`q/${question.id}/index.html`);
    href.searchParams.set("track", track.id);
    const title = question.wording;
    return make("a", content === question.wording ? { href } : { href, title }, content);
  }

  /** Where the reader is: the track, and how far the question is in it. */
  function place(track, number) {
    const href = new URL(track.address, __md_scope);
    const title = make("a", { href }, track.title);
    return make("li", {}, title, ` · ${number + 1} of ${track.questions.length}`);
  }

  /** The questions before and after one, as far as there are any, each with its name. */
  function neighbors(track, number) {
    const named = [
      ["Previous", track.questions[number - 1]],
      ["Next", track.questions[number + 1]],
    ];
    return named.filter(([, question]) => question);
  }

  /** The short navigation, which stands below the question. */
  function brief(track, number) {
    const links = neighbors(track, number).map(([name, question]) =>
      make("li", {}, linkTo(track, question, name)),
    );
    return make("ul", { className: "hb-track hb-meta" }, place(track, number), ...links);
  }

  /** The whole navigation, which stands at the end of the answer. */
  function whole(track, number) {
    const links = neighbors(track, number).map(([name, question]) =>
      make("li", {}, `${name}: `, linkTo(track, question, question.wording)),
    );
    const list = make("ul", {}, place(track, number), ...links);
    const ariaLabel = `${track.title}, ${number + 1} of ${track.questions.length}`;
    return make("nav", { className: "hb-track hb-track--whole", ariaLabel }, list);
  }

  /** Show the navigation at a question of the track, if it is on this page. */
  function show(track, number) {
    const heading = document.getElementById(track.questions[number].id);
    if (!heading || !heading.matches(".hb-question")) return;
    const answer = document.querySelector(`[id="${heading.id}"] ~ details.hb-answer`);
    // The marks stand on the answer's own line.
    const marks = document.querySelector(`[id="${heading.id}"] ~ .hb-marks`);
    (marks ?? answer).before(brief(track, number));
    answer.append(whole(track, number));
  }

  /** Show it at all questions, without moving the one that the reader has come for. */
  function showAll(track) {
    const target = document.querySelector(".hb-question:target");
    const top = target && target.getBoundingClientRect().top;
    track.questions.forEach((_, number) => show(track, number));
    if (target) window.scrollBy({ top: target.getBoundingClientRect().top - top, behavior: "instant" });
  }

  /** Let links within this page stay in the track: they name the page, and so forget it. */
  function keep() {
    for (const link of document.querySelectorAll("article a[href*='#']")) {
      const here = link.origin === location.origin && link.pathname === location.pathname;
      if (here && !link.search) link.search = location.search;
    }
  }

  /** Find the track by its name, or by one that it had before. */
  async function follow() {
    const response = await fetch(new URL("data/tracks.json", __md_scope));
    const tracks = response.ok ? await response.json() : [];
    const track = tracks.find(({ id, former_ids }) => [id, ...former_ids].includes(asked));
    if (!track) return;
    showAll(track);
    keep();
  }

  follow();
})();
