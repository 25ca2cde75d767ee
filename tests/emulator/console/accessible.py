"""What makes a page fit for everybody, as expressions for a browser; each gives what is wrong."""

# WCAG 2.1, 1.4.3: 4.5 to 1 for text. Gives the ratio and the element.
CONTRAST = r"""(() => {
  const rgb = (text) => text.match(/[\d.]+/g).map(Number);
  const linear = (part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  const light = (color) => {
    const [red, green, blue] = rgb(color).map((part) => linear(part / 255));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const behind = (node) => {
    for (; node; node = node.parentElement) {
      const color = getComputedStyle(node).backgroundColor;
      if ((rgb(color)[3] ?? 1) > 0) return color;
    }
    return "rgb(255, 255, 255)";
  };
  const hasText = (node) => [...node.childNodes].some((each) => each.nodeType === Node.TEXT_NODE && each.data.trim());
  return [...document.querySelectorAll("body *")]
    .filter((node) => node.checkVisibility() && !node.disabled && hasText(node))
    .map((node) => {
      const [more, less] = [light(getComputedStyle(node).color), light(behind(node))].sort((one, other) => other - one);
      return [(more + 0.05) / (less + 0.05), node.outerHTML.slice(0, 100)];
    })
    .filter(([ratio]) => ratio < 4.5);
})()"""

# WCAG 2.1, 4.1.2: what can be used, and what has a structure, has a name.
NAMELESS = r"""[...document.querySelectorAll("button, a[href], input, select, textarea, table, dialog")]
  .filter((node) => {
    const labels = [...(node.labels ?? [])].map(({ textContent }) => textContent).join("");
    const by = document.getElementById(node.getAttribute("aria-labelledby"))?.textContent;
    const own = node.matches("button, a") && node.textContent.trim();
    return !(node.getAttribute("aria-label") || by || labels || node.caption?.textContent || own);
  })
  .map((node) => node.outerHTML.slice(0, 120))"""
