// In a narrow window, which a large zoom makes of every window, the theme opens navigation and
// search by labels that only a pointer can press: each gets a button beside it for everyone else,
// which is seen while it has the focus. Inside of the navigation, labels take the focus.
"use strict";

(() => {
  const drawer = document.getElementById("__drawer");
  const sidebar = document.querySelector(".md-sidebar--primary");
  const narrow = matchMedia("(max-width: 76.1875em)");

  /** Make a button that presses a label of the header. */
  function add(toggle, name) {
    const label = document.querySelector(`label.md-header__button[for=${toggle}]`);
    if (!label) return null;
    const made = document.createElement("button");
    made.type = "button";
    made.className = `hb-opener hb-opener${toggle}`;
    made.textContent = name;
    made.addEventListener("click", () => label.click());
    label.before(made);
    return made;
  }

  /** Go to what has opened: the title of the innermost part of the navigation, or its first link. */
  function enter() {
    const titles = sidebar.querySelectorAll(".md-nav__toggle:checked ~ .md-nav > .md-nav__title");
    (titles[titles.length - 1] ?? sidebar.querySelector("a.md-nav__link"))?.focus();
  }

  /** Let the labels that lead up and down in the navigation take the focus; Enter presses them. */
  function follow(labels) {
    for (const label of labels) {
      if (narrow.matches) label.tabIndex = 0;
      else label.removeAttribute("tabindex");
    }
  }

  add("__search", "Search");
  const opener = add("__drawer", "Navigation");
  if (!opener || !sidebar) return;
  opener.ariaExpanded = false;
  drawer.addEventListener("change", () => (opener.ariaExpanded = drawer.checked));
  opener.addEventListener("click", () => drawer.checked && enter());
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !drawer.checked) return;
    opener.click();
    opener.focus();
  });
  const labels = sidebar.querySelectorAll("label:not([tabindex], [for=__drawer])");
  narrow.addEventListener("change", () => follow(labels));
  follow(labels);
})();
