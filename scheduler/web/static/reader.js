// Keys and notices. Every page works without this file.
"use strict";

const all = (selector) => [...document.querySelectorAll(selector)].filter((one) => one.offsetParent);
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

// ---------------------------------------------------------------- from change to change

function step(by) {
  const stops = all("[data-stop], article.story");
  if (!stops.length) return;
  const line = 90;
  const tops = stops.map((one) => one.getBoundingClientRect().top);
  const here = stops.indexOf(document.activeElement);
  let next = here + by;
  if (here < 0) {
    const below = tops.findIndex((top) => top > line);
    next = by > 0 ? (below < 0 ? stops.length - 1 : below) : (below < 0 ? stops.length : below) - 1;
  }
  const stop = stops[Math.max(0, Math.min(next, stops.length - 1))];
  stop.tabIndex = -1;
  stop.focus({ preventScroll: true });
  stop.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
}

function follow(selector) {
  const link = document.activeElement?.querySelector?.(selector) || document.querySelector(selector);
  if (link) link.click();
}

function turn() {
  const choices = [...document.querySelectorAll("input[name='text']")];
  const checked = choices.findIndex((one) => one.checked);
  if (choices.length) choices[(checked + 1) % choices.length].click();
}

function unfold() {
  const folds = all("details.folded, details.skipped, details.aside");
  const open = folds.some((one) => !one.open);
  for (const one of folds) one.open = open;
}

function search() {
  const field = all("input[type='search']")[0];
  if (field) field.focus();
  else location.assign("/search");
}

const help = document.getElementById("keys");
const show = () => (help.open ? help.close() : help.showModal());

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  n: () => follow("a[rel~='next']"),
  p: () => follow("a[rel~='prev']"),
  c: turn,
  s: () => follow("a[data-key='s']"),
  b: unfold,
  o: () => follow("a.original"),
  "/": search,
  "?": show,
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("input:not([type='radio']), select, textarea")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const act = KEYS[event.key];
  if (!act || (help.open && act !== show)) return;
  event.preventDefault();
  act();
});

for (const button of document.querySelectorAll("[data-open='keys']")) {
  button.hidden = false;
  button.addEventListener("click", show);
}

// A menu closes where something else is clicked.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// A chosen pair of versions is compared at once; without this file by the button.
for (const form of document.querySelectorAll("form[data-at-once]")) {
  form.addEventListener("change", () => form.requestSubmit());
}

// ---------------------------------------------------------------- new changes

const live = document.querySelector("[data-live]");
if (live && "EventSource" in window) {
  const source = new EventSource(live.dataset.live);
  source.addEventListener("message", (event) => {
    const { n } = JSON.parse(event.data);
    const link = document.createElement("a");
    link.href = "/";
    link.textContent = n === 1 ? live.dataset.one : live.dataset.many.replace("{n}", n);
    live.replaceChildren(link);
    live.hidden = n === 0;
    document.title = document.title.replace(/^\(\d+\) /, "");
    if (n) document.title = `(${n}) ${document.title}`;
  });
  addEventListener("pagehide", () => source.close());
}
