// Import: a file dropped beside the drop zone, forms that are sent once, the mapping's preview.
"use strict";

// A file that misses the zone must not replace the page in the browser.
const zone = document.querySelector("[data-drop]");
for (const name of ["dragover", "drop"]) {
  window.addEventListener(name, (event) => {
    if (![...(event.dataTransfer?.types || [])].includes("Files")) return;
    event.preventDefault();
    if (!zone || zone.contains(event.target)) return;
    if (name === "drop" && event.dataTransfer.files.length) {
      const input = zone.querySelector("input[type=file]");
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
}

// Sent or not, the same file can be chosen again.
zone?.addEventListener("htmx:afterRequest", () => {
  zone.querySelector("input[type=file]").value = "";
  const bar = zone.querySelector("[data-uploading]");
  bar.hidden = true;
});

// The dialog opens at once; htmx fetches its words meanwhile.
document.addEventListener("click", (event) => {
  const ask = event.target.closest("[data-ask-page]");
  if (ask && !event.ctrlKey && !event.metaKey) document.getElementById(ask.dataset.askPage)?.showModal();
});

// What is booked or undone takes a while: a second click must not ask for it again.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-once]")) return;
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "1";
  for (const button of event.target.querySelectorAll("button")) button.classList.add("waits");
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-once]")) delete form.dataset.sent;
});

// Above each column of the preview: what it is taken for.
const mapping = document.querySelector("[data-mapping]");
mapping?.addEventListener("change", () => {
  const taken = new Map();
  for (const select of mapping.querySelectorAll("select[data-field]")) {
    if (select.value) taken.set(select.value, select.dataset.field);
  }
  for (const head of document.querySelectorAll("th[data-column]")) {
    head.querySelector("small").textContent = taken.get(head.dataset.column) || "";
  }
});
