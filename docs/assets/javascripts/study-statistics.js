// How practice goes over weeks, drawn and in numbers: what comes, what was done, and how much of it
// was still known. It is worked out only while somebody looks, when the browser has nothing else to
// do, and again only for those questions that were practiced since.
"use strict";

(() => {
  const section = document.querySelector(".hb-statistics");
  if (!section) return;

  const [AHEAD, BACK, WEEK] = [14, 30, 7]; // days
  const FEW = 20; // reviews, of which no share tells anything
  const KNOWN = 2; // what FSRS calls the state "review"
  const [TOP, PLOT, GAP] = [12, 76, 1.5]; // percent of the height, from above
  const fold = section.querySelector("details");
  const worked = new Map(); // by id
  const day = new Intl.DateTimeFormat("en", { month: "short", day: "numeric", timeZone: "UTC" });
  let onSite = null; // the ids of the questions that there are
  let waiting = false;

  /** What the reviews of a question come to, worked out once for each log. */
  function workOut(state, id, fsrs) {
    const from = `${state.reviews[id]} ${hbLog.setting(state, "retention")}`;
    if (worked.get(id)?.from === from) return worked.get(id);
    const reviews = [];
    const card = hbLog.cardOf(hbLog.reviewsOf(state, id), fsrs, ({ at, grade }, before) => {
      const known = before?.state === KNOWN && before.scheduled_days >= 1;
      reviews.push({ day: hbLog.dayOf(at), right: grade > 1, known });
    });
    worked.set(id, { from, reviews, due: card && hbLog.dayOf(card.due.getTime()) });
    return worked.get(id);
  }

  /** The number of cards that are due on each day from today on; today those of before, too. */
  function forecast(cards, today) {
    const due = Array(AHEAD).fill(0);
    for (const [id, card] of cards) {
      const ahead = Math.max(0, card.due - today);
      if (card.due !== null && ahead < AHEAD && (onSite?.has(id) ?? true)) due[ahead] += 1;
    }
    return due;
  }

  /** How many of some reviews were right, and how many were not. */
  function tally(reviews) {
    const right = reviews.filter((review) => review.right).length;
    return { all: reviews.length, right, again: reviews.length - right };
  }

  /** The tallies of each of the last days, today's last. */
  function byDay(reviews, today) {
    const days = Array.from({ length: BACK }, () => []);
    for (const review of reviews) days[review.day - today + BACK - 1]?.push(review);
    return days.map(tally);
  }

  /** A share in percent; nothing where it would be chance. */
  function percent({ all, right }) {
    return all < FEW ? null : Math.round((100 * right) / all);
  }

  /** What a day is called, by its number. */
  function nameOf(number, today) {
    return number === today ? "Today" : day.format(number * hbLog.DAY);
  }

  /** An element of a drawing. */
  function shape(name, attributes, text = "") {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.textContent = text;
    return made;
  }

  /** A bar that stands on another one, in percent. */
  function bar(className, x, width, from, height) {
    const rest = { x: `${x}%`, width: `${width}%`, height: `${height}%` };
    return shape("rect", { class: className, y: `${TOP + PLOT - from - height}%`, ...rest });
  }

  /** Where a word stands below a column: in its middle, but never beyond the drawing. */
  function placeBelow(index, width, middle) {
    if (!index) return { x: 0 };
    const isLast = Math.round((index + 1) * width) === 100;
    return isLast ? { x: "100%", "text-anchor": "end" } : middle;
  }

  /** A column of a chart: one bar on the other, with words above and below them. */
  function column({ right, again = 0, above, below }, index, { most, width }) {
    const [x, scale] = [index * width, PLOT / most];
    const [low, high] = [right * scale, again * scale];
    const middle = { x: `${x + width / 2}%`, "text-anchor": "middle" };
    const under = placeBelow(index, width, middle);
    return [
      right && bar("hb-bar", x + width * 0.14, width * 0.72, 0, low),
      again && bar("hb-bar--again", x + width * 0.14, width * 0.72, low, high),
      above && shape("text", { ...middle, y: `${TOP + PLOT - low - high - GAP}%` }, above),
      below && shape("text", { ...under, y: "98%" }, below),
    ].filter(Boolean);
  }

  /** Draw columns that stand on a line. */
  function drawColumns(columns) {
    const most = Math.max(1, ...columns.map(({ right, again = 0 }) => right + again));
    const scale = { most, width: 100 / columns.length };
    const line = { class: "hb-bar__line", x1: 0, x2: "100%", y1: `${TOP + PLOT}%`, y2: `${TOP + PLOT}%` };
    return [...columns.flatMap((each, i) => column(each, i, scale)), shape("line", line)];
  }

  /** Draw shares as bars of which the whole is seen, too, and what was wanted across them. */
  function drawShares(shares, wanted) {
    const line = { class: "hb-bar__wanted", x1: `${wanted}%`, x2: `${wanted}%`, y1: "22%", y2: "94%" };
    const rows = shares.flatMap(({ name, share }, i) => {
      const [text, y] = [`${18 + 50 * i}%`, `${26 + 50 * i}%`];
      const whole = shape("rect", { class: "hb-bar__whole", y, width: "100%", height: "14%" });
      const part = shape("rect", { class: "hb-bar", y, width: `${share ?? 0}%`, height: "14%" });
      const said = `${name}: ${share === null ? "too few to tell" : `${share}%`}`;
      return [shape("text", { x: 0, y: text }, said), whole, part];
    });
    return [...rows, shape("line", line)];
  }

  /** Put a chart, what it says in short, and its numbers into their places. */
  function fill(name, shapes, gist, rows) {
    const chart = section.querySelector(`[data-hb-chart=${name}]`);
    chart.querySelector("svg").replaceChildren(...shapes);
    chart.querySelector("figcaption p").textContent = gist;
    const body = chart.querySelector("tbody");
    body.replaceChildren();
    for (const [head, ...cells] of rows) {
      const row = body.insertRow();
      row.append(Object.assign(document.createElement("th"), { scope: "row", textContent: head }));
      for (const cell of cells) row.insertCell().textContent = cell;
    }
  }

  /** Show what is due from today on. */
  function showDue(due, today) {
    const names = due.map((_, i) => nameOf(today + i, today));
    const columns = due.map((right, i) => {
      const date = i % 2 ? "" : new Date((today + i) * hbLog.DAY).getUTCDate();
      return { right, above: right || "", below: i ? date : "Today" };
    });
    const all = due.reduce((sum, number) => sum + number);
    const gist = all ? `${hbLog.count(all, "card")}, ${due[0] || "none"} of them today.` : "No card.";
    fill("due", drawColumns(columns), gist, due.map((number, i) => [names[i], number]));
  }

  /** Show what was done on the days up to today. */
  function showDays(days, today) {
    const names = days.map((_, i) => nameOf(today - BACK + 1 + i, today));
    const most = Math.max(...days.map(({ all }) => all));
    const first = days.findIndex(({ all }) => all && all === most);
    const columns = days.map(({ right, again }, i) => {
      const below = (BACK - 1 - i) % WEEK ? "" : names[i];
      return { right, again, above: i === first ? most : "", below };
    });
    const sum = (key) => days.reduce((total, each) => total + each[key], 0);
    const on = days.filter(({ all }) => all).length;
    const gist = sum("all")
      ? `${hbLog.count(sum("all"), "review")} on ${on} of the last ${BACK} days; ${sum("again")} graded Again.`
      : `No reviews in the last ${BACK} days.`;
    const rows = days.map(({ all, right, again }, i) => [names[i], all, right, again]);
    fill("days", drawColumns(columns), gist, rows.reverse());
  }

  /** Show how much was still known. */
  function showRetention(known, today, wanted) {
    const recent = known.filter((review) => review.day > today - BACK);
    const tallies = [[`Last ${BACK} days`, tally(recent)], ["Overall", tally(known)]];
    const shares = tallies.map(([name, found]) => ({ name, share: percent(found), ...found }));
    const words = shares.map(({ name, share, all }) => {
      const of = hbLog.count(all, "review");
      return `${name}: ${share === null ? `too few to tell (${of})` : `${share}% of ${of}`}`;
    });
    const gist = `${words.join(". ")}. You want ${wanted}%.`;
    const rows = shares.map(({ name, share, all, right }) => {
      return [name, all, right, share === null ? "too few to tell" : `${share}%`, `${wanted}%`];
    });
    fill("retention", drawShares(shares, wanted), gist, rows);
  }

  /** Show everything as it is now. */
  function show() {
    waiting = false;
    const state = hbProgress.read();
    const fsrs = hbLog.scheduler(state);
    const cards = Object.keys(state.reviews).map((id) => [id, workOut(state, id, fsrs)]);
    const reviews = cards.flatMap(([, card]) => card.reviews);
    section.querySelector(".hb-statistics__none").hidden = reviews.length > 0;
    section.querySelector(".hb-charts").hidden = !reviews.length;
    const today = hbLog.dayOf(Date.now());
    showDue(forecast(cards, today), today);
    showDays(byDay(reviews, today), today);
    const wanted = Math.round(100 * hbLog.setting(state, "retention"));
    showRetention(reviews.filter(({ known }) => known), today, wanted);
  }

  /** Show it soon, but never while a card is being graded. */
  function showSoon() {
    if (waiting || !fold.open) return;
    waiting = true;
    // Safari waits for nothing.
    (window.requestIdleCallback ?? setTimeout)(show);
  }

  /** Find out which questions there are: what is not asked any more is not due. */
  async function findQuestions() {
    const response = await fetch(new URL("data/ids.json", __md_scope)).catch(() => null);
    onSite = response?.ok ? new Set(Object.keys((await response.json()).questions)) : null;
    showSoon();
  }

  fold.addEventListener("toggle", showSoon);
  fold.addEventListener("toggle", findQuestions, { once: true });
  hbProgress.follow(showSoon);
  section.hidden = false;
})();
