// The permanent link of a question goes to the clipboard by one press, so that nobody copies the
// address bar instead, which names a page that the question may leave. A browser that keeps the
// clipboard to itself, as all do on plain http, gets the address in a field to copy it from.
"use strict";

(() => {
  const SHOWN = 3000; // milliseconds

  /** Make an element with a class. */
  function make(name, className, properties = {}) {
    const made = document.createElement(name);
    made.className = className;
    return Object.assign(made, properties);
  }

  /** Put a text onto the clipboard and tell whether that was allowed. */
  async function put(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false;
    }
  }

  /** Show an address in a field, selected, for the reader to copy. */
  function show(address, item) {
    const field = item.querySelector("input") ?? make("input", "hb-copy__address");
    Object.assign(field, { type: "text", readOnly: true, value: address });
    field.setAttribute("aria-label", "Permanent link");
    item.append(field);
    field.focus();
    field.select();
  }

  /** Copy an address and say so. */
  async function copy(address, item, said) {
    said.textContent = "";
    if (await put(address)) {
      said.textContent = "Copied";
      setTimeout(() => (said.textContent = ""), SHOWN);
    } else {
      said.textContent = "Copy it from here:";
      show(address, item);
    }
  }

  /** Add the button beside a permanent link. */
  function add(link) {
    const item = make("li", "hb-copy");
    const button = make("button", "hb-action", { type: "button", textContent: "Copy link" });
    const said = make("span", "hb-copy__said");
    said.setAttribute("role", "status");
    button.addEventListener("click", () => copy(link.href, item, said));
    item.append(button, said);
    link.closest("li").after(item);
  }

  document.querySelectorAll(".hb-actions [data-hb-permalink]").forEach(add);
})();
