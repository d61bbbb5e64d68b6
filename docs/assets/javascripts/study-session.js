// A session: one card at a time, its short answer, its long one, a grade; and at the end what came
// of it. Each grade changes the state that is there now, so that tabs agree.
"use strict";

const hbSession = (() => {
  const GRADES = ["", "Again", "Hard", "Good", "Easy"];
  const ELSEWHERE = "Your progress has changed elsewhere.";
  const HARDEST = 5;
  const { part, tell, offer, offerMarks, say } = hbScreen;
  let [data, choice] = [null, null];
  // The card in hand: the question's id, its log, and how much of it is shown.
  let current = null;

  const KEYS = {
    " ": reveal,
    Enter: reveal,
    1: () => grade(1),
    2: () => grade(2),
    3: () => grade(3),
    4: () => grade(4),
    u: undo,
    e: () => location.assign(pageOf(current.id)),
  };

  /** A number of things, in words. */
  function count(number, thing) {
    return `${number} ${thing}${number === 1 ? "" : "s"}`;
  }

  function pageOf(id) {
    return new URL(data.questions[id].address, __md_scope);
  }

  /** Show the next card, or the end; `said` is what has just happened. */
  function next(said = "") {
    const { turn, left } = hbQueue.plan(hbProgress.read(), choice, hbScreen.going());
    if (!turn) return finish(said);
    showCard(turn, "question");
    return say(`${said} ${left} left.`);
  }

  /** Show a card, as much of it as was shown before. */
  async function showCard(id, shown) {
    const card = { id, shown, log: hbLog.textOf(hbProgress.read(), id), isLoaded: false };
    current = card;
    hbScreen.show("card", KEYS);
    part("wording").textContent = data.questions[id].wording;
    tell("meta", metaOf(id));
    part("card").onclick = tap;
    part("page").href = pageOf(id);
    for (const name of ["show", "whole"]) offer(name, reveal);
    for (const button of part("grades").children) {
      button.onclick = () => grade(Number(button.value));
    }
    offer("undo", hbScreen.going().answers.length ? undo : null);
    offer("end", () => finish(""));
    offerMarks(id);
    part("card").dataset.shown = shown;
    showIntervals();
    hbScreen.begin("wording");
    await fill(card);
  }

  /** What is said of a question above it. */
  function metaOf(id) {
    const { category, level } = data.questions[id].values;
    const titles = data.groups.flatMap((group) => group.categories);
    const { title } = titles.find((one) => one.id === category[0]);
    const isNew = !hbLog.reviewsOf(hbProgress.read(), id).length;
    return [title, level[0], ...(isNew ? ["new"] : [])].join(" · ");
  }

  /** Fill a card with the answer, from the question's page. */
  async function fill(card) {
    try {
      const { wording, answer } = await hbCard.load(data.questions[card.id].address);
      if (current !== card) return;
      part("wording").replaceChildren(...wording);
      part("answer").replaceChildren(...answer);
      part("answer").dispatchEvent(new Event("hb-answer", { bubbles: true }));
      card.isLoaded = true;
    } catch {
      if (current !== card) return;
      part("failed").hidden = false;
      offer("retry", () => showCard(card.id, card.shown));
    }
    showAnswer();
  }

  /** Show as much of the answer as is asked for, with the focus on what is new. */
  function showAnswer() {
    const short = part("answer").querySelector(".hb-short");
    if (current.shown === "short" && current.isLoaded && !short) current.shown = "long";
    part("card").dataset.shown = current.shown;
    if (current.shown === "question") return;
    // What comes after the short answer; in another language, it stands in a box with that.
    const rest = current.shown === "long" && short?.nextElementSibling;
    hbScreen.focus(rest || short || part("answer"));
  }

  /** Show more of the answer; where all is shown, the key is the browser's. */
  function reveal() {
    const more = { question: "short", short: "long" };
    if (!current || !more[current.shown]) return false;
    current.shown = more[current.shown];
    showAnswer();
    return true;
  }

  /** A tap shows more, unless it is meant for something else. */
  function tap({ target }) {
    const isOther = target.closest("a, button, input, label, [tabindex='0']");
    if (!isOther && getSelection().isCollapsed) reveal();
  }

  /** Show below each grade when the question would come again. */
  function showIntervals() {
    const state = hbProgress.read();
    const fsrs = hbLog.scheduler(state);
    const now = new Date(hbLog.free(state, current.id));
    const card = hbQueue.cardOf(state, current.id, fsrs) ?? FSRS.createEmptyCard(now);
    for (const button of part("grades").children) {
      const { due } = fsrs.next(card, now, Number(button.value)).card;
      button.querySelector("small").textContent = hbQueue.lasting(due - now, "short");
    }
  }

  /** Grade the card, unless another tab has done so. */
  function grade(value) {
    if (current.shown === "question") return true;
    const { id, log, shown } = current;
    let at = 0;
    current = null; // what changes now is no news
    hbProgress.change((state) => {
      if (hbLog.textOf(state, id) !== log) return;
      at = hbLog.free(state, id);
      hbLog.put(state, id, at, value);
    });
    if (!at) return next(ELSEWHERE);
    const going = hbScreen.going();
    const isAhead = going.ahead.includes(id);
    const answers = [...going.answers, { id, at, grade: value, shown, isAhead }];
    hbScreen.keep({ ...going, answers, ahead: going.ahead.filter((other) => other !== id) });
    const state = hbProgress.read();
    const { due } = hbQueue.cardOf(state, id, hbLog.scheduler(state));
    return next(`${GRADES[value]}: again in ${hbQueue.lasting(due - at, "long")}.`);
  }

  /** Take the last grade back, and show its card as it was. */
  function undo() {
    const going = hbScreen.going();
    const last = going.answers.at(-1);
    if (!last) return;
    current = null;
    hbProgress.change((state) => hbLog.put(state, last.id, last.at, 0));
    const ahead = last.isAhead ? [...going.ahead, last.id] : going.ahead;
    hbScreen.keep({ ...going, answers: going.answers.slice(0, -1), ahead, done: false });
    showCard(last.id, last.shown);
    say(`Taken back: ${GRADES[last.grade]}.`);
  }

  /** Show what came of the session, and what comes next. */
  function finish(said) {
    current = null;
    const going = hbScreen.going();
    if (!going.answers.length) return hbStudy.choose();
    hbScreen.keep({ ...going, done: true });
    const plan = hbQueue.plan(hbProgress.read(), choice, going);
    hbScreen.show("summary", { u: undo });
    part("title").textContent = plan.left ? "A break" : "Done for now";
    showNumbers(going.answers);
    showHardest(going.answers);
    tell("next", whatIsNext(plan));
    offer("undo", undo);
    offer("go-on", plan.left ? () => goOn() : null, `Go on: ${plan.left} left`);
    offer("choose", hbStudy.choose);
    offerMore(plan);
    hbScreen.begin("title");
    return say(said);
  }

  function showNumbers(answers) {
    const right = answers.filter(({ grade }) => grade > 1).length;
    const questions = new Set(answers.map(({ id }) => id)).size;
    tell("questions", count(questions, "question"));
    tell("right", `${right} of ${count(answers.length, "answer")} known`);
    for (const [value, name] of GRADES.entries()) {
      const number = answers.filter(({ grade }) => grade === value).length;
      if (value) tell(name.toLowerCase(), number ? `${name} ${number}` : "");
    }
  }

  /** Link the questions that were hard, the hardest first: those that were not known most often. */
  function showHardest(answers) {
    const missed = new Map();
    for (const { id, grade } of answers) {
      if (grade < 3) missed.set(id, (missed.get(id) ?? 0) + (grade === 1 ? 1 : 0.1));
    }
    const hardest = [...missed].sort((a, b) => b[1] - a[1]).slice(0, HARDEST);
    part("hardest").hidden = !hardest.length;
    for (const [id] of hardest) {
      const link = document.createElement("a");
      Object.assign(link, { href: pageOf(id), textContent: data.questions[id].wording });
      const item = document.createElement("li");
      item.append(link);
      part("hardest").querySelector("ul").append(item);
    }
  }

  /** Tell when the next question comes, and how many tomorrow. */
  function whatIsNext({ later, unseen }) {
    const tomorrow = later.filter(({ at }) => hbQueue.daysTo(at) === 1).length;
    const fresh = Math.min(unseen.length, hbLog.setting(hbProgress.read(), "newPerDay"));
    const parts = [tomorrow && `${tomorrow} due`, fresh && `${fresh} new`].filter(Boolean);
    const first = later.length ? `Next: ${hbQueue.comes(later[0].at)}. ` : "";
    return later.length || fresh ? `${first}Tomorrow: ${parts.join(" and ") || "nothing"}.` : "";
  }

  /** Offer new questions beyond those of the day, and others before they are due. */
  function offerMore(plan) {
    const begin = (wish) => () => start({ ...hbScreen.going(), ...wish });
    const more = hbQueue.more(hbProgress.read(), plan);
    const ahead = hbQueue.ahead(plan);
    const [fresh, early] = [Math.min(hbQueue.STEP, plan.unseen.length), ahead.length];
    const isDone = !plan.left;
    offer("more", isDone && fresh ? begin({ more }) : null, `Practice ${fresh} more new`);
    offer("ahead", isDone && early ? begin({ ahead }) : null, `Practice ${early} ahead of time`);
  }

  /** Start a session, or go on with one that wants more. */
  function start(going = {}) {
    const wanted = { answers: [], more: 0, ahead: [], ...going, done: false };
    if (hbScreen.going()) hbScreen.keep(wanted);
    else hbScreen.enter(wanted);
    next();
  }

  /** Go on where the session is. */
  function goOn() {
    hbScreen.keep({ ...hbScreen.going(), done: false });
    next();
  }

  /** Take the screen, for what was chosen of the data. */
  function open(itsData, itsChoice) {
    [data, choice, current] = [itsData, itsChoice, null];
  }

  /** Show what is going on, after the page was loaded anew or gone back to. */
  function show() {
    if (hbScreen.going().done) finish("");
    else next();
  }

  hbProgress.follow(() => {
    if (!current) return;
    if (hbLog.textOf(hbProgress.read(), current.id) !== current.log) next(ELSEWHERE);
    else showIntervals();
  });

  return { open, close: () => (current = null), start, show, whatIsNext, offerMore };
})();
