// What practice makes of the reviews that progress.js keeps: when each question is due, by FSRS.
// Only the reviews are kept, never what follows from them: so any two logs can be made one, and a
// new setting holds for old reviews, too. To go through 30,000 of them takes a tenth of a second.
"use strict";

const hbLog = (() => {
  const EPOCH = Date.UTC(2020, 0, 1); // six digits to the base 36 reach from here to 2088
  const [BASE, DIGITS, ENTRY_LENGTH, ENTRY] = [36, 6, 7, /(.{6})([0-4])/g];
  const DAY = 24 * 60 * 60 * 1000; // milliseconds
  const NIGHT = 4; // the hour at which a day of practice ends, for those who sit up late
  const USUAL = { newPerDay: 10, retention: 0.9 };

  /** The log of a question, as it is kept. */
  function textOf(state, id) {
    return Object.hasOwn(state.reviews, id) ? state.reviews[id] : "";
  }

  /** The reviews of a question, each with the moment `at` in milliseconds and the grade 1 to 4. */
  function reviewsOf(state, id) {
    const entries = [...textOf(state, id).matchAll(ENTRY)].map(([, second, grade]) => ({
      at: EPOCH + parseInt(second, BASE) * 1000,
      grade: Number(grade),
    }));
    return entries.filter(({ grade }) => grade > 0);
  }

  /** The first moment from now on that nothing in a question's log has, nor anything after it. */
  function free(state, id) {
    const last = textOf(state, id).slice(-ENTRY_LENGTH, -1);
    const after = last ? EPOCH + (parseInt(last, BASE) + 1) * 1000 : 0;
    return Math.max(Date.now(), after);
  }

  /** Put a review into a state; the grade 0 takes back the one of that second. */
  function put(state, id, at, grade) {
    const second = Math.floor((at - EPOCH) / 1000);
    const entry = second.toString(BASE).padStart(DIGITS, "0") + grade;
    const { reviews } = hbProgress.merge(state, {
      reviews: { [id]: entry },
      marks: {},
      settings: {},
    });
    state.reviews[id] = reviews[id];
  }

  /** What a reader has set, or what is usual. */
  function setting(state, name) {
    return state.settings[name]?.value ?? USUAL[name];
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

  /** The card that reviews make: FSRS' own, or null before the first one. */
  function cardOf(reviews, fsrs) {
    let card = null;
    for (const { at, grade } of reviews) {
      const moment = new Date(at);
      card = fsrs.next(card ?? FSRS.createEmptyCard(moment), moment, grade).card;
    }
    return card;
  }

  return { DAY, USUAL, textOf, reviewsOf, free, put, setting, dayOf, scheduler, cardOf };
})();
