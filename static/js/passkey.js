// Forms that a passkey fills. What the device is asked stands in the page, or is fetched when it is wanted;
// without scripts, or where the browser knows no passkeys, they are not shown.
if (window.PublicKeyCredential) document.documentElement.classList.add("has-passkeys");
document.addEventListener("submit", async (event) => {
  const form = event.target;
  const { passkey, options } = form.dataset;
  const answer = form.elements.credential;
  if (!passkey) return;
  event.preventDefault();
  const failed = form.querySelector(".passkey-failed");
  failed.hidden = true;
  try {
    const asked = options
      ? JSON.parse(document.getElementById(options).textContent)
      : await (await fetch(form.action, { headers: { Accept: "application/json" } })).json();
    answer.value = JSON.stringify(await webauthnJSON[passkey](asked));
    form.submit();
  } catch {
    failed.hidden = false; // whoever thought better of it reads the same
  }
});
