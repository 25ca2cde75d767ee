// Spaces: what there is, a way into each, and out of the world.

import { ask, emulatorRoot } from "./control.js";
import { byId, element } from "./element.js";
import { doing, say } from "./notice.js";
import { Repeat } from "./repeat.js";

let shown = "";

async function load() {
  const found = await ask("GET", "spaces");
  const text = JSON.stringify(found);
  if (text === shown) return;
  shown = text;
  const spaces = Array.isArray(found) ? found : (found.spaces ?? []);
  byId("rows").replaceChildren(...spaces.map(line));
  byId("empty").hidden = spaces.length > 0;
}

function line(space) {
  const facts = Object.entries(space).filter(([name]) => name !== "name");
  const there = new URL(`_space/${encodeURIComponent(space.name)}/_emulator/console/`, emulatorRoot);
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
