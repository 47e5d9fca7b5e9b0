/* A timed paper: every answer is kept on the device at once and sent as soon as the network allows; the server's clock
   counts. The form works without this script. */
"use strict";

(() => {
  const form = document.getElementById("exam");
  if (!form) {
    return;
  }
  const { save, key, blank, sure } = form.dataset;
  const token = form.elements.csrf_token.value;
  const time = document.querySelector(".exam-time");
  const saved = document.querySelector(".exam-saved");
  const answered = document.querySelector("[data-answered]");
  const fieldsets = Array.from(form.querySelectorAll("[data-question]"));
  const typing = new Map();
  let queue = [];
  let sending = false;
  let leaving = false;
  let asking = false;
  let ends = performance.now() + Number(time.dataset.left) * 1000;

  const number = () => (window.crypto.randomUUID ? window.crypto.randomUUID() : `${Date.now()}-${Math.random()}`.slice(0, 40));
  const controls = (fieldset) => Array.from(fieldset.querySelectorAll("input, textarea"));
  const chosen = (fieldset) => controls(fieldset)
    .filter((one) => !["radio", "checkbox"].includes(one.type) || one.checked).map((one) => one.value);
  const isAnswered = (fieldset) => chosen(fieldset).some((one) => one.trim());

  const remember = () => {
    try {
      window.localStorage.setItem(key, JSON.stringify(queue));
    } catch { /* a device without storage still sends what it can */ }
  };

  const tell = () => {
    const waiting = new Set(queue.filter((one) => one.answer).map((one) => one.question)).size;
    saved.classList.toggle("is-waiting", waiting > 0 && !sending);
    saved.textContent = waiting ? (sending ? saved.dataset.saving : saved.dataset.waiting.replace("{n}", waiting)) : saved.dataset.saved;
    answered.textContent = fieldsets.filter(isAnswered).length;
  };

  const note = (fieldset) => {
    typing.delete(fieldset);
    queue = queue.filter((one) => one.question !== Number(fieldset.dataset.question) || one.sent);
    queue.push({ client_id: number(), question: Number(fieldset.dataset.question), answer: chosen(fieldset), at: Date.now() });
    remember();
    tell();
    send();
  };

  const noteTyping = () => Array.from(typing.keys()).forEach((fieldset) => {
    window.clearTimeout(typing.get(fieldset));
    note(fieldset);
  });

  const finish = () => {
    if (leaving) {
      return;
    }
    leaving = true;
    noteTyping();
    fieldsets.forEach((one) => { one.disabled = performance.now() >= ends; });
    leave();
  };

  const leave = async () => {
    await send();
    if (queue.some((one) => one.answer)) {
      window.setTimeout(leave, 3000); // without network the page stays, so that nothing written is lost
    } else {
      form.submit();
    }
  };

  async function send() {
    if (sending || !queue.length) {
      return;
    }
    sending = true;
    const part = queue.slice(0, 100);
    part.forEach((one) => { one.sent = true; });
    const age = (one) => Math.max(0, Date.now() - one.at);
    const body = JSON.stringify({
      saves: part.filter((one) => one.answer).map((one) => ({ client_id: one.client_id, question: one.question, answer: one.answer, age: age(one) })),
      events: part.filter((one) => one.kind).map((one) => ({ client_id: one.client_id, kind: one.kind, age: age(one) })),
    });
    let went = false;
    try {
      const response = await fetch(save, { method: "POST", body, headers: { "Content-Type": "application/json", "X-CSRFToken": token } });
      if (response.ok) {
        const said = await response.json();
        const kept = new Set([...said.kept, ...part.map((one) => one.client_id)]);
        queue = queue.filter((one) => !kept.has(one.client_id));
        ends = performance.now() + said.left * 1000;
        went = true;
      }
    } catch { /* no network: what is in the queue is sent later */ }
    part.forEach((one) => { delete one.sent; });
    sending = false;
    remember();
    tell();
    if (went && queue.length) {
      await send();
    }
  }

  const restore = () => {
    try {
      queue = JSON.parse(window.localStorage.getItem(key) || "[]");
    } catch {
      queue = [];
    }
    queue.filter((one) => one.answer).forEach((one) => {
      const fieldset = fieldsets.find((each) => Number(each.dataset.question) === one.question);
      if (!fieldset) {
        return;
      }
      controls(fieldset).forEach((control, place) => {
        if (["radio", "checkbox"].includes(control.type)) {
          control.checked = one.answer.includes(control.value);
        } else {
          control.value = one.answer[place] || "";
        }
      });
    });
  };

  const seen = (kind) => {
    if (asking) {
      return; // our own question took the focus
    }
    queue.push({ client_id: number(), kind, at: Date.now() });
    remember();
    send();
  };

  form.addEventListener("change", (event) => {
    const fieldset = event.target.closest("[data-question]");
    if (fieldset) {
      window.clearTimeout(typing.get(fieldset));
      note(fieldset);
    }
  });
  form.addEventListener("input", (event) => {
    const fieldset = event.target.closest("[data-question]");
    if (fieldset && !["radio", "checkbox"].includes(event.target.type)) {
      window.clearTimeout(typing.get(fieldset));
      typing.set(fieldset, window.setTimeout(() => note(fieldset), 800));
    }
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter && event.submitter.value === "save") {
      return;
    }
    event.preventDefault();
    const open = fieldsets.filter((one) => !isAnswered(one)).length;
    asking = true;
    const agreed = window.confirm(open ? blank.replace("{n}", open) : sure);
    window.setTimeout(() => { asking = false; }, 500);
    if (agreed) {
      finish();
    }
  });
  document.addEventListener("visibilitychange", () => {
    noteTyping();
    seen(document.hidden ? "hidden" : "shown");
  });
  window.addEventListener("blur", () => seen("blur"));
  window.addEventListener("focus", () => seen("focus"));
  window.addEventListener("online", send);
  window.setInterval(send, 5000);
  window.setInterval(() => {
    const left = Math.max(0, Math.round((ends - performance.now()) / 1000));
    const parts = [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60].map((one) => String(one).padStart(2, "0"));
    time.textContent = left ? parts.join(":") : time.dataset.over;
    time.classList.toggle("is-short", left < 300);
    if (!left) {
      finish();
    }
  }, 1000);
  restore();
  tell();
  send();
})();
