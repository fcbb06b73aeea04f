// Checks typed numbers and remembers, in this browser only, which questions were answered.
(() => {
  // "−3", "1/3", "1,000", "10^6", "4·10^6" are how people write numbers.
  const read = (text) => {
    const plain = text
      .trim()
      .replace(/[−–]/g, "-")
      .replace(/[,\s_]/g, "")
      .replace(/[·×*]10\^/g, "e")
      .replace(/^10\^/, "1e");
    const [top, bottom = "1", more] = plain.split("/");
    if (plain === "" || more !== undefined) return NaN;
    return Number(top) / Number(bottom);
  };
  const same = (a, b) => Math.abs(a - b) <= 1e-6 + 1e-3 * Math.abs(b) * (Number.isInteger(b) ? 0 : 1);

  // A browser may forbid storage (private windows, file://): the questions work all the same.
  const page = `question:${location.pathname}`;
  const load = () => {
    try {
      return JSON.parse(localStorage.getItem(page)) ?? {};
    } catch {
      return {};
    }
  };
  const remember = (key, value) => {
    try {
      localStorage.setItem(page, JSON.stringify({ ...load(), [key]: value }));
    } catch {
      /* nothing to keep */
    }
  };

  const done = (question) => question.classList.add("cw-done");

  const asksChoice = (question, answered) => {
    question.querySelectorAll("details.cw-reply[data-right]").forEach((reply) => {
      if (answered) {
        reply.open = true;
        done(question);
      }
      reply.addEventListener("toggle", () => {
        if (!reply.open) return;
        done(question);
        remember(question.dataset.key, true);
      });
    });
  };

  const asksNumber = (question, answered) => {
    const form = question.querySelector("form");
    const field = form.querySelector("input");
    const verdict = question.querySelector(".cw-verdict");
    const replies = [...question.querySelectorAll(".cw-reply")];
    const judge = (text) => {
      const got = read(text);
      const reply = replies.find((r) => same(got, read(r.dataset.value)));
      verdict.replaceChildren();
      if (reply) verdict.append(...[...reply.querySelector(".cw-why").cloneNode(true).childNodes]);
      else verdict.textContent = Number.isNaN(got) ? verdict.dataset.unread : verdict.dataset.other;
      verdict.toggleAttribute("data-right", Boolean(reply?.dataset.right));
      if (reply?.dataset.right) done(question);
      return Boolean(reply?.dataset.right);
    };
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (judge(field.value)) remember(question.dataset.key, field.value);
    });
    if (answered !== undefined) {
      field.value = answered;
      judge(answered);
    }
  };

  const start = () => {
    const answers = load();
    document.querySelectorAll(".cw-question").forEach((question) => {
      const ask = question.dataset.answer === undefined ? asksChoice : asksNumber;
      ask(question, answers[question.dataset.key]);
    });
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
