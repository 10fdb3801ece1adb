/** What the page does beyond showing: a walk through nodes and lines by keyboard, and what the pointer is at. Without it all text is there, too. */
export const SCRIPT = `"use strict";
for (const map of document.querySelectorAll(".map")) {
  const nodes = [...map.querySelectorAll(".places path:not(.pip)")];
  const walker = map.querySelector(".walker");
  if (!walker || nodes.length === 0) continue;
  const slider = walker.querySelector("input");
  const told = walker.querySelector(".told");
  const index = new Map(nodes.map((node, at) => [node, at]));
  let current;
  const show = (node) => {
    if (current) current.classList.remove("at");
    current = node;
    node.classList.add("at");
    const place = node.closest(".place").querySelector("figcaption b").textContent;
    const text = node.textContent + ", " + place + ": " + node.parentNode.dataset.about;
    told.textContent = text;
    slider.value = index.get(node) + 1;
    slider.setAttribute("aria-valuetext", text);
  };
  const walk = (at) => {
    show(nodes[at]);
    nodes[at].scrollIntoView({ block: "nearest" });
  };
  walker.hidden = false;
  slider.setAttribute("aria-valuetext", told.textContent);
  slider.addEventListener("input", () => walk(slider.value - 1));
  slider.addEventListener("keydown", (event) => {
    const by = { PageDown: 1, PageUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    let at = slider.value - 1;
    const here = nodes[at].closest(".place");
    while (nodes[at + by] && nodes[at].closest(".place") === here) at += by;
    walk(at);
  });
  const point = (event) => { if (index.has(event.target)) show(event.target); };
  map.addEventListener("pointerover", point);
  map.addEventListener("click", point);
}
for (const conf of document.querySelectorAll(".conf")) {
  conf.addEventListener("keydown", (event) => {
    const lines = conf.children;
    const at = [...lines].indexOf(event.target);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 20, PageUp: at - 20, Home: 0, End: lines.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const next = lines[Math.max(0, Math.min(lines.length - 1, to))];
    event.target.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
}
addEventListener("beforeprint", () => { for (const part of document.querySelectorAll("details.file")) part.open = true; });
`;
