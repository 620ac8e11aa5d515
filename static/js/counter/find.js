// There is one way to find a member: the form that takes any code. Scanners fill it in.

/** Answers whether it was sent: not while another one is under way. */
export function find(code) {
  const form = document.getElementById("scan") ?? document.getElementById("find");
  if (!form || form.dataset.sent) return false;
  form.elements.code.value = code;
  form.requestSubmit();
  return true;
}
