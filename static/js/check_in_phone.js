/* A learner's phone: the button works without a network, and the page says what became of it. */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const form = document.getElementById("sign");
  const queue = window.checkInQueue;
  const part = (name) => document.querySelector(`[data-${name}]`);
  const offline = form.dataset.offline === "yes";
  const code = decodeURIComponent(window.location.pathname.split("/").pop());
  const known = form.dataset.name || (offline && localStorage.getItem("check-in-name")) || "";

  const show = (name) => {
    ["done", "waiting", "refused"].forEach((one) => { part(one).hidden = one !== name; });
    form.hidden = name === "done" || name === "waiting";
  };

  const tell = (result) => {
    document.querySelectorAll("[data-offline-note]").forEach((one) => { one.hidden = true; });
    if (result.verdict === "accepted" || result.verdict === "already") {
      part("said").textContent = result.said;
      show("done");
    } else if (result.verdict === "unknown_person") {
      show("refused");
      part("refused-said").textContent = result.said;
    } else {
      part("refused-said").textContent = result.said;
      show("refused");
      form.hidden = true;
    }
  };

  const said = (state) => {
    if (state !== "sent") {
      show("waiting");
    }
  };

  const place = () => new Promise((resolve) => {
    if (form.dataset.place !== "asked" || !navigator.geolocation) {
      resolve(null);
      return;
    }
    navigator.geolocation.getCurrentPosition(
      (found) => resolve([found.coords.latitude, found.coords.longitude]),
      () => resolve(null),
      {timeout: 8000, maximumAge: 60000},
    );
  });

  const sign = async (event) => {
    event.preventDefault();
    event.stopPropagation();
    const button = form.querySelector("button");
    if (button.disabled) {
      return;
    }
    button.disabled = true;
    const at = new Date();
    const tap = {client_id: form.dataset.id || queue.newId(), window: Number(form.dataset.window) || parseInt(code.split("-")[0], 36), at: at.toISOString()};
    form.dataset.id = tap.client_id;
    if (offline) {
      tap.code = code;
    } else {
      tap.pass = form.elements.proof.value;
    }
    const where = await place();
    if (where) {
      tap.place = where;
    }
    try {
      await queue.keep(tap);
    } catch {
      if (!offline) {
        form.submit();
      }
      return;
    }
    part("kept-at").textContent = at.toTimeString().slice(0, 8);
    said(await queue.send(tell));
    button.disabled = false;
  };

  if (offline) {
    const words = document.querySelector("[data-known-name]");
    words.textContent = known;
    form.hidden = !known || code === "app";
    document.querySelector("[data-stranger]").hidden = Boolean(known);
  }
  if (known) {
    localStorage.setItem("check-in-name", known);
    form.addEventListener("submit", sign);
  }
  queue.keepTrying(tell, said);
  if (form.dataset.worker && "serviceWorker" in navigator) {
    navigator.serviceWorker.register(form.dataset.worker, {scope: "/s/"}).catch(() => {});
  }
});
