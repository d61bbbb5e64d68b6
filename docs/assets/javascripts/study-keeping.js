// What is kept of practice is the reader's: settings, a file to take it along, and forgetting it.
// And where the browser keeps nothing, it is said, as soon as that is known.
"use strict";

(() => {
  const section = document.querySelector(".hb-keeping");
  if (!section) return;

  const LARGE = 2 ** 24; // bytes, far beyond what a browser keeps for one site
  const PERCENT = { newPerDay: 1, retention: 100 }; // what a field shows of a setting of 1
  const NAMES = { newPerDay: "new cards a day", retention: "percent retention" };
  const page = section.closest(".hb-study");
  const fold = section.querySelector("[data-hb-fold=data]");
  const settings = section.querySelector(".hb-settings");
  const file = section.querySelector("[type=file]");
  const dialog = section.querySelector("dialog");
  const fields = [...settings.querySelectorAll("input")];

  /** Tell below the settings, or below the data, what has happened. */
  function say(where, text) {
    section.querySelector(`[data-hb-said=${where}]`).textContent = text;
  }

  /** The number of reviews of a state, and those of its marks that were not taken back. */
  function inside(state) {
    const ids = Object.keys(state.reviews);
    const reviews = ids.reduce((sum, id) => sum + hbLog.reviewsOf(state, id).length, 0);
    const marks = Object.values(state.marks).filter(({ mark }) => mark).length;
    return { reviews, marks };
  }

  function inWords({ reviews, marks }) {
    return `${hbLog.count(reviews, "review")} and ${hbLog.count(marks, "mark")}`;
  }

  /** Let the reader save a text as a file. */
  function save(text, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = name;
    link.click();
    // Not at once: some browsers begin to read only then.
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  /** The day that it is for the reader, as in 2026-01-31. */
  function date() {
    return new Intl.DateTimeFormat("sv").format();
  }

  function exportAll() {
    const site = document.querySelector("[property='og:site_name']").content;
    const { reviews, marks, settings } = hbProgress.read();
    const content = { site, date: date(), version: 1, reviews, marks, settings };
    save(JSON.stringify(content, null, 1), `practice-${date()}.json`);
    say("data", "The file is in your downloads.");
  }

  /** What is wrong with a text that should be an exported file; nothing for one that is. */
  function complaint(text) {
    if (hbProgress.isNewer(text)) return "That file is from a newer version of this page: reload first.";
    if (!hbProgress.parse(text)) return "That file was not exported here, or it is damaged.";
    return "";
  }

  /** A copy of dated values of which none is from the future: no later change would count. */
  function dated(values) {
    const past = ([name, value]) => [name, { ...value, at: Math.min(value.at, hbProgress.now()) }];
    return Object.fromEntries(Object.entries(values).map(past));
  }

  /** The number of reviews and of marks that one state has and another has not. */
  function beyond(one, other) {
    const count = (id) => {
      const known = new Set(hbLog.reviewsOf(other, id).map(({ at }) => at));
      return hbLog.reviewsOf(one, id).filter(({ at }) => !known.has(at)).length;
    };
    const reviews = Object.keys(one.reviews).reduce((sum, id) => sum + count(id), 0);
    const isMarked = (id) => Object.hasOwn(other.marks, id) && other.marks[id].mark;
    const marks = Object.entries(one.marks).filter(([id, { mark }]) => mark && !isMarked(id)).length;
    return { reviews, marks };
  }

  /** Make what a file holds part of what is kept, and tell what is new and what it took back. */
  function take({ reviews, marks, settings }) {
    const before = hbProgress.read();
    const other = { reviews, marks: dated(marks), settings: dated(settings) };
    hbProgress.change((state) => Object.assign(state, hbProgress.merge(state, other)));
    const after = hbProgress.read();
    const back = beyond(before, after);
    const told = `New here: ${inWords(beyond(after, before))}.`;
    return back.reviews || back.marks ? `${told} Taken back: ${inWords(back)}.` : told;
  }

  /** The ids of questions by those that they had before; none where they cannot be had. */
  async function findFormer() {
    const response = await fetch(new URL("data/ids.json", __md_scope)).catch(() => null);
    return response?.ok ? (await response.json()).former : {};
  }

  async function importFile() {
    const [chosen] = file.files;
    if (!chosen) return null;
    const text = chosen.size > LARGE ? "" : await chosen.text();
    file.value = ""; // so that the same one can be chosen again
    const wrong = complaint(text);
    if (wrong) return say("data", `${wrong} Nothing has changed.`);
    const state = hbProgress.parse(text);
    const former = await findFormer();
    // On both sides before they are compared, or what has another id now would count as new.
    hbProgress.move(state, former);
    hbProgress.rename(former);
    const held = inWords(inside(state));
    return say("data", `The file holds ${held}. ${take(state)}`);
  }

  /** The names under which something damaged is kept. */
  function damaged() {
    try {
      const keys = Object.keys(localStorage);
      const aside = keys.filter((key) => key.startsWith(`${hbProgress.KEY}.damaged.`));
      const text = localStorage.getItem(hbProgress.KEY);
      // It stays where it is if there is no room to set it aside.
      const unread = hbProgress.told.trouble === "full" && text !== null && !hbProgress.parse(text);
      const stuck = unread && !hbProgress.isNewer(text);
      return stuck ? [hbProgress.KEY, ...aside] : aside;
    } catch {
      return [];
    }
  }

  function saveDamaged() {
    save(localStorage.getItem(damaged()[0]), `practice-damaged-${date()}.txt`);
  }

  /** Delete what was damaged, which may make room for what could not be kept. */
  function discard() {
    localStorage.removeItem(damaged()[0]);
    hbProgress.change(() => {});
  }

  function forget() {
    hbProgress.reset();
    dialog.close();
    say("data", "Everything is forgotten.");
  }

  /** Say how much is kept, where somebody sees it: to count takes time. */
  function showKept() {
    if (!fold.open) return;
    const kept = inWords(inside(hbProgress.read()));
    for (const place of section.querySelectorAll(".hb-keeping__kept")) place.textContent = kept;
  }

  /** Show what is set, and what is wrong with keeping it. */
  function show() {
    const state = hbProgress.read();
    showKept();
    for (const field of fields.filter((each) => each !== document.activeElement)) {
      field.value = Math.round(hbLog.setting(state, field.name) * PERCENT[field.name]);
    }
    const found = [hbProgress.told.trouble, damaged().length ? "damaged" : ""];
    for (const notice of page.querySelectorAll("[data-hb-trouble]")) {
      notice.hidden = !found.includes(notice.dataset.hbTrouble);
    }
  }

  /** Keep a setting as soon as it is made. */
  function set({ target }) {
    target.ariaInvalid = !target.checkValidity();
    if (!target.checkValidity()) return say("settings", `Not kept: ${target.validationMessage}`);
    const value = Number(target.value) / PERCENT[target.name];
    hbProgress.change((state) => (state.settings[target.name] = { value, at: hbProgress.now() }));
    say("settings", `Kept: ${target.value} ${NAMES[target.name]}.`);
  }

  const ACTIONS = {
    export: exportAll,
    import: () => file.click(),
    ask: () => dialog.showModal(),
    forget,
    keep: () => dialog.close(),
    save: saveDamaged,
    discard,
  };
  page.addEventListener("click", ({ target }) => ACTIONS[target.dataset.hbDo]?.());
  fold.addEventListener("toggle", showKept);
  file.addEventListener("change", importFile);
  settings.addEventListener("change", set);
  for (const field of fields) {
    [field.min, field.max] = hbLog.LIMITS[field.name].map((limit) => limit * PERCENT[field.name]);
  }
  hbProgress.follow(show);
  show();
  section.hidden = false;
})();
