// The form of a meeting: a body's next number is proposed, and a joint sitting has an agenda a body.
{
  const $ = window.django.jQuery;
  const bodiesOf = (parts) => [
    ...document.querySelectorAll(`select[name^="${parts}-"][name$="-body"]:not([name*="__prefix__"])`),
  ];

  // What was proposed is proposed anew; what somebody typed stays.
  const propose = async (body) => {
    if (document.querySelector(".recurrence")) return; // a series counts on by itself
    const number = body.closest("tr").querySelector("[data-proposal]");
    const isTyped = () => number.value && number.value !== number.dataset.proposed;
    if (!body.value || isTyped()) return;
    const asked = new URLSearchParams({ body: body.value });
    for (const name of ["schedule_text", "fiscal_year"]) {
      asked.set(name, document.getElementById(`id_${name}`)?.value ?? "");
    }
    const answer = await fetch(`${number.dataset.proposal}?${asked}`);
    if (!answer.ok || asked.get("body") !== body.value) return;
    const { number: next } = await answer.json();
    if (isTyped()) return;
    number.value = number.dataset.proposed = next ?? "";
    if (document.activeElement === number) number.select(); // what is typed now takes its place
  };

  const agendaOf = (option) => {
    const agendas = bodiesOf("agenda_items");
    if (agendas.some((body) => body.value === option.value)) return;
    if (!agendas.some((body) => !body.value)) {
      document.querySelector("#agenda_items-group .add-row a").click();
    }
    const free = bodiesOf("agenda_items").find((body) => !body.value);
    free.append(new Option(option.text, option.value, true, true));
    $(free).trigger("change");
  };

  $(document).on("change", "select[name^='sessions-'][name$='-body']", (event) => {
    propose(event.target);
    const sitting = bodiesOf("sessions").filter((body) => body.value);
    if (sitting.length > 1) sitting.forEach((body) => agendaOf(body.selectedOptions[0]));
  });
  document.addEventListener("change", (event) => {
    if (["id_schedule_text", "id_fiscal_year"].includes(event.target.id)) {
      bodiesOf("sessions").forEach(propose);
    }
  });
}
