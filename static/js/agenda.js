/* Moving sessions on the calendar with the mouse or the arrow keys. Without this script the clock of a session leads
   to a form that does the same. */
"use strict";

(() => {
  const STEP = 15;
  const board = document.querySelector("[data-agenda]");
  const dialog = document.querySelector("[data-dialog]");
  const said = document.querySelector("[data-said]");
  if (!board || !dialog) {
    return;
  }
  let held = null; // the session that is being moved: box, start (minutes of its day), day, length, and where to
  let pressed = null; // the session on which the mouse button went down
  let dragged = false; // the click that ends a drag does not open the session

  // Days are counted in UTC, where none of them has 23 hours.
  const plusDays = (day, count) => new Date(Date.parse(`${day}T00:00Z`) + count * 86400000).toISOString().slice(0, 10);
  const clock = (minutes) => `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
  const boxOf = (day) => board.querySelector(`[data-day="${day}"]`);
  const isScaled = () => board.classList.contains("agenda-scaled") && getComputedStyle(board.querySelector("[data-items]")).display === "block";

  const hold = (box) => {
    const [day, time] = box.dataset.start.split("T");
    const [hour, minute] = time.split(":").map(Number);
    const minutes = Number(box.dataset.minutes);
    held = {box, link: box.querySelector("[data-move]"), day, start: hour * 60 + minute, minutes, toDay: day, toStart: hour * 60 + minute};
    box.classList.add("agenda-picked");
  };

  const preview = document.createElement("div");
  preview.className = "agenda-preview";

  const show = () => {
    board.querySelectorAll(".agenda-target").forEach((one) => one.classList.remove("agenda-target"));
    preview.remove();
    const target = boxOf(held.toDay);
    if (target) {
      target.classList.add("agenda-target");
      if (isScaled()) {
        const {from, until} = board.dataset;
        const share = 100 / ((until - from) * 60);
        preview.style.top = `${(held.toStart - from * 60) * share}%`;
        preview.style.height = `${held.minutes * share}%`;
        target.querySelector("[data-items]").append(preview);
      }
    }
    const words = target ? target.dataset.words : held.toDay;
    said.textContent = (pressed ? board.dataset.dragged : board.dataset.picked).replace("{when}", `${words} ${clock(held.toStart)}–${clock(held.toStart + held.minutes)}`);
  };

  const release = (words) => {
    board.querySelectorAll(".agenda-target, .agenda-picked").forEach((one) => one.classList.remove("agenda-target", "agenda-picked"));
    document.body.classList.remove("agenda-dragging");
    preview.remove();
    said.textContent = words || "";
    held = null;
    if (words) {
      window.setTimeout(() => { said.textContent = held ? said.textContent : ""; }, 2500);
    }
  };

  const leave = () => {
    const {link} = held;
    release(board.dataset.left);
    link.focus();
  };

  /* The dialog holds the form that the clock leads to. */
  let opener = null;
  const fill = (text, wish) => {
    const content = dialog.querySelector("[data-dialog-content]");
    content.innerHTML = text;
    window.htmx.process(content);
    if (!dialog.open) {
      dialog.showModal();
    }
    const first = content.querySelector(".error-summary") || content.querySelector(wish);
    first.focus();
    if (first.select) {
      first.select();
    }
  };

  const ask = async (address, options, wish, otherwise) => {
    try {
      const answer = await fetch(address, {...options, headers: {"HX-Request": "true"}, redirect: "manual"});
      if (answer.headers.get("HX-Redirect")) {
        window.location.assign(answer.headers.get("HX-Redirect"));
        return;
      }
      if (answer.ok) {
        fill(await answer.text(), wish);
        return;
      }
    } catch { /* The page of its own says what is wrong. */ }
    otherwise();
  };

  const drop = () => {
    const {link, day, start, toDay, toStart} = held;
    const wish = day === toDay && start === toStart ? "[name=on]" : "[name=reason]";
    const address = new URL(link.href);
    address.searchParams.set("on", toDay);
    address.searchParams.set("at", clock(toStart));
    opener = link;
    release();
    ask(address, {}, wish, () => window.location.assign(address));
  };

  dialog.addEventListener("submit", (event) => {
    const form = event.target;
    const body = new FormData(form, event.submitter);
    event.preventDefault();
    ask(form.action, {method: "POST", body}, "[name=reason]", () => form.submit());
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-dialog-close]")) {
      event.preventDefault();
      dialog.close();
    }
  });
  dialog.addEventListener("close", () => opener && opener.focus());

  /* The mouse. */
  const place = (event) => {
    const column = document.elementsFromPoint(event.clientX, event.clientY).map((one) => one.closest("[data-day]")).find(Boolean);
    if (!column) {
      return;
    }
    held.toDay = column.dataset.day;
    if (isScaled()) {
      const {from, until} = board.dataset;
      const area = column.querySelector("[data-items]").getBoundingClientRect();
      const minutes = from * 60 + (event.clientY - held.grabbed - area.top) / area.height * (until - from) * 60;
      held.toStart = Math.min(Math.max(Math.round(minutes / STEP) * STEP, 0), 24 * 60 - held.minutes);
    }
    show();
  };

  board.addEventListener("pointerdown", (event) => {
    const box = event.target.closest("[data-session]");
    if (box && event.button === 0 && event.pointerType === "mouse" && !event.target.closest("[data-move]")) {
      pressed = {box, x: event.clientX, y: event.clientY};
    }
  });
  document.addEventListener("pointermove", (event) => {
    if (pressed && !held && Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > 5) {
      hold(pressed.box);
      held.grabbed = pressed.y - pressed.box.getBoundingClientRect().top;
      document.body.classList.add("agenda-dragging");
    }
    if (pressed && held) {
      event.preventDefault();
      place(event);
    }
  });
  document.addEventListener("pointerup", () => {
    if (pressed && held) {
      dragged = true;
      window.setTimeout(() => { dragged = false; }, 0);
      if (held.toDay === held.day && held.toStart === held.start) {
        release();
      } else {
        drop();
      }
    }
    pressed = null;
  });
  document.addEventListener("pointercancel", () => {
    if (pressed && held) {
      release();
    }
    pressed = null;
  });
  board.addEventListener("dragstart", (event) => event.preventDefault());

  /* The keyboard; and a click on the clock, which opens the form. */
  board.addEventListener("click", (event) => {
    if (dragged) {
      event.preventDefault();
      return;
    }
    const link = event.target.closest("[data-move]");
    if (!link) {
      return;
    }
    event.preventDefault();
    if (!held) {
      hold(link.closest("[data-session]"));
      if (event.detail === 0) {
        show();
        return;
      }
    }
    drop();
  });

  const steps = () => (board.classList.contains("agenda-month") ? {ArrowUp: [-7, 0], ArrowDown: [7, 0]} : {ArrowUp: [0, -STEP], ArrowDown: [0, STEP]});
  document.addEventListener("keydown", (event) => {
    if (!held || dialog.open) {
      return;
    }
    if (event.key === "Escape") {
      event.preventDefault();
      pressed = null;
      leave();
      return;
    }
    const step = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ...steps()}[event.key];
    if (step) {
      event.preventDefault();
      held.toDay = plusDays(held.toDay, step[0]);
      held.toStart = Math.min(Math.max(held.toStart + step[1], 0), 24 * 60 - held.minutes);
      show();
    } else if (event.key === "Tab") {
      leave();
    }
  });
})();
