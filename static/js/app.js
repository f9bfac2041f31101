// Small comforts. Every page works without this file.
(() => {
  "use strict";

  // A form is sent once; its buttons wake up again when the browser goes back to the page.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    form.querySelectorAll("button[type=submit]").forEach((button) => button.setAttribute("aria-disabled", "true"));
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => {
      delete form.dataset.sent;
      form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
    });
  });

  // Open menus close on Escape and on a click elsewhere.
  const menus = ".top-menu[open], .nav-wide .nav-group[open]";
  document.addEventListener("click", (event) => {
    document.querySelectorAll(menus).forEach((menu) => menu.contains(event.target) || menu.removeAttribute("open"));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelectorAll(menus).forEach((menu) => {
      if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
      menu.removeAttribute("open");
    });
  });

  // A partial update that failed says so; one that brings a refusal takes the focus there.
  const problem = document.getElementById("request-problem");
  const tell = (text) => { problem.textContent = text; problem.hidden = false; };
  document.addEventListener("htmx:sendError", () => tell(problem.dataset.offline));
  document.addEventListener("htmx:responseError", () => tell(problem.dataset.server));
  document.addEventListener("htmx:beforeRequest", () => { problem.hidden = true; });
  document.addEventListener("htmx:afterSwap", (event) => event.detail.target.querySelector("[autofocus]")?.focus());
})();
