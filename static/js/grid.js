/* Arrow keys in the attendance grid. Without this script every cell is an ordinary link. */
"use strict";

(() => {
  const STEPS = {ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0]};

  const cellsOf = (grid) => Array.from(grid.querySelectorAll("tbody tr"), (row) => Array.from(row.querySelectorAll("a.sign")));

  // One stop of the tab key for the whole grid; the arrows go on from there.
  const prepare = () => {
    document.querySelectorAll("table[data-grid]").forEach((grid) => {
      cellsOf(grid).flat().forEach((link, place) => { link.tabIndex = place === 0 ? 0 : -1; });
    });
  };

  const target = (cells, row, column, key) => {
    if (key === "Home") {
      return cells[row][0];
    }
    if (key === "End") {
      return cells[row][cells[row].length - 1];
    }
    const [down, right] = STEPS[key];
    return (cells[row + down] || [])[column + right];
  };

  document.addEventListener("keydown", (event) => {
    const link = event.target.closest ? event.target.closest("table[data-grid] a.sign") : null;
    if (!link || event.ctrlKey || event.metaKey || event.altKey || !(event.key in STEPS || event.key === "Home" || event.key === "End")) {
      return;
    }
    const cells = cellsOf(link.closest("table"));
    const row = cells.findIndex((line) => line.includes(link));
    const next = target(cells, row, cells[row].indexOf(link), event.key);
    event.preventDefault();
    if (next) {
      link.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    }
  });

  document.addEventListener("DOMContentLoaded", prepare);
  document.addEventListener("htmx:afterSwap", prepare);
})();
