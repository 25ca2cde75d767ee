// Runs before the page is painted: the theme that was chosen here before, or what the machine prefers.
try {
  const theme = localStorage.getItem("theme");
  if (theme) document.documentElement.dataset.theme = theme;
} catch {
  // Without a storage the machine's preference holds.
}
