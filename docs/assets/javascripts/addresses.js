// The address of a page depends on how the site is read: servers find the page of a folder, and a
// link to a folder says least; read from a disk, only a link to the file itself leads to the page.
"use strict";

/** The address of a page, by the name of its file. */
const hbAddress = (file) => {
  const onDisk = document.documentElement.hasAttribute("data-hb-on-disk");
  const folder = file.replace(/(^|\/)index\.html$/, "$1").replace(/\.html$/, "/");
  return new URL(onDisk ? file : folder, __md_scope);
};
