// True or false: what is often said, or what is true instead, one statement at a time. A seed decides
// which ones come and in which order, so that a round can be repeated, shared, and tested.
"use strict";

const hbStatements = (() => {
  const ROUND = 10; // statements
  const RUN = 3; // so many true ones, or false ones, follow each other at most
  const { part, tell, offer, offerMarks, say } = hbScreen;
  let [data, choice, round] = [null, null, []];
  let answered = false;

  /** Numbers from 0 to 1 that follow from a text. */
  function chance(text) {
    let state = [...text].reduce((sum, letter) => Math.imul(sum ^ letter.codePointAt(0), 16777619), 1);
    const step = () => {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return (state >>> 0) / 2 ** 32;
    };
    state ||= 1;
    // At first, numbers of texts that differ little differ little.
    for (let times = 0; times < 20; times += 1) step();
    return step;
  }

  /** The same things in another order. */
  function shuffle(things, random) {
    return things
      .map((thing) => [random(), thing])
      .sort(([one], [other]) => one - other)
      .map(([, thing]) => thing);
  }

  /** Which statements of a round are true: half of them, never too many in a row. */
  function truths(length, random) {
    const half = Array.from({ length }, (_, number) => number % 2 === 0);
    const isLong = (row) =>
      row.some((is, at) => at >= RUN && row.slice(at - RUN, at).every((other) => other === is));
    let row = shuffle(half, random);
    while (isLong(row)) row = shuffle(half, random);
    return row;
  }

  /** All that can be stated about the questions of a choice. */
  function statements() {
    return choice.ids.flatMap((id) =>
      Array.from({ length: data.questions[id].statements }, (_, number) => ({ id, number })),
    );
  }

  function categoryOf(id) {
    return data.questions[id].values.category[0];
  }

  async function fetchStatements(category) {
    const response = await fetch(new URL(`data/statements/${category}.json`, __md_scope));
    if (!response.ok) throw new Error(`${category}: ${response.status}`);
    return [category, await response.json()];
  }

  /** Make the round of a seed, with the texts of its categories only. */
  async function make(seed) {
    const random = chance(seed);
    const some = shuffle(statements(), random).slice(0, ROUND);
    const are = truths(some.length, random);
    const categories = [...new Set(some.map(({ id }) => categoryOf(id)))];
    const texts = new Map(await Promise.all(categories.map(fetchStatements)));
    return some.map(({ id, number }, place) => {
      const text = texts.get(categoryOf(id))[id][number];
      return { id, number, is: are[place], said: are[place] ? text.truth : text.claim, ...text };
    });
  }

  function linkTo(link, id) {
    link.href = new URL(data.questions[id].address, __md_scope);
    link.textContent = data.questions[id].wording;
  }

  /** Show the statement that comes next, or how it went; `told` is what has just happened. */
  function next(told = "") {
    const place = hbScreen.going().answers.length;
    if (place === round.length) return finish();
    answered = false;
    const { said } = round[place];
    const judge = (says) => () => answer(says);
    hbScreen.show("statement", { t: judge(true), f: judge(false), " ": go, Enter: go });
    tell("place", `${place + 1} of ${round.length}`);
    part("said").innerHTML = said;
    offer("true", judge(true));
    offer("false", judge(false));
    offer("go", go);
    offer("end", hbStudy.choose);
    part("card").dataset.shown = "question";
    hbScreen.begin("said");
    return say(told);
  }

  /** Tell whether an answer is right, and what is true. */
  function answer(says) {
    if (answered) return;
    answered = true;
    const going = hbScreen.going();
    const { id, is, said, claim, correction } = round[going.answers.length];
    hbScreen.keep({ ...going, answers: [...going.answers, says] });
    const verdict = `${says === is ? "Right" : "Wrong"}: it is ${is}.`;
    tell("verdict", verdict);
    part("verdict").dataset.right = says === is;
    part("claim").hidden = !is;
    part("claim").querySelector("del").innerHTML = claim;
    part("correction").innerHTML = correction;
    part("correction").hidden = said === correction;
    linkTo(part("question"), id);
    offerMarks(id);
    part("card").dataset.shown = "answer";
    hbScreen.focus(part("answer"));
    say(verdict);
  }

  /** Go on, once there is an answer. */
  function go() {
    if (!answered) return false;
    next();
    return true;
  }

  /** Show how the round went, with what was taken for something else. */
  function finish() {
    const { answers, seed } = hbScreen.going();
    const wrong = round.filter(({ is }, place) => is !== answers[place]);
    hbScreen.show("result");
    part("title").textContent = `${round.length - wrong.length} of ${round.length} right`;
    part("wrong").hidden = !wrong.length;
    for (const { id, claim, correction } of wrong) {
      const item = document.importNode(part("one-wrong").content, true);
      item.querySelector("del").innerHTML = claim;
      item.querySelector("span").innerHTML = correction;
      linkTo(item.querySelector("a"), id);
      part("wrong").querySelector("ul").append(item);
    }
    offer("again", () => begin(hbScreen.keep, seed));
    offer("another", () => begin(hbScreen.keep));
    offer("choose", hbStudy.choose);
    hbScreen.begin("title");
    say(part("title").textContent);
  }

  /**
   * Begin a round, with a new entry of the history or instead of the present one; the address names
   * its seed.
   */
  function begin(enter, seed = Math.random().toString(36).slice(2, 8)) {
    const address = new URL(location);
    address.searchParams.set("seed", seed);
    enter({ mode: "statements", seed, answers: [] }, address);
    show();
  }

  /** Go on with a round, from its beginning where the site was built anew with other statements. */
  function goOn(going) {
    const of = round.map(({ id, number }) => `${id} ${number}`).join();
    const isOther = going.answers.length > 0 && going.of !== of;
    hbScreen.keep({ ...going, of, answers: isOther ? [] : going.answers });
    return next(isOther ? "The statements have changed: the round begins again." : "");
  }

  /** Show the round that is going on. */
  async function show() {
    const { seed } = hbScreen.going();
    try {
      round = await make(seed);
    } catch {
      return hbStudy.trouble("The statements could not be loaded.", show);
    }
    const going = hbScreen.going();
    if (going?.seed !== seed) return null; // gone back meanwhile
    return round.length ? goOn(going) : hbStudy.choose();
  }

  /** Take the screen, for what was chosen of the data. */
  function open(itsData, itsChoice) {
    [data, choice] = [itsData, itsChoice];
  }

  const start = () => begin(hbScreen.enter, choice.seed || undefined);
  return { ROUND, open, start, show, count: () => statements().length };
})();
