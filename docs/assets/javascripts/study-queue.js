// Which question comes next, and when the others do: first what is due, the oldest first, then new
// ones, as many a day as the reader has set, and at last what has only just been learned.
"use strict";

const hbQueue = (() => {
  const SOON = 20 * 60 * 1000; // milliseconds; one does not go away for less
  const STEP = 10; // questions that are offered beyond those of a day
  const UNITS = [
    ["year", 365 * hbLog.DAY],
    ["month", 30 * hbLog.DAY],
    ["day", hbLog.DAY],
    ["hour", 60 * 60 * 1000],
    ["minute", 60 * 1000],
  ];
  const cards = new Map();

  /** The card of a question; it is only made again where its log or a setting is another. */
  function cardOf(state, id, fsrs) {
    const from = `${hbLog.setting(state, "retention")} ${hbLog.textOf(state, id)}`;
    if (cards.get(id)?.from !== from) {
      cards.set(id, { from, card: hbLog.cardOf(hbLog.reviewsOf(state, id), fsrs) });
    }
    return cards.get(id).card;
  }

  /** What is to be done with a card: one that comes after days comes at any time of its day. */
  function stageOf(card, now) {
    if (!card) return "fresh";
    if (card.scheduled_days > 0) {
      return hbLog.dayOf(card.due) <= hbLog.dayOf(now) ? "due" : "later";
    }
    if (card.due <= now) return "due";
    return card.due <= now + SOON ? "soon" : "later";
  }

  /** How many questions were begun today. */
  function begunToday(state, now) {
    const today = hbLog.dayOf(now);
    const firsts = Object.keys(state.reviews).map((id) => hbLog.reviewsOf(state, id)[0]);
    return firsts.filter((first) => first && hbLog.dayOf(first.at) === today).length;
  }

  /** All questions of a choice by what is to be done with them, each with the moment it is due. */
  function sorted(state, choice, now) {
    const fsrs = hbLog.scheduler(state);
    const found = { due: [], fresh: [], soon: [], later: [] };
    for (const id of choice.ids) {
      const card = cardOf(state, id, fsrs);
      found[stageOf(card, now)].push({ id, at: card ? card.due.getTime() : 0 });
    }
    for (const stage of ["due", "soon", "later"]) found[stage].sort((a, b) => a.at - b.at);
    return found;
  }

  /**
   * What is to be done: `due`, `fresh`, and `soon` now, `unseen` and `later` another day. A session
   * may have asked for `more` new ones than those of the day, and for some before they are due.
   */
  function plan(state, choice, { more = 0, ahead = [] } = {}) {
    const now = Date.now();
    const { due, fresh, soon, later } = sorted(state, choice, now);
    const begun = begunToday(state, now);
    const limit = Math.max(0, hbLog.setting(state, "newPerDay") + more - begun);
    due.push(...later.filter(({ id }) => ahead.includes(id)));
    const [today, unseen] = [fresh.slice(0, limit), fresh.slice(limit)];
    const turns = [...due, ...today, ...soon];
    return { due, fresh: today, soon, later, unseen, begun, left: turns.length, turn: turns[0]?.id };
  }

  /** What a session has to ask for to get more new questions. */
  function more(state, { begun }) {
    return Math.max(0, begun - hbLog.setting(state, "newPerDay")) + STEP;
  }

  /** The questions that come next, to have them now. */
  function ahead({ later }) {
    return later.slice(0, STEP).map(({ id }) => id);
  }

  /** A length of time in words; `display` is long or short. */
  function lasting(milliseconds, display) {
    const length = Math.max(milliseconds, 60 * 1000);
    const [unit, one] = UNITS.find(([, one]) => length >= one);
    const digits = { maximumFractionDigits: unit === "year" ? 1 : 0 };
    const format = { style: "unit", unit, unitDisplay: display, ...digits };
    return new Intl.NumberFormat("en", format).format(length / one);
  }

  /** In how many days a moment comes. */
  function daysTo(at) {
    return hbLog.dayOf(at) - hbLog.dayOf(Date.now());
  }

  /** When a moment comes, in words: tomorrow, for example. */
  function comes(at) {
    if (daysTo(at) < 1) return `in ${lasting(at - Date.now(), "long")}`;
    return new Intl.RelativeTimeFormat("en", { numeric: "auto" }).format(daysTo(at), "day");
  }

  return { STEP, cardOf, plan, more, ahead, lasting, daysTo, comes };
})();
