// Checks what is answered. What was answered is kept by progress.js, in this browser only.
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

  const { keep, kept } = window.bookProgress;

  // A right answer counts unless all had been shown before it; then the question can be asked again.
  const settle = (question, given, earned) => {
    const done = earned || question.classList.contains("cw-done");
    question.classList.toggle("cw-done", done);
    question.querySelector(".cw-seen").hidden = done;
    keep(question.dataset.key, given, earned);
    question.dispatchEvent(new Event("answered"));
  };

  // Each kind of question gives two functions: show the right answer, which was given; begin anew.
  const asksChoice = (question) => {
    const replies = [...question.querySelectorAll("details.cw-reply")];
    const opened = new Set();
    replies.forEach((reply) => {
      reply.addEventListener("toggle", () => {
        if (!reply.open) return;
        opened.add(reply);
        const given = reply.querySelector(".cw-label").textContent.trim();
        if (reply.dataset.right) settle(question, given, opened.size < replies.length);
        else keep(question.dataset.key, given, false);
      });
    });
    const show = () => {
      for (const reply of replies) reply.open ||= Boolean(reply.dataset.right);
    };
    return { show, begin: () => opened.clear() };
  };

  const asksNumber = (question) => {
    const form = question.querySelector("form");
    const field = form.querySelector("input");
    const verdict = question.querySelector(".cw-verdict");
    const replies = [...question.querySelectorAll(".cw-reply")];
    const all = question.querySelector(".cw-all");
    let shown = false;
    const judge = (text) => {
      const got = read(text);
      const reply = replies.find((r) => same(got, read(r.dataset.value)));
      verdict.replaceChildren();
      if (reply) verdict.append(...[...reply.querySelector(".cw-why").cloneNode(true).childNodes]);
      else verdict.textContent = Number.isNaN(got) ? verdict.dataset.unread : verdict.dataset.other;
      verdict.toggleAttribute("data-right", Boolean(reply?.dataset.right));
      return Boolean(reply?.dataset.right);
    };
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (judge(field.value)) settle(question, field.value, !shown);
      else keep(question.dataset.key, field.value, false);
    });
    all.addEventListener("toggle", () => {
      shown ||= all.open;
    });
    const show = (given) => {
      field.value = given;
      judge(given);
    };
    const begin = () => {
      shown = false;
      field.value = "";
      verdict.replaceChildren();
      verdict.removeAttribute("data-right");
    };
    return { show, begin };
  };

  // As it is kept: this page or another one has answered it, or all is forgotten.
  const follow = (question, { show, begin }) => {
    const again = () => {
      question.querySelectorAll("details").forEach((details) => {
        details.open = false;
      });
      question.querySelector(".cw-seen").hidden = true;
      begin();
    };
    const look = () => {
      const { given, right } = kept(question.dataset.key) ?? {};
      const done = Boolean(right);
      if (done === question.classList.contains("cw-done")) return;
      question.classList.toggle("cw-done", done);
      if (done) show(given);
      else again();
    };
    question.querySelector(".cw-seen button").addEventListener("click", () => {
      again();
      question.querySelector("input, summary").focus();
    });
    document.addEventListener("book-progress", look);
    look();
  };

  const start = () => {
    document.querySelectorAll(".cw-question").forEach((question) => {
      follow(question, question.dataset.answer === undefined ? asksChoice(question) : asksNumber(question));
    });
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
