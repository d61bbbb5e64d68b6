// What readers have practiced, marked, and set is kept in this browser, under one key, by the ids
// of questions. Whatever can be made of two states, of two tabs or of a file and this browser, is
// made of both: nothing is ever lost to the one that was written last.
//
// A state holds `reviews`, for each id a sorted text of entries of seven characters, six for the
// second and one for the grade (progress-log.js reads them; grade 0 takes a review back), and
// `marks` and `settings`, each with the second `at` which it was made. Nothing is deleted from a
// state, for another tab would bring it back; a mark is taken back by a newer one that is empty.
// Only a reset forgets: what has fewer `resets` is from before it.
//
// localStorage, not IndexedDB: 30,000 reviews of 1,000 questions are 272,000 characters of the
// 5,200,000 that Chromium keeps. To read, check, change, and write them takes 2 ms, 15 ms where the
// processor is six times slower, and is done before a tab can be closed.
"use strict";

const hbProgress = (() => {
  const KEY = `${__md_scope.pathname}.hb-progress.1`;
  const GROUPS = ["reviews", "marks", "settings"];
  const MARKS = ["know", "review", ""];
  const ENTRIES = /^(?:[0-9a-z]{6}[0-4])*$/;
  const SECOND = 6; // characters
  const NEWER = new Error("What is kept is from a newer version of this page.");
  const listeners = new Set();
  const told = { trouble: "" }; // "full", "forbidden", "newer", or "damaged"
  let own = null; // the last state that this tab made
  let written = false; // whether it was kept

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

  function isLog(value) {
    return typeof value === "string" && ENTRIES.test(value);
  }

  /** What a text in JSON says, undefined where it is none. */
  function said(text) {
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  }

  /** Whether a text is a state of a page that is newer than this one. */
  function isNewer(text) {
    return said(text)?.version > 1;
  }

  /** The state that a text holds, with the marks that there are; null for one that holds none. */
  function parse(text) {
    const state = said(text);
    if (!isRecord(state) || state.version !== 1) return null;
    if (!GROUPS.every((name) => isRecord(state[name]))) return null;
    if (!Number.isSafeInteger(resets(state))) return null;
    const dated = [...Object.values(state.marks), ...Object.values(state.settings)];
    if (!Object.values(state.reviews).every(isLog) || !dated.every(isDated)) return null;
    const known = Object.entries(state.marks).filter(([, { mark }]) => MARKS.includes(mark));
    return { ...state, marks: Object.fromEntries(known) };
  }

  /** How often everything had been forgotten before a state was made. */
  function resets(state) {
    return state.resets ?? 0;
  }

  /** One log of two: all that either has; what one took back is taken back. */
  function mergeLogs(one, other = "") {
    if (one === other) return one;
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
    const merged = { __proto__: null, ...one }; // for ids such as "constructor"
    for (const [name, value] of Object.entries(other)) {
      if (!(merged[name]?.at >= value.at)) merged[name] = value;
    }
    return merged;
  }

  /** One state of two, in the order of the first. */
  function merge(one, other) {
    const reviews = { __proto__: null, ...one.reviews };
    for (const [id, log] of Object.entries(other.reviews)) reviews[id] = mergeLogs(log, reviews[id]);
    const [marks, settings] = [newest(one.marks, other.marks), newest(one.settings, other.settings)];
    return { ...one, ...other, ...one, reviews, marks, settings };
  }

  /** Set aside a text that is no state, and only then make room for another. */
  function rescue(text) {
    if (isNewer(text)) throw NEWER;
    localStorage.setItem(`${KEY}.damaged.${Date.now()}.${localStorage.length}`, text);
    localStorage.setItem(KEY, JSON.stringify(empty()));
    told.trouble = "damaged";
    return empty();
  }

  /** What the browser keeps; throws where that is nothing to write over. */
  function kept() {
    const text = localStorage.getItem(KEY);
    if (text !== null) return parse(text) ?? rescue(text);
    // The reader has deleted it, and would not like it to come back.
    if (written) [own, written] = [null, false];
    return empty();
  }

  /** Do something with the browser's storage; where that is refused, say why and go on without. */
  function attempt(action) {
    try {
      return action();
    } catch (error) {
      written = false;
      const why = /quota/i.test(error.name) ? "full" : "forbidden";
      told.trouble = error === NEWER ? "newer" : why;
      return null;
    }
  }

  /** The present state; changes to it are kept by `change` only. */
  function read() {
    const state = attempt(kept) ?? empty();
    if (!own || resets(state) > resets(own)) return state;
    return merge(resets(state) < resets(own) ? own : state, own);
  }

  /** Keep a state, or go on with it in this tab. */
  function write(state) {
    own = state;
    attempt(() => {
      kept();
      localStorage.setItem(KEY, JSON.stringify(state));
      written = true;
      if (told.trouble !== "damaged") told.trouble = "";
    });
  }

  /** Change the state that is there now, whichever tab wrote it, and let everybody know. */
  function change(edit) {
    const state = read();
    edit(state);
    write(state);
    tell();
  }

  /** Let a state have what it has of questions under their present ids, `ids` by former ones. */
  function move(state, ids) {
    for (const group of ["reviews", "marks"]) {
      for (const id of Object.keys(state[group]).filter((id) => Object.hasOwn(ids, id))) {
        const moved = { ...empty(), [group]: { [ids[id]]: state[group][id] } };
        delete state[group][id];
        Object.assign(state, merge(state, moved));
      }
    }
  }

  /** Take the progress of questions over that have another id now. */
  function rename(ids) {
    const { reviews, marks } = read();
    const isFormer = (id) => Object.hasOwn(ids, id);
    if (Object.keys({ ...reviews, ...marks }).some(isFormer)) change((state) => move(state, ids));
  }

  /** Forget everything, also what was set aside, in all tabs. */
  function reset() {
    const state = { ...empty(), resets: resets(read()) + 1 };
    attempt(() => {
      const ours = (key) => `${key}.`.startsWith(`${KEY}.`);
      for (const key of Object.keys(localStorage).filter(ours)) localStorage.removeItem(key);
    });
    told.trouble = "";
    write(state);
    tell();
  }

  function tell() {
    for (const listener of listeners) listener();
  }

  /** The second that it is, with its fraction: of two changes, one is the newer. */
  function now() {
    return Date.now() / 1000;
  }

  /** Take note of what other pages wrote; what one of them wrote over, write again. */
  function catchUp() {
    told.trouble = "";
    const state = read();
    const text = attempt(() => localStorage.getItem(KEY));
    if (own && JSON.stringify(state) !== text) write(state);
    tell();
  }

  window.addEventListener("storage", ({ key }) => {
    // No key: everything was deleted.
    if (key === KEY || key === null) catchUp();
  });
  // A page that comes back from the cache missed what other pages changed.
  window.addEventListener("pageshow", ({ persisted }) => persisted && catchUp());

  return {
    KEY,
    told,
    parse,
    isNewer,
    merge,
    read,
    change,
    move,
    rename,
    reset,
    now,
    follow: (listener) => listeners.add(listener),
  };
})();
