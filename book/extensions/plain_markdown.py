"""MyST Markdown -> the plain Markdown that JupyterLab shows.

A `{tip}` fence is a box in the book but a block of code in a notebook, so a downloaded chapter gets a
quotation with a bold title instead. Code cells are never touched here.
"""

import re
from textwrap import indent

FENCE = re.compile(r"^(?P<fence>`{3,}|:{3,})\{(?P<name>[\w:+-]+)\}[ \t]*(?P<argument>.*)$")
OPTION = re.compile(r"^:(?P<key>[\w-]+):[ \t]*(?P<value>.*)$")
ROLE = re.compile(r"\{(?P<name>[\w:+-]+)\}`(?P<text>[^`]+)`")
CODE_BLOCK = re.compile(r"(^```.*?^```$)", re.M | re.S)
CHAPTER_LINK = re.compile(r"\]\((?!\w+:)(?P<path>[^)\s#]+)\.(?:md|ipynb)(?P<anchor>#[^)\s]*)?\)")

DROPPED = {"gate-end", "toctree", "tableofcontents", "contents", "bibliography", "index", "raw", "only"}
CODE = {"code", "code-block", "sourcecode"}
PICTURE = {"image", "figure"}
KEPT_BODY = {"glossary", "tab-set", "grid", "div", "container", "table", "list-table", "epigraph"}


def plain(text):
    """The same text without directives, roles, targets and comments of MyST's own."""
    parts = CODE_BLOCK.split(directives(text))  # text, code, text, code, …
    return "".join(
        part if i % 2 else without_myst_lines(ROLE.sub(role, part)) for i, part in enumerate(parts)
    )


def directives(text):
    lines, out = text.split("\n"), []
    while lines:
        line = lines.pop(0)
        if not (found := FENCE.match(line)):
            out.append(line)
            if line.startswith("```") and line.strip("`"):
                out.extend(take_until_close(lines, "```", keep_close=True))
            continue
        body = take_until_close(lines, found["fence"])
        out.append(directive(found["name"], found["argument"].strip(), *options(body)))
    return "\n".join(out)


def take_until_close(lines, fence, keep_close=False):
    """Pop the lines of a fence's body, and its closing line, which is at least as long as the opening."""
    body = []
    while lines:
        line = lines.pop(0)
        if line.rstrip() and set(line.rstrip()) == {fence[0]} and len(line.rstrip()) >= len(fence):
            return [*body, line] if keep_close else body
        body.append(line)
    return body


def options(body):
    """The `:key: value` lines at the top of a directive's body, and the rest."""
    found = {}
    while body and (option := OPTION.match(body[0])):
        found[option["key"]] = option["value"]
        body = body[1:]
    return found, "\n".join(body).strip("\n")


def directive(name, argument, settings, body):
    """One directive as plain Markdown."""
    if name in DROPPED:
        return ""
    if name == "math":
        return f"$$\n{body}\n$$"
    if name in CODE:
        return f"```{argument}\n{body}\n```"
    if name in PICTURE:
        return f"![{settings.get('alt', '')}]({argument})\n\n{directives(body)}".rstrip()
    if name in KEPT_BODY:
        return directives(body)
    if name == "question":
        return question("Check yourself", directives(body))
    if name == "gate":
        return question("Your guess first", directives(body))
    return quotation(argument or name.split(":")[-1].replace("-", " ").capitalize(), directives(body))


def quotation(title, body):
    quoted = indent(f"**{title}**\n\n{body}".rstrip(), "> ", lambda line: True)
    return re.sub(r"^> $", ">", quoted, flags=re.M)


def question(title, body):
    """A question with its answers, if it has any, folded away, for a notebook cannot ask."""
    asked, *answers = re.split(r"^- (?:\[[ xX]\] )?", body, flags=re.M)
    right = [bool(mark) for mark in re.findall(r"^- (?:\[([xX])\] )?", body, re.M)]
    choices = [answer.partition(" — ")[0] for answer in answers] if "- [" in body else []
    marks = ["✓ " if is_right else "" for is_right in right]
    reasons = [f"- {mark}{answer.strip()}" for mark, answer in zip(marks, answers, strict=True)]
    listed = "".join(f"\n- {choice.strip()}" for choice in choices)
    folded = "<details><summary>Answers</summary>\n\n" + "\n".join(reasons) + "\n\n</details>"
    return quotation(title, f"{asked.strip()}\n{listed}".strip()) + (f"\n\n{folded}" if answers else "")


def role(found):
    """{ref}`words <target>` -> words; {math}`x` -> $x$; {cite}`key` -> [key]; the text alone otherwise."""
    text = re.sub(r"\s*<[^>]*>$", "", found["text"])
    if found["name"] == "math":
        return f"${text}$"
    return f"[{text}]" if found["name"].startswith("cite") else text


def without_myst_lines(text):
    """Drop targets `(name)=`, comments `% …`, attributes `{.class}`, block breaks `+++`, labels `$$ (x)`."""
    text = re.sub(r"^\$\$ \([\w-]+\)$", "$$", text, flags=re.M)
    return re.sub(r"^(?:\([\w-]+\)=|%.*|\{[.#][^}]*\}|\+\+\+.*)$\n?", "", text, flags=re.M)


def relink(text, notebook_of):
    """Point links between pages to notebooks; notebook_of(path) -> address, or None: the words stay alone."""

    def link(found):
        address = notebook_of(found["path"])
        return f"]({address})" if address else "]"

    linked = CHAPTER_LINK.sub(link, text)
    return re.sub(r"(?<!!)\[([^\[\]]+)\](?![\[(:])(?=\W|$)", unbracket(text), linked)


def unbracket(original):
    """Remove the brackets of links that lost their address, and of nothing else."""
    lost = {match for match in re.findall(r"\[([^\[\]]+)\]\((?!\w+:)[^)\s#]+\.(?:md|ipynb)[^)]*\)", original)}
    return lambda found: found[1] if found[1] in lost else found[0]
