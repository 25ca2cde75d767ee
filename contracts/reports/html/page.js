"use strict";
(() => {
  const root = document.documentElement;

  // The theme: what the system wants, or what was chosen. A page from a file may have no storage.
  const button = document.getElementById("theme");
  const themes = ["auto", "light", "dark"];
  const stored = () => { try { return localStorage.getItem("contracts-theme"); } catch { return null; } };
  const store = (theme) => { try { localStorage.setItem("contracts-theme", theme); } catch { /* it holds for this page */ } };
  const show = (theme) => {
    if (theme === "auto") delete root.dataset.theme; else root.dataset.theme = theme;
    button.textContent = `Theme: ${theme}`;
    button.dataset.theme = theme;
  };
  show(themes.includes(stored()) ? stored() : "auto");
  button.hidden = false;
  button.addEventListener("click", () => {
    const next = themes[(themes.indexOf(button.dataset.theme) + 1) % themes.length];
    store(next);
    show(next);
  });

  // The filter of the clauses, kept in the address: #filter:standing=broken&text=jobID
  const form = document.getElementById("filter");
  const shown = document.getElementById("shown");
  const rows = [...document.querySelectorAll(".clauses tbody tr")].map((row) => ({ row, text: row.textContent.toLowerCase() }));
  const names = ["standing", "basis", "system"];
  const apply = () => {
    const words = form.elements.text.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const { row, text } of rows) {
      const fits = names.every((name) => !form.elements[name].value || row.dataset[name] === form.elements[name].value)
        && words.every((word) => text.includes(word));
      row.hidden = !fits;
      count += fits;
    }
    shown.textContent = `${count} of ${rows.length} clauses`;
  };
  const keep = () => {
    const chosen = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    history.replaceState(null, "", chosen.size ? `#filter:${chosen}` : "#clauses");
  };
  const fromAddress = () => {
    if (location.hash.startsWith("#filter:")) {
      const chosen = new URLSearchParams(location.hash.slice("#filter:".length));
      for (const name of ["text", ...names]) form.elements[name].value = chosen.get(name) ?? "";
      document.getElementById("clauses").scrollIntoView();
    } else {
      const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (!target) return;
      if (target.matches("details")) target.open = true;
      if (target.hidden) form.reset();
      if (target.matches("tr")) requestAnimationFrame(() => target.scrollIntoView({ block: "center" }));
    }
    apply();
  };
  form.hidden = false;
  form.addEventListener("input", () => { apply(); keep(); });
  form.addEventListener("reset", () => requestAnimationFrame(() => { apply(); keep(); }));
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", fromAddress);
  apply();
  fromAddress();

  // Copying, where the browser lets a page do it.
  if (navigator.clipboard) {
    for (const copy of document.querySelectorAll(".copy")) {
      copy.hidden = false;
      copy.addEventListener("click", async () => {
        try {
          await navigator.clipboard.writeText(copy.previousElementSibling.textContent);
          copy.textContent = "Copied";
        } catch {
          copy.textContent = "Not allowed";
        }
        setTimeout(() => { copy.textContent = "Copy"; }, 1500);
      });
    }
  }

  // Paper has nothing to click on: everything is open while it prints.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const details of closed) details.open = true;
  });
  addEventListener("afterprint", () => { for (const details of closed) details.open = false; });

  root.dataset.ready = "true";
})();
