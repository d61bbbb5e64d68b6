// The page of practice: loads what there is to practice, shows the choice with what is due, and
// starts what is chosen, or goes on with what is going on.
"use strict";

const hbStudy = (() => {
  const { part, tell, offer } = hbScreen;
  let [data, choice] = [null, null];

  /** Take over what the address says. */
  function take() {
    choice = hbChoice.read(data, location.search);
    hbSession.open(data, choice);
    hbStatements.open(data, choice);
  }

  /** Go back to the choice; the seed was that of one round. */
  function leave() {
    const address = new URL(location);
    address.searchParams.delete("seed");
    hbScreen.keep(null, address);
    show();
    hbScreen.begin("form");
  }

  /** Show the form and what is due of its choice. */
  function choose() {
    hbScreen.say("");
    hbScreen.show("choice");
    const form = part("form");
    hbChoice.fill(form, data, choice);
    form.oninput = change;
    form.onsubmit = (event) => event.preventDefault();
    tell("unknown", choice.unknown);
    part("filters").open = hbChoice.used(form) > 0;
    showDue();
  }

  /** Let the address say what the form asks for. */
  function change() {
    history.replaceState(history.state, "", `${location.pathname}${hbChoice.queryOf(part("form"))}`);
    take();
    tell("unknown");
    showDue();
  }

  /** Show how much there is of what is chosen, and offer to start. */
  function showDue() {
    const used = hbChoice.used(part("form"));
    part("used").textContent = used ? `(${used})` : "";
    for (const name of ["due", "next", "statements", "start", "more", "ahead"]) part(name).hidden = true;
    if (!choice.ids.length) return tell("next", "No question fits all of these filters.");
    return choice.mode ? showStatements() : showCards();
  }

  function showCards() {
    const plan = hbQueue.plan(hbProgress.read(), choice);
    const { due, soon, fresh, later, unseen, left } = plan;
    const numbers = [due.length + soon.length, fresh.length, later.length + unseen.length];
    part("due").hidden = false;
    part("due").querySelectorAll("b").forEach((place, at) => (place.textContent = numbers[at]));
    if (left) return offer("start", () => hbSession.start(), `Start: ${left} to go`);
    tell("next", `Nothing is due now. ${hbSession.whatIsNext(plan)}`);
    return hbSession.offerMore(plan);
  }

  function showStatements() {
    const all = hbStatements.count();
    if (!all) return tell("next", "There are no statements about these questions.");
    const some = Math.min(all, hbStatements.ROUND);
    tell("statements", `${some} of ${all} statements, half of them true.`);
    return offer("start", hbStatements.start, "Start");
  }

  /** The ids of questions by those that they had before. */
  function former() {
    const named = Object.entries(data.questions);
    return new Map(named.flatMap(([id, { former_ids }]) => former_ids.map((old) => [old, id])));
  }

  /** A session with the ids that its questions have now, without those that are gone. */
  function renewed(going) {
    const ids = former();
    const now = (id) => ids.get(id) ?? id;
    const isThere = (id) => Object.hasOwn(data.questions, id);
    const answers = going.answers.map((answer) => ({ ...answer, id: now(answer.id) }));
    return {
      ...going,
      answers: answers.filter(({ id }) => isThere(id)),
      ahead: going.ahead.map(now).filter(isThere),
    };
  }

  /** Go on with a session, which may be from before the site was built anew. */
  function goOn(going) {
    hbScreen.keep(renewed(going));
    hbSession.show();
  }

  /** Show what goes on, or the choice. */
  function show() {
    take();
    const going = hbScreen.going();
    hbSession.close();
    if (!going) choose();
    else if (going.mode) hbStatements.show();
    else goOn(going);
  }

  /** Say what does not work, and let the reader try again. */
  function trouble(text, again) {
    hbScreen.show("trouble");
    tell("text", text);
    offer("retry", again);
    hbScreen.begin("text");
  }

  async function fetchData() {
    const response = await fetch(new URL("data/practice.json", __md_scope));
    if (!response.ok) throw new Error(`practice.json: ${response.status}`);
    return response.json();
  }

  async function load() {
    try {
      data = await fetchData();
    } catch {
      return trouble("The questions could not be loaded.", load);
    }
    if (!Object.keys(data.questions).length) return trouble("There are no questions yet.", null);
    hbProgress.rename(Object.fromEntries(former()));
    return show();
  }

  // While one chooses, another tab practices, or another day begins.
  const refresh = () => part("form") && showDue();
  hbProgress.follow(refresh);
  document.addEventListener("visibilitychange", refresh);
  window.addEventListener("popstate", () => data && show());
  load();

  return { choose: leave, trouble };
})();
