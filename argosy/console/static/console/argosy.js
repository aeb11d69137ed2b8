// What the browser does beyond links and forms: keyboard, search, menus, charts. No framework, no eval.
"use strict";
{

const root = document.documentElement;
const $ = (selector, from = document) => from.querySelector(selector);
const all = (selector, from = document) => [...from.querySelectorAll(selector)];

// The rail's width is the browser's own affair.
if (localStorage.getItem("rail") === "narrow") root.dataset.rail = "narrow";

function openSearch() {
  const dialog = $("#search");
  if (!dialog || dialog.open) return;
  dialog.showModal();
  const input = $("#search-text");
  input.select();
  if (!$("#search-found").children.length) htmx.trigger("#search-found", "opened");
}

function moveInSearch(step) {
  const links = all("#search-found a");
  if (!links.length) return;
  const now = links.findIndex((link) => link.classList.contains("here"));
  links.forEach((link) => link.classList.remove("here"));
  const next = links[(now + step + links.length) % links.length];
  next.classList.add("here");
  next.scrollIntoView({ block: "nearest" });
}

let waitsForPlace = false;
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if ((event.key === "k" && (event.ctrlKey || event.metaKey)) || (event.key === "/" && !typing)) {
    event.preventDefault();
    openSearch();
    return;
  }
  if ($("#search")?.open) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      moveInSearch(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter") {
      const chosen = $("#search-found a.here") || $("#search-found a");
      if (chosen) {
        event.preventDefault();
        chosen.click();
      }
    }
    return;
  }
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (waitsForPlace) {
    waitsForPlace = false;
    $(`.rail [data-go="${CSS.escape(event.key)}"]`)?.click();
  } else if (event.key === "g") {
    waitsForPlace = true;
    setTimeout(() => (waitsForPlace = false), 1200);
  }
});

document.addEventListener("click", (event) => {
  const at = (selector) => event.target.closest(selector);
  if (at("[data-search]")) openSearch();
  if (event.target === $("#search")) event.target.close();
  if (at("[data-rail]")) {
    const narrow = root.dataset.rail !== "narrow";
    if (narrow) root.dataset.rail = "narrow";
    else delete root.dataset.rail;
    localStorage.setItem("rail", narrow ? "narrow" : "wide");
  }
  const copy = at("[data-copy]");
  if (copy) {
    event.preventDefault();
    navigator.clipboard?.writeText(copy.dataset.copy).then(() => {
      const words = copy.textContent;
      copy.textContent = document.body.dataset.wordsCopied;
      setTimeout(() => (copy.textContent = words), 900);
    });
  }
  const ask = at("[data-ask]");
  if (ask) document.getElementById(ask.dataset.ask)?.showModal();
  if (at("[data-close]")) at("dialog")?.close();
  const row = at("tr[data-href]");
  if (row && !at("a, button, input, label, summary") && !String(getSelection())) {
    if (event.ctrlKey || event.metaKey) window.open(row.dataset.href, "_blank", "noopener");
    else location.assign(row.dataset.href);
  }
  const tickAll = at("[data-tick-all]");
  if (tickAll) all("tbody input[type=checkbox]", tickAll.closest("table")).forEach((box) => (box.checked = tickAll.checked));
});

document.addEventListener("change", (event) => {
  const ticks = event.target.dataset?.ticks;
  if (ticks) $(`input[name="${CSS.escape(ticks)}"]`).checked = Boolean(event.target.value.trim());
});

// A form that was refused comes back open; as a modal one where there is script to make it so.
all("dialog[data-open]").forEach((dialog) => {
  dialog.removeAttribute("open");
  dialog.showModal();
});

// Menus open beside their button, inside the window.
document.addEventListener("toggle", (event) => {
  const menu = event.target;
  if (!menu.matches?.(".menu") || event.newState !== "open") return;
  const button = $(`[popovertarget="${menu.id}"]`);
  const place = button.getBoundingClientRect();
  menu.style.top = `${Math.min(place.bottom + 4, Math.max(8, innerHeight - menu.offsetHeight - 8))}px`;
  menu.style.left = `${Math.max(8, Math.min(place.left, innerWidth - menu.offsetWidth - 8))}px`;
}, true);

// Forms whose choices become one parameter, and days that become a period.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.join) {
    const ticked = all("input[type=checkbox]:checked", form).map((box) => box.value);
    form.elements[form.dataset.join].value = ticked.join(",");
  }
  if (form.matches("[data-period]")) {
    const since = $("[data-since]", form).value;
    const last = $("[data-last]", form).value;
    form.elements.p.value = since || last ? `${since}..${last}` : "all";
  }
  if (form.method === "get") {
    for (const field of form.elements) if (field.name && !field.value) field.disabled = true;
  }
});
document.addEventListener("htmx:configRequest", (event) => {
  const given = event.detail.parameters;
  for (const name of Object.keys(given)) if (given[name] === "") delete given[name];
});

// Live figures change in place: a brief tint on what is another than before; none while nobody looks.
const figuresBefore = new Map();
document.addEventListener("htmx:beforeRequest", (event) => {
  if (document.hidden && event.detail.elt.matches("[data-live]")) event.preventDefault();
});
document.addEventListener("htmx:beforeSwap", (event) => {
  if (!event.detail.target.matches?.("[data-live]")) return;
  all("[data-key]", event.detail.target).forEach((figure) => figuresBefore.set(figure.dataset.key, $(".value", figure).textContent));
});
document.addEventListener("htmx:afterSwap", () => {
  all("[data-live] [data-key]").forEach((figure) => {
    const before = figuresBefore.get(figure.dataset.key);
    if (before !== undefined && before !== $(".value", figure).textContent) figure.classList.add("changed");
  });
  figuresBefore.clear();
});

// Files dropped on the page go where the form would send them.
function dropping(zone) {
  const input = $("input[type=file]", zone);
  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => { event.preventDefault(); zone.classList.add("over"); });
  }
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  input.addEventListener("change", () => { if (input.files.length) zone.requestSubmit ? zone.requestSubmit() : zone.submit(); });
}
all("[data-drop]").forEach(dropping);
document.addEventListener("htmx:xhr:progress", (event) => {
  // Only of what is sent: answers to polling have a progress too.
  const bar = event.target.closest?.("[data-drop]") && $("[data-uploading]");
  if (!bar || !event.detail.lengthComputable) return;
  bar.hidden = false;
  bar.max = event.detail.total;
  bar.value = event.detail.loaded;
});

// Charts. Colours are named in the specification and resolved here, so that light and dark share one.
const PALETTES = {
  light: { ink: "#1c2430", quiet: "#5d6775", line: "#dde1e7", ground: "#ffffff", accent: "#12506f", gain: "#2a5fa8", loss: "#b4560f", total: "#46515f", unknown: "#b4bac3", hues: ["#1f6f8b", "#c26a12", "#5b5ea6", "#3f8f5f", "#a8456b", "#8a7a1f"], ramp: ["#eef3f6", "#12506f"] },
  dark: { ink: "#e8ecf1", quiet: "#9aa5b3", line: "#343d48", ground: "#171d25", accent: "#6fc0e0", gain: "#7fb2ee", loss: "#eba05a", total: "#a9b4c2", unknown: "#59636f", hues: ["#5fb3cf", "#e6a15a", "#a3a5e6", "#7fc79b", "#e08fb0", "#cfc06a"], ramp: ["#1d2731", "#6fc0e0"] },
};

function palette() {
  const wish = root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  return PALETTES[wish];
}

function coloured(part, colours) {
  if (typeof part === "string" && part.startsWith("colour:")) {
    const [name, nth] = part.slice(7).split(".");
    return nth === undefined ? colours[name] : colours[name][Number(nth) % colours[name].length];
  }
  if (Array.isArray(part)) return part.map((one) => coloured(one, colours));
  if (part && typeof part === "object") {
    return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, coloured(value, colours)]));
  }
  return part;
}

function look(colours) {
  const font = getComputedStyle(document.body).fontFamily;
  const words = { labelFont: font, titleFont: font, labelColor: colours.quiet, titleColor: colours.quiet, labelFontSize: 12, titleFontSize: 12, titleFontWeight: 400 };
  return {
    background: null, font, view: { stroke: null },
    axis: { ...words, gridColor: colours.line, domainColor: colours.line, tickColor: colours.line, domain: false, ticks: false, labelPadding: 6 },
    legend: words, header: { ...words, labelColor: colours.ink, labelFontSize: 12, labelFontWeight: 600 },
    text: { font, fill: colours.ink, fontSize: 12 }, range: { category: colours.hues, ramp: colours.ramp },
    rule: { stroke: colours.line }, bar: { cornerRadius: 1 },
  };
}

async function draw(figure) {
  const target = $(".drawing", figure);
  const colours = palette();
  const spec = coloured(JSON.parse($("script[type='application/json']", figure).textContent), colours);
  const result = await vegaEmbed(target, spec, {
    ast: true, actions: false, defaultStyle: false, renderer: "svg", config: look(colours),
    tooltip: { disableDefaultStyle: true, sanitize: (value) => String(value).replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]) },
  });
  result.view.addEventListener("click", (_event, item) => {
    if (item?.datum?.href) location.assign(item.datum.href);
  });
}

function drawAll() {
  if (!window.vegaEmbed) return;
  all("figure.chart").forEach((figure) => draw(figure).catch((problem) => console.error(problem)));
}
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
document.addEventListener("DOMContentLoaded", drawAll);
}
