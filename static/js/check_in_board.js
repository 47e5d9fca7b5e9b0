/* The screen in the hall says when its code may be out of date, and can fill the whole screen. */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const lost = document.querySelector("[data-lost]");
  let last = Date.now();
  document.body.addEventListener("htmx:afterSwap", () => { last = Date.now(); });
  window.setInterval(() => {
    lost.hidden = Date.now() - last < 8000;
    document.getElementById("board").classList.toggle("is-stale", !lost.hidden);
  }, 1000);
  const full = document.querySelector("[data-full-screen]");
  if (document.documentElement.requestFullscreen) {
    full.hidden = false;
    full.addEventListener("click", () => document.documentElement.requestFullscreen());
  }
});
