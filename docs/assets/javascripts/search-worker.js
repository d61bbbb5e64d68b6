// The theme searches in a worker; this script is that worker, and has the theme's do the searching.
// Alone, that one takes each word for the beginning of any other ("a tensor" finds "also"), needs
// one of them only, and hides all but the best hit of a page. So a query is told more exactly on
// the way in, and on the way out questions are listed by how much of it they hold, below their
// categories. The address of the theme's script stands behind the "?" of ours.
"use strict";

(() => {
  const [SETUP, QUERY, RESULT] = [0, 2, 3];
  const EXACT = 6; // so much more than the beginning of a word counts the whole word
  const SHOWN = 2; // questions of a category, before "more in this category"
  const SHOWN_ALONE = 10; // if only one category is listed
  const DEFINITION = 6; // so much more than a question that only names it counts "What is it?"
  const SENTENCE_ENDS = [". ", "? ", "! "];
  const FAR_BEHIND = 0.15; // of the best one's weight: too little to be shown at once
  // What the theme's list of words that say nothing lacks.
  const LINKING = new Set(["between", "difference", "versus", "vs"]);
  const SPELLED = /^\p{L}{5,}$/u; // long enough to tell a slip from another word
  const BRITISH = /is(?=e|ing|ation|able)/;
  const PIECES = /\p{sc=Han}+|[^\p{sc=Han}]+/gu;
  const HAN = /\p{sc=Han}/u;
  // Where a part of a name such as SavedModel or TFLiteConverter begins.
  const PART = /(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/;

  // As the template of a question writes them; of the HTML, little more than this is in the index.
  const OTHER_NAMES = /<p>Formerly: .*?<\/p>|(?<=<p>Also asked as<\/p>\s*)<ul>.*?<\/ul>/gs;

  /** The words that each entry is called by and those of its text, by its address. */
  const entries = new Map();
  /** All words that can be found, each with the number of entries that hold it. */
  const known = new Map();
  let separator = /\s+/;
  /** All words of the present query, and those of them that say something. */
  let asked = [];
  let wanted = [];

  /** The words of a text, Chinese in overlapping pairs because nothing stands between its words. */
  function wordsOf(text) {
    const pieces = text.split(separator).flatMap((word) => word.match(PIECES) ?? []);
    return pieces.flatMap((piece) => (HAN.test(piece) ? pairsOf(piece) : [piece.toLowerCase()]));
  }

  /** The pairs of neighbors in a run of characters, or the only character. */
  function pairsOf(run) {
    const characters = [...run];
    if (characters.length === 1) return characters;
    return characters.slice(1).map((character, index) => characters[index] + character);
  }

  /** The words of HTML, each between spaces. */
  function spaced(html) {
    return ` ${wordsOf(html.replace(/<[^>]*>|&\w+;/g, " ")).join(" ")} `;
  }

  /** What a question was or is also called: its id, former ids, and other wordings. */
  function namesOf({ location, text }) {
    const id = location.split("#")[1] ?? "";
    const others = [...text.matchAll(OTHER_NAMES)].map(([block]) => spaced(block));
    return [spaced(id), ...joined(wordsOf(id)), ...others].join(" ");
  }

  /** What words hide: the parts of names in code, and pairs of Chinese. */
  function hiddenIn({ title, text }) {
    const code = [...`${title} ${text}`.matchAll(/<code>(.*?)<\/code>/gs)].map(([, inner]) => inner);
    const parts = code.flatMap((inner) => inner.split(separator)).flatMap(partsOf);
    const chinese = wordsOf(text).filter((word) => HAN.test(word));
    return [...new Set([...parts, ...chinese])].join(" ");
  }

  /** The parts of a name, none for a plain word. */
  function partsOf(name) {
    const parts = name.split(PART);
    return parts.length > 1 ? parts : [];
  }

  /** Add to the index what only this search knows of. */
  function prepare({ config, docs }) {
    separator = new RegExp(config.separator);
    Object.assign(config.fields, { names: { boost: 5 }, parts: { boost: 1 } });
    for (const doc of docs) {
      doc.names = namesOf(doc);
      doc.parts = hiddenIn(doc);
      const [title, text] = [spaced(doc.title), spaced(doc.text)];
      entries.set(doc.location, { title, called: title + doc.names, text });
      const words = new Set(`${title} ${doc.names} ${text} ${doc.parts.toLowerCase()}`.split(/\s+/));
      for (const word of words) known.set(word, (known.get(word) ?? 0) + 1);
    }
  }

  /** The beginning that a word shares with its other forms, empty for a short one. */
  function stemOf(word) {
    const stem = lunr.stemmer(new lunr.Token(word)).toString();
    // The stemmer makes "memori" of "memory".
    const shared = word.startsWith(stem) ? stem : stem.slice(0, -1);
    return shared.length > 3 && word.startsWith(shared) ? shared : "";
  }

  /** What to look for instead of a word; the last one is perhaps not yet complete. */
  function clausesOf(word, index, words) {
    const clauses = [`${word}^${EXACT}`];
    // The theme takes what has no weight for the beginning of a word.
    if (word.length > 2 || index === words.length - 1) clauses.push(word);
    const stem = stemOf(word);
    return stem && stem !== word ? [...clauses, stem] : clauses;
  }

  /** Neighbors as one word: "saved model" may be written SavedModel. */
  function joined(words) {
    return words.slice(1).map((word, index) => words[index] + word);
  }

  /** Whether a word or its stem is the beginning of one that can be found. */
  function isKnown(word) {
    const beginning = stemOf(word) || word;
    return known.has(word) || [...known.keys()].some((other) => other.startsWith(beginning));
  }

  /** Whether one letter more, less, or another, or two in the wrong order, make up the difference. */
  function isSlip(word, meant) {
    let start = 0;
    while (start < word.length && word[start] === meant[start]) start += 1;
    const [rest, other] = [word.slice(start), meant.slice(start)];
    const swapped = rest.slice(0, 2) === [...other.slice(0, 2)].reverse().join("");
    return (
      rest === other.slice(1) ||
      rest.slice(1) === other ||
      rest.slice(1) === other.slice(1) ||
      (swapped && rest.slice(2) === other.slice(2))
    );
  }

  /** A word as the handbook spells it: American, and without a slip of the finger. */
  function respelled(word, index, words) {
    const near = joined(words).filter((name) => name.includes(word));
    if (!SPELLED.test(word) || [word, ...near].some(isKnown)) return word;
    const american = word.replace(BRITISH, "iz");
    if (american !== word && isKnown(american)) return american;
    // The first letter is seldom wrong; other tools have names of their own.
    const meant = [...known.keys()].filter((other) => other[0] === word[0] && isSlip(word, other));
    return meant.sort((a, b) => known.get(b) - known.get(a))[0] ?? word;
  }

  /** Tell a query as the theme's search is to take it. */
  function rewrite(query) {
    asked = wordsOf(query).map(respelled);
    const saying = asked.filter((word) => lunr.stopWordFilter(word) && !LINKING.has(word));
    wanted = saying.length ? saying : asked;
    const names = joined(asked).map((name) => `${name}^${EXACT}`);
    return [...wanted.flatMap(clausesOf), ...names].join(" ");
  }

  /** The form in which an item holds a word, if it does. */
  function heldAs({ terms }, word) {
    const forms = [word, stemOf(word), ...joined(asked).filter((name) => name.includes(word))];
    return forms.find((form) => terms[form]);
  }

  /** How many neighbors in the query are neighbors in a text, from 0 to 1. */
  function closeness(text) {
    const pairs = asked.slice(1).map((word, index) => ` ${asked[index]} ${word}`);
    return pairs.filter((pair) => text.includes(pair)).length / Math.max(1, pairs.length);
  }

  /** Whether a wording asks what that is which the query names. */
  function defines(title) {
    const [, what = ""] = title.match(/^ what (?:is|are) (?:an? |the )?(.*)/) ?? [];
    return what.startsWith(`${wanted.join(" ")} `);
  }

  /** A paragraph or list item from the sentence on that holds the first mark. */
  function fromMark(inner) {
    const before = inner.slice(0, Math.max(0, inner.indexOf("<mark")));
    const end = Math.max(...SENTENCE_ENDS.map((mark) => before.lastIndexOf(mark)));
    const dropped = before.slice(0, Math.max(0, end + 1));
    const count = (part) => dropped.split(part).length;
    // No tag may lose its other half.
    return end > 0 && count(/<\w/) === count("</") ? `…${inner.slice(end + 1)}` : inner;
  }

  /** A list with only those items that hold marks, if any do. */
  function markedItems(list) {
    if (!list.includes("<mark")) return list;
    const item = /<li>(?:(?!<li>).)*?<\/li>/gs;
    return list.replace(item, (whole) => (whole.includes("<mark") ? whole : ""));
  }

  /** A result's text with what was found in sight: the theme shows its beginning only. */
  function shortened(text) {
    const lines = text.replace(/(<pre><code>)(.*?)(<\/code><\/pre>)/gs, (_, open, code, close) => {
      // Two lines of it, instead of whole programs.
      const found = code.split("\n").filter((line) => line.includes("<mark"));
      return found.length ? open + found.slice(0, 2).join("\n") + close : "";
    });
    const items = lines.replace(/<[uo]l>.*?<\/[uo]l>/gs, markedItems);
    return items.replace(/(?<=<(p|li)>)((?:(?!<\/?\1>).)*)(?=<\/\1>)/gs, fromMark);
  }

  /** Give an item its weight, and the words that it holds; search.js takes them from its tags. */
  function weigh(item) {
    const found = wanted.filter((word) => heldAs(item, word));
    const { title, called, text } = entries.get(item.location);
    const close = 1 + 3 * closeness(called) + 2 * closeness(text) + DEFINITION * defines(title);
    const weight = item.score * (found.length / wanted.length) ** 2 * close;
    const terms = Object.fromEntries(wanted.map((word) => [word, found.includes(word)]));
    const tags = [...new Set(found.map((word) => heldAs(item, word)))];
    return { ...item, text: shortened(item.text), tags, terms, weight };
  }

  /** The category of an address; a long one has several pages. */
  function categoryOf(location) {
    return location.replace(/^(questions\/[^/]+\/).*/, "$1");
  }

  /** The entry of each category; of several pages, the first that there is. */
  function categoriesOf(items) {
    const heads = items.filter(({ location }) => !location.includes("#"));
    const byAddress = heads.map((head) => [categoryOf(head.location), head]);
    return new Map(byAddress.reverse());
  }

  /** The entry of a category as it is listed; on a disk, its first page is a file of the folder. */
  function headOf(head, folder, score) {
    const location = head.location.endsWith(".html") ? `${folder}index.html` : folder;
    return { ...head, location, score, terms: {} };
  }

  /** How many questions of a category are shown at once. */
  function shownOf(questions, best, most) {
    const near = questions.filter(({ weight }) => weight >= best * FAR_BEHIND);
    return Math.max(1, Math.min(near.length, most));
  }

  /** List questions below their categories, the best first, and categories without one last. */
  function arrange(groups) {
    const items = groups.flat();
    const weighed = items.filter(({ location }) => location.includes("#")).map(weigh);
    weighed.sort((a, b) => b.weight - a.weight);
    const listed = Map.groupBy(
      // The theme goes by the score: where a group folds, and where Enter leads.
      weighed.map((item, rank) => ({ ...item, score: weighed.length - rank })),
      ({ location }) => categoryOf(location),
    );
    const heads = categoriesOf(items);
    const most = listed.size > 1 ? SHOWN : SHOWN_ALONE;
    const filled = [...listed].map(([address, questions]) => {
      const last = questions[shownOf(questions, weighed[0].weight, most) - 1];
      return [headOf(heads.get(address), address, last.score - 0.5), ...questions];
    });
    const empty = [...heads].filter(([address]) => !listed.has(address));
    return [...filled, ...empty.map(([address, head]) => [headOf(head, address, 0)])];
  }

  const answer = self.postMessage.bind(self);
  self.postMessage = (message) => {
    if (message.type === RESULT) message.data.items = arrange(message.data.items);
    answer(message);
  };
  // Listens before the theme's does, which takes the message as it is left here.
  self.addEventListener("message", ({ data: message }) => {
    if (message.type === SETUP) prepare(message.data);
    if (message.type === QUERY) message.data = rewrite(message.data);
  });
  // On file:// no worker can be started: an iframe takes its place, whose own address is that of the
  // page, and adds something to ours against caches.
  const own = self.document?.currentScript.src ?? location.href;
  importScripts(new URL(own.split("?")[1], own).href);
})();
