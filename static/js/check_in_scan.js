/* Staff: the camera reads learners' own codes one after the other; each is kept here first and then sent. */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const page = document.getElementById("scan");
  const video = page.querySelector("video");
  const state = page.querySelector("[data-state]");
  const list = page.querySelector("[data-list]");
  const queue = window.checkInQueue;
  const lately = new Map();
  const lines = new Map();

  const count = async () => {
    const number = (await queue.waiting()).length;
    page.querySelector("[data-count]").textContent = number;
    page.querySelector("[data-count-line]").hidden = number === 0;
  };

  const line = (id, who, words, tone) => {
    const item = lines.get(id) || document.createElement("li");
    item.className = `scan-item scan-${tone}`;
    item.replaceChildren(...[who, words].map((text) => {
      const part = document.createElement("span");
      part.textContent = text;
      return part;
    }));
    if (!lines.has(id)) {
      lines.set(id, item);
      list.prepend(item);
    }
  };

  const tell = (result, tap) => {
    const good = ["accepted", "already"].includes(result.verdict);
    line(result.client_id, result.name || (tap ? tap.said : ""), result.said, good ? "good" : "bad");
    if (navigator.vibrate) {
      navigator.vibrate(good ? 60 : [120, 80, 120]);
    }
  };

  const said = (outcome) => {
    state.textContent = outcome === "sign-in" ? page.dataset.signIn : "";
    count();
  };

  const sign = async (secret, who) => {
    const tap = {client_id: queue.newId(), window: Number(page.dataset.window), at: new Date().toISOString(), said: who, ...secret};
    await queue.keep(tap);
    line(tap.client_id, who, page.dataset.kept, "kept");
    said(await queue.send(tell));
  };

  /* One person a few seconds before the camera is one person. */
  const read = (text) => {
    const [code, ...name] = text.trim().split(" ");
    const person = code.split("-")[0];
    if (!/^L[0-9a-z]+-[0-9a-z]+-[a-z2-7]{16}$/.test(code)) {
      return;
    }
    const isSame = Date.now() - (lately.get(person) || 0) < 8000;
    lately.set(person, Date.now());
    if (isSame) {
      return;
    }
    sign({code}, name.join(" ") || person);
  };

  const script = (address) => new Promise((resolve, reject) => {
    const tag = document.createElement("script");
    tag.src = address;
    tag.onload = resolve;
    tag.onerror = reject;
    document.head.append(tag);
  });

  const reader = async () => {
    if ("BarcodeDetector" in window && (await window.BarcodeDetector.getSupportedFormats()).includes("qr_code")) {
      const detector = new window.BarcodeDetector({formats: ["qr_code"]});
      return async () => (await detector.detect(video)).forEach((found) => read(found.rawValue));
    }
    await script(page.dataset.reader);
    const canvas = document.createElement("canvas");
    const paper = canvas.getContext("2d", {willReadFrequently: true});
    return async () => {
      canvas.width = video.videoWidth;
      canvas.height = video.videoHeight;
      paper.drawImage(video, 0, 0);
      const picture = paper.getImageData(0, 0, canvas.width, canvas.height);
      const found = window.jsQR(picture.data, picture.width, picture.height, {inversionAttempts: "dontInvert"});
      if (found) {
        read(found.data);
      }
    };
  };

  page.querySelector("[data-start]").addEventListener("click", async (event) => {
    const button = event.currentTarget;
    try {
      video.srcObject = await navigator.mediaDevices.getUserMedia({video: {facingMode: "environment"}});
      const look = await reader();
      video.hidden = false;
      button.hidden = true;
      await video.play();
      window.setInterval(() => { if (video.videoWidth) { look().catch(() => {}); } }, 250);
    } catch {
      state.textContent = page.dataset.noCamera;
    }
  });

  page.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    const typed = document.getElementById("typed");
    if (/^\d{6}$/.test(typed.value.trim())) {
      sign({pin: typed.value.trim()}, typed.value.trim());
      typed.value = "";
    }
    typed.focus();
  });

  queue.keepTrying(tell, said);
  count();
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register(page.dataset.worker, {scope: "/check-in/"}).catch(() => {});
  }
});
