// What practice makes of the reviews that progress.js keeps: when each question is due, by FSRS.
// Only the reviews are kept, never what follows from them: so any two logs can be made one, and a
// new setting holds for old reviews, too. To go through 30,000 of them takes a tenth of a second.
"use strict";

const hbLog = (() => {
  // Without the scheduler, nothing of practice begins: the page then goes on to say so.
  if (!window.FSRS) throw new Error("The scheduler could not be loaded.");

  const EPOCH = Date.UTC(2020, 0, 1); // six digits to the base 36 reach from here to 2088
  const [BASE, DIGITS, ENTRY] = [36, 6, /(.{6})(.)/g];
  const TAKEN_BACK = 0;
  const LAST = BASE ** DIGITS - 10 ** 6; // with room for what comes in the same second
  const DAY = 24 * 60 * 60 * 1000; // milliseconds
  const NIGHT = 4; // the hour at which a day of practice ends, for those who sit up late
  const USUAL = { newPerDay: 10, retention: 0.9 };
  const LIMITS = { newPerDay: [0, 100], retention: [0.8, 0.97] };

  /** The log of a question, as it is kept. */
  function textOf(state, id) {
    return Object.hasOwn(state.reviews, id) ? state.reviews[id] : "";
  }

  /** What a log holds: the seconds of its entries, each with its grade. */
  function entriesOf(state, id) {
    return [...textOf(state, id).matchAll(ENTRY)].map(([, second, grade]) => [
      parseInt(second, BASE),
      Number(grade),
    ]);
  }

  /** The reviews of a question, each with the moment `at` in milliseconds and the grade 1 to 4. */
  function reviewsOf(state, id) {
    return entriesOf(state, id)
      .filter(([, grade]) => grade !== TAKEN_BACK)
      .map(([second, grade]) => ({ at: EPOCH + second * 1000, grade }));
  }

  /** The first moment from now on that nothing in a question's log has, nor anything after it. */
  function free(state, id) {
    const [last] = entriesOf(state, id).at(-1) ?? [-1];
    return Math.max(Date.now(), EPOCH + (last + 1) * 1000);
  }

  /** The second for a review: the next that is free; to take one back, that of the next review. */
  function secondFor(state, id, at, grade) {
    const taken = new Map(entriesOf(state, id));
    // The clock of a computer may stand anywhere, and what is out of reach could not be read again.
    let second = Math.min(Math.max(0, Math.floor((at - EPOCH) / 1000)), LAST);
    while (grade === TAKEN_BACK ? taken.get(second) === TAKEN_BACK : taken.has(second)) second += 1;
    return second;
  }

  /** Put a review into a state; the grade 0 takes back the one of that moment. */
  function put(state, id, at, grade) {
    const second = secondFor(state, id, at, grade).toString(BASE);
    const reviews = { [id]: second.padStart(DIGITS, "0") + grade };
    state.reviews[id] = hbProgress.merge(state, { reviews, marks: {}, settings: {} }).reviews[id];
  }

  /** What a reader has set, or what is usual; a number within its limits, whatever a file says. */
  function setting(state, name) {
    const set = state.settings[name]?.value ?? USUAL[name];
    const [least, most] = LIMITS[name] ?? [];
    if (least === undefined) return set;
    return Number.isFinite(set) ? Math.min(Math.max(least, set), most) : USUAL[name];
  }

  /** The number of the day of practice that a moment belongs to, by the clock of the reader. */
  function dayOf(at) {
    const moment = new Date(at);
    moment.setHours(moment.getHours() - NIGHT);
    return Date.UTC(moment.getFullYear(), moment.getMonth(), moment.getDate()) / DAY;
  }

  /** The scheduler with the settings of a state; without chance, so that tabs agree. */
  function scheduler(state) {
    return FSRS.fsrs({
      request_retention: setting(state, "retention"),
      enable_fuzz: false,
    });
  }

  /** The card that reviews make: FSRS' own, or null before the first one.
   *
   * `see` is given each review, and the card as it was before that.
   */
  function cardOf(reviews, fsrs, see = () => {}) {
    let card = null;
    for (const review of reviews) {
      const moment = new Date(review.at);
      see(review, card);
      card = fsrs.next(card ?? FSRS.createEmptyCard(moment), moment, review.grade).card;
    }
    return card;
  }

  /** A number with its noun. */
  function count(number, noun) {
    return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
  }

  return {
    DAY,
    USUAL,
    LIMITS,
    textOf,
    reviewsOf,
    free,
    put,
    setting,
    dayOf,
    scheduler,
    cardOf,
    count,
  };
})();
