// What to practice: all questions, those of categories or of a track, those that pass the filters
// of browse. The address says it, in the words of browse, and the form shows and changes it.
"use strict";

const hbChoice = (() => {
  const ALL = "Everything";

  /** Find what has an id, or had it before; what is not there is added to the unknown. */
  function find(things, id, kind, unknown) {
    const found = things.find((thing) => [thing.id, ...thing.former_ids].includes(id));
    if (!found) unknown.push(`There is no ${kind} “${id}”.`);
    return found;
  }

  /** The test that a question passes: the words and the values that an address asks for. */
  function test(data, asked, categories) {
    const words = (asked.get("text") ?? "").toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = data.filters.map(({ name, choices }) => {
      const known = choices.map(({ value }) => value);
      return [name, asked.getAll(name).filter((value) => known.includes(value))];
    });
    wanted.push(["category", categories.map(({ id }) => id)]);
    const some = wanted.filter(([, values]) => values.length);
    return (id) => {
      const { wording, text, values } = data.questions[id];
      const said = `${wording} ${text}`.toLowerCase();
      const fits = ([name, any]) => any.some((value) => values[name].includes(value));
      return words.every((word) => said.includes(word)) && some.every(fits);
    };
  }

  /** What an address asks for. */
  function read(data, search) {
    const asked = new URLSearchParams(search);
    const unknown = [];
    const known = (things, kind) =>
      asked.getAll(kind).map((id) => find(things, id, kind, unknown)).filter(Boolean);
    const categories = known(data.groups.flatMap((group) => group.categories), "category");
    const [track] = known(data.tracks, "track");
    // The form shows one of both only: a track counts, which has an order of its own.
    const within = track ? [] : categories;
    const all = Object.keys(data.questions);
    const ids = track ? track.questions.filter((id) => Object.hasOwn(data.questions, id)) : all;
    return {
      ids: ids.filter(test(data, asked, within)),
      title: (track ? [track] : within).map(({ title }) => title).join(", ") || ALL,
      what: new URLSearchParams(
        track ? [["track", track.id]] : within.map(({ id }) => ["category", id]),
      ).toString(),
      isOrdered: Boolean(track),
      unknown: unknown.join(" "),
      mode: asked.get("mode") === "statements" ? "statements" : "",
      seed: asked.get("seed") ?? "",
      asked,
    };
  }

  /** Offer categories or tracks, each by what the address says of it. */
  function group(label, kind, things) {
    const made = Object.assign(document.createElement("optgroup"), { label });
    made.append(...things.map(({ id, title }) => new Option(title, `${kind}=${id}`)));
    return made;
  }

  /** Make the choices of a filter from those that stand there as a pattern. */
  function filter(pattern, { name, choices }) {
    const field = pattern.cloneNode(true);
    const label = field.querySelector("label");
    field.querySelector("legend").textContent = name;
    label.remove();
    for (const { value, name: text } of choices) {
      const one = field.appendChild(label.cloneNode(true));
      Object.assign(one.querySelector("input"), { name, value });
      one.querySelector("span").textContent = text;
    }
    return field;
  }

  /** Fill a form with all that can be chosen, and choose what a choice has. */
  function fill(form, data, choice) {
    const { what, text } = form.elements;
    what.append(new Option(ALL, ""));
    for (const { title, categories } of data.groups) what.append(group(title, "category", categories));
    if (data.tracks.length) what.append(group("Tracks", "track", data.tracks));
    if (![...what.options].some(({ value }) => value === choice.what)) {
      what.prepend(new Option(choice.title, choice.what));
    }
    what.value = choice.what;
    text.value = choice.asked.get("text") ?? "";
    const pattern = form.querySelector("[data-part=filter]");
    pattern.replaceWith(...data.filters.map((each) => filter(pattern, each)));
    for (const box of form.querySelectorAll("[type=checkbox]")) {
      box.checked = choice.asked.getAll(box.name).includes(box.value);
    }
    for (const mode of form.elements.mode) mode.checked = mode.value === choice.mode;
  }

  /** How many filters a form has in use, its words among them. */
  function used(form) {
    const words = form.elements.text.value.trim() ? 1 : 0;
    return form.querySelectorAll(":checked[type=checkbox]").length + words;
  }

  /** What a form asks for, as an address says it. */
  function queryOf(form) {
    const asked = new URLSearchParams(form.elements.what.value);
    for (const [name, value] of new FormData(form)) {
      if (name !== "what" && value.trim()) asked.append(name, value.trim());
    }
    return `${asked.size ? "?" : ""}${asked}`;
  }

  return { read, fill, used, queryOf };
})();
