/* A button that fills fields of its form (data-fill: names and values). Without this script it sends the form with them. */
"use strict";

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fill]");
  if (!button) {
    return;
  }
  event.preventDefault();
  const fields = Object.entries(JSON.parse(button.dataset.fill)).map(([name, value]) => {
    const field = button.form.elements[name];
    field.value = value;
    return field;
  });
  fields[0].focus();
  fields[0].dispatchEvent(new Event("change", { bubbles: true }));
});
