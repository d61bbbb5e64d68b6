// What readers have practiced, marked, and set is kept in this browser, under one key, by the ids
// of questions. Whatever can be made of two states, of two tabs or of a file and this browser, is
// made of both: nothing is ever lost to the one that was written last.
//
// A state holds `reviews`, for each id a sorted text of entries of seven characters, six for the
// second and one for the grade (progress-log.js reads them; grade 0 takes a review back), and
// `marks` and `settings`, each with the second `at` which it was made.
"use strict";

const hbProgress = (() => {
  const KEY = `${__md_scope.pathname}.hb-progress.1`;
  const ENTRIES = /^(?:[0-9a-z]{6}[0-4])*$/;
  const SECOND = 6; // characters
  const listeners = new Set();
  // What could not be written; the tab goes on with it.
  let unwritten = null;
  const told = { trouble: "", backup: "" };

  /** A state that holds nothing yet. */
  function empty() {
    return { version: 1, reviews: {}, marks: {}, settings: {} };
  }

  function isRecord(value) {
    return value !== null && typeof value === "object" && !Array.isArray(value);
  }

  /** Whether a value is a mark or a choice: something with the second at which it was made. */
  function isDated(value) {
    return isRecord(value) && Number.isFinite(value.at);
  }

  /** The state that a text holds; null for one that holds none. */
  function parse(text) {
    let state;
    try {
      state = JSON.parse(text);
    } catch {
      return null;
    }
    const parts = isRecord(state) && [state.reviews, state.marks, state.settings];
    if (!parts || state.version !== 1 || !parts.every(isRecord)) return null;
    const isLog = (log) => typeof log === "string" && ENTRIES.test(log);
    const good = Object.values(state.reviews).every(isLog);
    const dated = [...Object.values(state.marks), ...Object.values(state.settings)];
    return good && dated.every(isDated) ? state : null;
  }

  /** What a group has of its own under a name, which may be one that every object has. */
  function own(group, name) {
    return Object.hasOwn(group, name) ? group[name] : undefined;
  }

  /** One log of two: all that either has; what one took back is taken back. */
  function mergeLogs(one, other = "") {
    const grades = new Map();
    for (const entry of `${one}${other}`.match(/.{7}/g) ?? []) {
      const [second, grade] = [entry.slice(0, SECOND), entry[SECOND]];
      const known = grades.get(second) ?? grade;
      grades.set(second, [known, grade].includes("0") ? "0" : known > grade ? known : grade);
    }
    return [...grades].map((entry) => entry.join("")).sort().join("");
  }

  /** Of two groups of dated values, each value that is newer. */
  function newest(one, other) {
    const merged = { ...one };
    for (const [name, value] of Object.entries(other)) {
      if (!(own(merged, name)?.at >= value.at)) merged[name] = value;
    }
    return merged;
  }

  /** One state of two. */
  function merge(one, other) {
    const reviews = { ...one.reviews };
    for (const [id, log] of Object.entries(other.reviews)) {
      reviews[id] = mergeLogs(log, own(reviews, id));
    }
    const marks = newest(one.marks, other.marks);
    return { ...other, ...one, reviews, marks, settings: newest(one.settings, other.settings) };
  }

  /** Set aside a text that is no state, and only then make room for another. */
  function rescue(text) {
    const backup = `${KEY}.damaged.${Date.now()}`;
    localStorage.setItem(backup, text);
    localStorage.removeItem(KEY);
    Object.assign(told, { trouble: "damaged", backup });
    return empty();
  }

  /** What the browser keeps; whatever it throws is told as trouble. */
  function kept() {
    const text = localStorage.getItem(KEY);
    return text === null ? empty() : (parse(text) ?? rescue(text));
  }

  /** Do something with the browser's storage; where that is refused, say why and go on without. */
  function attempt(action, otherwise) {
    try {
      return action();
    } catch (error) {
      told.trouble = error.name === "QuotaExceededError" ? "full" : "forbidden";
      return otherwise();
    }
  }

  /** The present state; changes to it are kept by `change` only. */
  function read() {
    const state = attempt(kept, empty);
    return unwritten ? merge(unwritten, state) : state;
  }

  /** Keep a state, or go on with it in this tab. */
  function write(state) {
    unwritten = state;
    attempt(() => {
      kept(); // which sets aside what is damaged
      localStorage.setItem(KEY, JSON.stringify(state));
      unwritten = null;
      if (told.trouble !== "damaged") told.trouble = "";
    }, () => {});
  }

  /** Change the state that is there now, whichever tab wrote it, and let everybody know. */
  function change(edit) {
    const state = read();
    edit(state);
    write(state);
    tell();
  }

  /** Take the progress of questions over that have another id now, `ids` by their former ones. */
  function rename(ids) {
    const old = read();
    const isFormer = (id) => Object.hasOwn(ids, id);
    if (![...Object.keys(old.reviews), ...Object.keys(old.marks)].some(isFormer)) return;
    change((state) => {
      for (const group of ["reviews", "marks"]) {
        for (const id of Object.keys(state[group]).filter(isFormer)) {
          const moved = { ...empty(), [group]: { [ids[id]]: state[group][id] } };
          delete state[group][id];
          Object.assign(state, merge(state, moved));
        }
      }
    });
  }

  /** Forget everything, in all tabs. */
  function reset() {
    unwritten = null;
    attempt(() => localStorage.removeItem(KEY), () => {});
    told.trouble = "";
    tell();
  }

  function tell() {
    for (const listener of listeners) listener();
  }

  /** The second that a moment falls into. */
  function now() {
    return Math.floor(Date.now() / 1000);
  }

  window.addEventListener("storage", ({ key }) => {
    // No key: everything was deleted.
    if (key === KEY || key === null) tell();
  });
  // A page that comes back from the cache missed what other pages changed.
  window.addEventListener("pageshow", ({ persisted }) => persisted && tell());

  return {
    told,
    parse,
    merge,
    read,
    change,
    rename,
    reset,
    now,
    follow: (listener) => listeners.add(listener),
  };
})();
