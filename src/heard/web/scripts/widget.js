// The chat on the force's own site: every link with `data-heard-chat` opens it in a dialog. The page
// around it may be as strict as it likes: nothing here needs a style or a handler written in HTML, and
// nothing is fetched but the frame. Without this script the link leads to the chat's own page.
const CLOSE = {
  ar: "إغلاق",
  bn: "বন্ধ করুন",
  cy: "Cau",
  en: "Close",
  pa: "ਬੰਦ ਕਰੋ",
  pl: "Zamknij",
  ro: "Închide",
  so: "Xir",
  ur: "بند کریں",
};
const HELD = "heard-chat"; // of this tab, until it is closed: where the conversation goes on
const heard = new URL(document.currentScript.src).origin;

function language() {
  const code = document.documentElement.lang.slice(0, 2).toLowerCase();
  return code in CLOSE ? code : "en";
}

function remembered() {
  try {
    const place = sessionStorage.getItem(HELD) ?? "";
    return place.startsWith("/chat/frame/") ? place : "";
  } catch {
    return ""; // a browser may keep a site from storing anything
  }
}

function remember(place) {
  try {
    if (place) {
      sessionStorage.setItem(HELD, place);
    } else {
      sessionStorage.removeItem(HELD);
    }
  } catch {
    // The conversation is then left with the page.
  }
}

function styled(element, styles) {
  Object.assign(element.style, styles);
  return element;
}

function dialog(name) {
  const box = styled(document.createElement("dialog"), {
    boxSizing: "border-box",
    width: "min(100vw, 26rem)",
    height: "min(100dvh, 44rem)",
    maxWidth: "100vw",
    maxHeight: "100dvh",
    margin: "auto 0 0 auto",
    padding: "0",
    border: "2px solid #1b2a4a",
    background: "#fff",
    overflow: "hidden",
  });
  const close = styled(document.createElement("button"), {
    display: "block",
    boxSizing: "border-box",
    width: "100%",
    minHeight: "44px",
    border: "0",
    font: "inherit",
    color: "#fff",
    background: "#1b2a4a",
    cursor: "pointer",
  });
  close.type = "button";
  close.textContent = CLOSE[language()];
  close.addEventListener("click", () => box.close());
  const frame = styled(document.createElement("iframe"), {
    display: "block",
    width: "100%",
    height: "calc(100% - 44px)",
    border: "0",
  });
  frame.title = name;
  frame.src = `${heard}${remembered() || `/chat/frame?language=${language()}`}`;
  // Whoever is inside learns who we are, and says where the conversation goes on.
  frame.addEventListener("load", () => frame.contentWindow.postMessage({ heard: "hello" }, heard));
  window.addEventListener("message", (event) => {
    if (event.origin !== heard || event.source !== frame.contentWindow) {
      return;
    }
    switch (event.data?.heard) {
      case "close":
        box.close();
        break;
      case "here":
        remember(String(event.data.place));
        break;
      case "forget":
        remember("");
        break;
    }
  });
  box.setAttribute("aria-label", name);
  box.append(close, frame);
  document.body.append(box);
  return box;
}

function upgrade(link) {
  let box = null;
  const open = (event) => {
    event.preventDefault();
    box ??= dialog(link.textContent.trim());
    box.showModal(); // the browser keeps the focus within, closes on Escape, and gives it back
  };
  link.setAttribute("role", "button");
  link.setAttribute("aria-haspopup", "dialog");
  link.addEventListener("click", open);
  link.addEventListener("keydown", (event) => {
    if (event.key === " ") {
      open(event); // a button is pressed by the space bar, too
    }
  });
}

function start() {
  document.querySelectorAll("a[data-heard-chat]").forEach(upgrade);
}

if (document.readyState === "loading") {
  document.addEventListener("DOMContentLoaded", start);
} else {
  start();
}
