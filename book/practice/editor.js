// A box for Python: CodeMirror with the little that a beginner's exercise needs.
import {
  defaultKeymap,
  history,
  historyKeymap,
  indentWithTab,
  simplifySelection,
} from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";

const NO_LIMIT_MS = 1e9; // the editor itself would forget an Escape after two seconds, which is short for some

/** After Escape the next Tab leaves the box, however long one waits; any other key ends that, and so does leaving. */
function leave(view) {
  simplifySelection(view);
  view.setTabFocusMode(NO_LIMIT_MS);
  return true;
}

/** label: what a screen reader calls it. keys: { "Mod-Enter": () => …, … }. changed(text) after each change. */
export function editor({ label, describedBy, text, keys, changed, numbered }) {
  const bound = Object.entries(keys).map(([key, act]) => ({ key, run: () => act() ?? true }));
  const view = new EditorView({
    doc: text,
    extensions: [
      keymap.of(bound), // before the usual ones, which take Ctrl + Enter for a new line
      ...(numbered ? [lineNumbers()] : []),
      history(),
      drawSelection(),
      indentUnit.of("    "),
      EditorState.tabSize.of(4),
      indentOnInput(),
      bracketMatching(),
      python(),
      syntaxHighlighting(classHighlighter),
      keymap.of([{ key: "Escape", run: leave }, ...defaultKeymap, ...historyKeymap, indentWithTab]),
      EditorView.contentAttributes.of({
        "aria-label": label,
        "aria-describedby": describedBy,
        autocapitalize: "off",
        spellcheck: "false",
        tabindex: "0", // a browser needs none; what tests for access asks for it
      }),
      EditorView.domEventHandlers({ blur: (_, view) => view.setTabFocusMode(false) }),
      EditorView.updateListener.of((update) => update.docChanged && changed(view.state.doc.toString())),
    ],
  });
  const read = () => view.state.doc.toString();
  const write = (insert) => {
    if (insert !== read()) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert } });
  };
  return { element: view.dom, read, write, hasFocus: () => view.hasFocus, focus: () => view.focus() };
}
