// An invitation counts as opened when somebody looks at its page: who previews links runs no scripts.

const form = document.querySelector("form[data-opened]");

function tell() {
  const body = new URLSearchParams([...new FormData(form), ["seen", "1"]]);
  fetch(form.action, { method: "POST", body }).catch(() => {});
}

if (form && document.prerendering) document.addEventListener("prerenderingchange", tell, { once: true });
else if (form) tell();
