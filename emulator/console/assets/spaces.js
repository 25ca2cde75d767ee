// Spaces: what there is, a way into each, and out of the world.

import { ask, emulatorRoot } from "./control.js";
import { byId, element } from "./element.js";
import { doing, say } from "./notice.js";
import { Repeat } from "./repeat.js";

// Where this page is in a space itself, the others are beside it.
const outside = new URL(emulatorRoot.href.replace(/_space\/[^/]+\/$/, ""));

let shown = "";

async function load() {
  const found = await ask("GET", "spaces");
  const text = JSON.stringify(found);
  if (text === shown) return;
  shown = text;
  byId("rows").replaceChildren(...found.map(line));
  byId("empty").hidden = found.length > 0;
}

function line(space) {
  const facts = Object.entries(space).filter(([name]) => name !== "name");
  const there = new URL(`_space/${encodeURIComponent(space.name)}/_emulator/console/`, outside);
  return element("tr", {},
    element("th", { scope: "row" }, element("a", { href: there.href }, space.name)),
    element("td", {}, element("dl", { class: "pairs" }, facts.map(([name, value]) =>
      element("div", {}, element("dt", {}, name.replaceAll("_", " ")), element("dd", {}, typeof value === "string" ? value : JSON.stringify(value)))))),
    element("td", { class: "actions" }, element("button", { type: "button", "aria-label": `Drop ${space.name}`, click: () => doing(async () => {
      await ask("DELETE", `spaces/${encodeURIComponent(space.name)}`);
      await load();
      say(`${space.name} is gone.`);
    }) }, "Drop")));
}

doing(load).then(() => {
  document.documentElement.dataset.ready = "true";
  new Repeat(() => doing(load), 3000).start();
});
