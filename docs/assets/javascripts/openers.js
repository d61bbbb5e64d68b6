// In a narrow window, which a large zoom makes of every window, the theme opens navigation and
// search by labels that only a pointer can press: each gets a button beside it for everyone else,
// which is seen while it has the focus.
"use strict";

(() => {
  /** Make a button that presses a label. */
  function add(label, name) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = `hb-opener hb-opener--${name.toLowerCase()}`;
    made.textContent = name;
    made.addEventListener("click", () => label.click());
    label.before(made);
    return made;
  }

  const drawer = document.getElementById("__drawer");
  const menu = document.querySelector("label.md-header__button[for=__drawer]");
  const search = document.querySelector("label.md-header__button[for=__search]");
  if (search) add(search, "Search");
  if (!drawer || !menu) return;
  const opener = add(menu, "Navigation");
  opener.setAttribute("aria-expanded", "false");
  drawer.addEventListener("change", () => opener.setAttribute("aria-expanded", drawer.checked));
  // What was opened stands further down: those who opened it with a key would look for it.
  opener.addEventListener("click", () => {
    if (drawer.checked) document.querySelector(".md-sidebar--primary a:not(.md-logo)").focus();
  });
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !drawer.checked) return;
    menu.click();
    opener.focus();
  });
})();
