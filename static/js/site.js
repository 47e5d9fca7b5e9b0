/* What scripts add to pages that work without them. */
"use strict";

document.addEventListener("submit", (event) => {
  const form = event.target;
  const asked = (event.submitter && event.submitter.dataset.confirm) || form.dataset.confirm;
  if (asked && !window.confirm(asked)) {
    event.preventDefault();
    return;
  }
  if (form.method === "post") {
    // A second click must not send the form twice; the button comes back when the page does.
    const buttons = form.querySelectorAll("button[type=submit]");
    window.setTimeout(() => buttons.forEach((button) => { button.disabled = true; }), 0);
    window.setTimeout(() => buttons.forEach((button) => { button.disabled = false; }), 8000);
  }
});

window.addEventListener("pageshow", () => {
  document.querySelectorAll("button[disabled][type=submit]").forEach((button) => { button.disabled = false; });
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && window.location.hash === "#menu") {
    window.location.hash = "top";
  }
});

document.addEventListener("change", (event) => {
  const input = event.target;
  if (input.dataset.upload !== "list") {
    return;
  }
  const list = document.querySelector(`[data-upload-list="${input.id}"]`);
  list.replaceChildren(...Array.from(input.files, (file) => {
    const line = document.createElement("li");
    line.textContent = `${file.name} · ${Math.ceil(file.size / 1024)} kB`;
    return line;
  }));
  list.hidden = input.files.length === 0;
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-print]");
  if (button) {
    window.print();
  }
});

document.addEventListener("DOMContentLoaded", () => {
  const summary = document.querySelector(".error-summary");
  if (summary) {
    summary.focus();
  }
});
