"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];

  // A page before and after: one position for its pictures at both widths.
  for (const box of all("[data-compare]")) {
    const range = box.querySelector("input[type=range]");
    if (!range) continue;
    const stacks = all(".frame:not(.single) .stack", box);
    const views = all("[data-view]", box);
    const put = (value) => {
      const position = Math.max(0, Math.min(100, value));
      range.value = String(position);
      for (const stack of stacks) stack.style.setProperty("--pos", position + "%");
      const view = position === 0 ? "after" : position === 100 ? "before" : "split";
      for (const button of views) button.setAttribute("aria-pressed", String(button.dataset.view === view));
    };
    range.addEventListener("input", () => put(Number(range.value)));
    for (const button of views) {
      button.addEventListener("click", () => put({ before: 100, split: 50, after: 0 }[button.dataset.view]));
    }
    for (const stack of stacks) {
      const follow = (event) => {
        const frame = stack.getBoundingClientRect();
        put(Math.round((100 * (event.clientX - frame.left)) / frame.width));
      };
      stack.addEventListener("pointerdown", (event) => {
        if (event.pointerType === "touch" && !event.target.closest(".handle")) return;
        stack.setPointerCapture(event.pointerId);
        follow(event);
      });
      stack.addEventListener("pointermove", (event) => {
        if (stack.hasPointerCapture(event.pointerId)) follow(event);
      });
    }
    const tick = box.querySelector("[data-marks]");
    tick.addEventListener("change", () => box.classList.toggle("no-marks", !tick.checked));

    // The next difference, in the frame at desktop width; after the last one, the first again.
    const scroll = box.querySelector(".scroll");
    box.querySelector("[data-next]").addEventListener("click", () => {
      const tops = all(".marks i", scroll).map((mark) => {
        return mark.getBoundingClientRect().top - scroll.getBoundingClientRect().top + scroll.scrollTop - 60;
      });
      tops.sort((a, b) => a - b);
      const most = scroll.scrollHeight - scroll.clientHeight;
      const next = tops.find((top) => top > scroll.scrollTop + 8 && scroll.scrollTop < most - 1);
      const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
      scroll.scrollTo({ top: next === undefined ? tops[0] || 0 : next, behavior: calm ? "auto" : "smooth" });
    });
  }

  // What a link leads to is open and has the focus.
  const reach = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    if (target.tabIndex === -1 && target.hasAttribute("tabindex")) target.focus({ preventScroll: true });
  };
  addEventListener("hashchange", reach);
  reach();

  const details = all("details:not(.source):not(.rows)");
  for (const button of all("[data-open-all]")) {
    button.addEventListener("click", () => {
      const open = details.some((one) => !one.open);
      for (const one of details) one.open = open;
      button.textContent = open ? "Tout replier" : "Tout déplier";
    });
  }
  for (const button of all("[data-print]")) button.addEventListener("click", () => print());
  let shut = [];
  addEventListener("beforeprint", () => {
    shut = all(".more, .same, .other").filter((one) => !one.open);
    for (const one of shut) one.open = true;
    for (const image of all("img[loading=lazy]")) image.loading = "eager";
  });
  addEventListener("afterprint", () => { for (const one of shut) one.open = false; });

  // Where the reader is, in the table of contents.
  const links = new Map(all(".toc a").map((link) => [link.hash.slice(1), link]));
  const sections = all("main > section");
  const tell = () => {
    const line = innerHeight / 3;
    const here = sections.filter((section) => section.getBoundingClientRect().top <= line).pop() || sections[0];
    for (const [id, link] of links) {
      if (here && id === here.id) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
    }
  };
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; tell(); });
  }, { passive: true });
  tell();
})();
