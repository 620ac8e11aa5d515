// What the device remembers from page to page. Where nothing can be kept, it holds for one page.

export function kept(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

export function keep(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // As if nobody had chosen anything.
  }
}
