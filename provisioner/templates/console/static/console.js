// Counts time between two answers of the console, says when it no longer answers, keeps typed notes from being lost.
"use strict";
(() => {
  const SOON = 600, LAST = 120;
  const pad = (n) => String(n).padStart(2, "0");
  const digits = (s) => {
    const rest = Math.max(0, Math.floor(s));
    const [h, m] = [Math.floor(rest / 3600), Math.floor(rest / 60) % 60];
    return h ? `${h}:${pad(m)}:${pad(rest % 60)}` : `${pad(m)}:${pad(rest % 60)}`;
  };

  // The server says how many seconds are left when it answers; this machine's own time of day is never used.
  const since = (s) => (s < 60 ? `vu il y a ${s} s` : `vu il y a ${Math.floor(s / 60)} min ${pad(s % 60)} s`);
  const tick = () => {
    const now = performance.now();
    for (const ago of document.querySelectorAll("[data-ago]")) {
      if (ago.dataset.of !== ago.dataset.ago) {
        ago.dataset.of = ago.dataset.ago;
        ago.dataset.at = String(now);
      }
      const text = since(Math.floor(Number(ago.dataset.ago) + (now - Number(ago.dataset.at)) / 1000));
      if (ago.textContent !== text) ago.textContent = text;
    }
    for (const clock of document.querySelectorAll("[data-left]")) {
      if (clock.dataset.of !== clock.dataset.left) {
        clock.dataset.of = clock.dataset.left;
        clock.dataset.at = String(now);
      }
      const past = clock.dataset.running === "1" ? (now - Number(clock.dataset.at)) / 1000 : 0;
      const left = Number(clock.dataset.left) - past;
      const text = digits(left);
      if (clock.textContent !== text) clock.textContent = text;
      const card = clock.closest("[data-state]");
      if (card && clock.dataset.running === "1") {
        card.classList.toggle("soon", left <= SOON && left > LAST);
        card.classList.toggle("last", left <= LAST);
      }
    }
  };
  setInterval(tick, 250);
  document.addEventListener("DOMContentLoaded", tick);
  document.addEventListener("htmx:afterSettle", tick);

  const cut = () => document.getElementById("coupure");
  for (const trouble of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(trouble, () => { cut().hidden = false; });
  }
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.xhr && event.detail.xhr.status) cut().hidden = true;
  });

  // A note that was not acknowledged is sent again, until it is; the page does not close on it without a word.
  const waiting = new Set();
  document.addEventListener("input", (event) => {
    if (event.target.matches("textarea[hx-post]")) waiting.add(event.target);
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.matches("textarea[hx-post]")) event.target.dataset.sent = event.target.value;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const note = event.target;
    if (!note.matches || !note.matches("textarea[hx-post]")) return;
    if (event.detail.successful && note.value === note.dataset.sent) waiting.delete(note);
  });
  setInterval(() => {
    for (const note of waiting) if (!note.classList.contains("htmx-request")) htmx.trigger(note, "encore");
  }, 3000);
  window.addEventListener("beforeunload", (event) => { if (waiting.size) event.preventDefault(); });

  // What an order answered is read at once with the keyboard; once it is closed, the keyboard is back where it was.
  let opener = "";
  document.addEventListener("htmx:beforeRequest", (event) => {
    const { elt, target } = event.detail;
    if (target && target.id === "barre" && !elt.closest("#barre")) opener = elt.id;
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const bar = document.getElementById("barre");
    if (!bar || event.detail.target !== bar) return;
    const first = bar.querySelector("[data-focus]") || (!bar.textContent.trim() && document.getElementById(opener));
    if (first) first.focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const close = document.querySelector("[data-close]");
    if (close) close.click();
  });
})();
