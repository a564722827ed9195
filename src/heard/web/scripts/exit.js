// What starts the button "Exit this page"; the component of GOV.UK Frontend is put before it.
document.body.classList.add("js-enabled", "govuk-frontend-supported");
new ExitThisPage(document.querySelector('[data-module="govuk-exit-this-page"]'));
