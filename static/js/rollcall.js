/* The sheet of a roll call by keyboard: Enter and arrows move between marks, one button fills the rest of a column.
   Without this script the sheet is an ordinary form. */
"use strict";

(() => {
  const form = document.querySelector("form[data-roll]");
  if (!form) {
    return;
  }
  const rows = Array.from(form.querySelectorAll("tbody tr"), (row) => Array.from(row.querySelectorAll("td"), (cell) => cell.querySelector("input.roll-mark")));
  const count = form.querySelector("[data-roll-count]");
  const first = new Map(rows.flat().filter(Boolean).map((input) => [input, input.value]));
  let sent = false;

  const told = () => {
    const all = rows.flat().filter(Boolean);
    if (count) {
      count.textContent = `${all.filter((input) => input.value.trim()).length} / ${all.length}`;
    }
  };
  const place = (input) => {
    for (let row = 0; row < rows.length; row += 1) {
      const column = rows[row].indexOf(input);
      if (column >= 0) {
        return [row, column];
      }
    }
    return [-1, -1];
  };
  const go = (row, column) => {
    const target = (rows[row] || [])[column];
    if (target) {
      target.focus();
      target.select();
      target.scrollIntoView({block: "nearest", inline: "nearest"});
    }
  };

  form.addEventListener("keydown", (event) => {
    const input = event.target;
    if (!input.classList || !input.classList.contains("roll-mark") || event.isComposing) {
      return;
    }
    const [row, column] = place(input);
    const atStart = input.selectionStart === 0 && (input.selectionEnd === 0 || input.selectionEnd === input.value.length);
    const atEnd = input.selectionEnd === input.value.length;
    const step = {Enter: [1, 0], ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowLeft: atStart ? [0, -1] : null, ArrowRight: atEnd ? [0, 1] : null}[event.key];
    if (step && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      go(row + step[0], column + step[1]);
    }
  });
  form.addEventListener("input", told);
  form.querySelectorAll("[data-fill]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      const column = Number(button.dataset.fill);
      rows.forEach((row) => {
        if (row[column] && !row[column].value.trim()) {
          row[column].value = "1";
        }
      });
      told();
    });
  });
  form.addEventListener("submit", () => { sent = true; });
  window.addEventListener("beforeunload", (event) => {
    if (!sent && Array.from(first).some(([input, value]) => input.value !== value)) {
      event.preventDefault();
    }
  });
  told();
})();
