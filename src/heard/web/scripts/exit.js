// What starts the button "Exit this page".
import { ExitThisPage } from "govuk-frontend/dist/govuk/components/exit-this-page/exit-this-page.mjs";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
new ExitThisPage(document.querySelector('[data-module="govuk-exit-this-page"]'));
