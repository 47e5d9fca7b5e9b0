/* What was signed without a network: kept on this device, sent when there is one, never twice (each has its own id). */
"use strict";

window.checkInQueue = (() => {
  const open = () => new Promise((resolve, reject) => {
    const asked = indexedDB.open("check-in", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("taps", {keyPath: "client_id"});
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });

  const within = async (mode, work) => {
    const base = await open();
    return new Promise((resolve, reject) => {
      const transaction = base.transaction("taps", mode);
      const asked = work(transaction.objectStore("taps"));
      transaction.oncomplete = () => { base.close(); resolve(asked.result); };
      transaction.onerror = transaction.onabort = () => { base.close(); reject(transaction.error); };
    });
  };

  const newId = () => crypto.randomUUID ? crypto.randomUUID() : Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

  /* Kept before it is sent: a battery may end, a page be closed. */
  const keep = (tap) => within("readwrite", (store) => store.put(tap));
  const drop = (id) => within("readwrite", (store) => store.delete(id));
  const waiting = () => within("readonly", (store) => store.getAll());

  const post = async (windowId, taps) => {
    const end = new AbortController();
    const timer = setTimeout(() => end.abort(), 15000);
    try {
      return await fetch(`/check-in/${windowId}/taps`, {
        method: "POST",
        credentials: "same-origin",
        headers: {"Content-Type": "application/json"},
        body: JSON.stringify({now: new Date().toISOString(), taps: taps.map(({window, said, ...tap}) => tap)}),
        signal: end.signal,
      });
    } finally {
      clearTimeout(timer);
    }
  };

  let sending = null;

  /* Sends everything that waits and tells each outcome; answers "sent", "no-network", "sign-in" or "busy". */
  const send = (tell) => {
    sending = sending || sendNow(tell).finally(() => { sending = null; });
    return sending;
  };

  const sendNow = async (tell) => {
    const groups = new Map();
    for (const tap of await waiting()) {
      groups.set(tap.window, [...(groups.get(tap.window) || []), tap]);
    }
    for (const [windowId, taps] of groups) {
      for (let first = 0; first < taps.length; first += 100) {
        const state = await sendPart(windowId, taps.slice(first, first + 100), tell);
        if (state !== "sent") {
          return state;
        }
      }
    }
    return "sent";
  };

  const sendPart = async (windowId, taps, tell) => {
    let answer;
    try {
      answer = await post(windowId, taps);
    } catch {
      return "no-network";
    }
    if (answer.status === 401) {
      return "sign-in";
    }
    if (answer.status !== 200) {
      return "busy";
    }
    for (const result of (await answer.json()).results) {
      await drop(result.client_id);
      tell(result, taps.find((tap) => tap.client_id === result.client_id));
    }
    return "sent";
  };

  /* Again whenever there is hope, as long as something waits. */
  const keepTrying = (tell, said) => {
    const again = async () => {
      if ((await waiting()).length) {
        said(await send(tell));
      }
    };
    window.addEventListener("online", again);
    document.addEventListener("visibilitychange", () => document.hidden || again());
    window.setInterval(again, 5000);
    again();
  };

  return {newId, keep, waiting, send, keepTrying};
})();

/* Any page may send what waits; this one shows itself anew when something was sent. */
document.addEventListener("DOMContentLoaded", () => {
  if (document.querySelector("[data-send-kept]")) {
    window.checkInQueue.keepTrying(() => window.location.reload(), () => {});
  }
});
