import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const squiggle = (severity: string) => ({
  backgroundImage: "none",
  textDecoration: `underline wavy var(--${severity}) 1px`,
  textUnderlineOffset: "3px",
  textDecorationSkipInk: "none",
});
const mark = {
  content: '""',
  display: "block",
  width: "8px",
  height: "8px",
  margin: "5px 2px",
  forcedColorAdjust: "none",
};

/** The look of text, in the page's colours: custom properties reach through the shadow root. */
const look = EditorView.theme({
  "&": { height: "100%", color: "var(--fg)", backgroundColor: "transparent", font: "400 .75rem/1.125rem var(--mono)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "inherit", lineHeight: "inherit", fontVariantLigatures: "none", overflow: "auto" },
  ".cm-content": { padding: "6px 0", caretColor: "var(--fg)" },
  ".cm-content[contenteditable=true]:focus-visible": { outline: "none" },
  ".cm-line": { padding: "0 16px 0 8px" },
  ".cm-cursor": { borderLeftColor: "var(--fg)" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--fg2)", border: "0" },
  ".cm-gutter-lint": { width: "14px" },
  ".cm-gutterElement": { cursor: "default" },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 4px 0 2px", minWidth: "24px" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine, &.cm-focused .cm-activeLineGutter": { backgroundColor: "var(--bg3)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--selection)",
  },
  ".cm-matchingBracket": { outline: "0" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--bg3)", outline: "1px solid var(--edge)" },
  ".cm-placeholder": { color: "var(--fg2)" },
  ".cm-hint": { font: "400 .6875rem/1 var(--sans)", color: "var(--fg2)", marginLeft: "12px", userSelect: "none" },
  ".cm-note-warn": { backgroundColor: "color-mix(in oklab,var(--warn) 9%,var(--bg))" },
  ".cm-note-warn .cm-hint": { color: "var(--warn)" },
  ".cm-secret": { color: "var(--ok)" },
  ".cm-lintRange": { backgroundPosition: "left bottom" },
  ".cm-lintRange-error": squiggle("err"),
  ".cm-lintRange-warning": squiggle("warn"),
  ".cm-lintRange-info": squiggle("fg2"),
  ".cm-lintRange-active": { backgroundColor: "var(--bg3)" },
  ".cm-lintPoint:after": { borderBottomColor: "var(--warn)" },
  ".cm-lintPoint-error:after": { borderBottomColor: "var(--err)" },
  ".cm-lint-marker": { width: "auto", height: "auto" },
  ".cm-lint-marker-error": { ...mark, content: '""', backgroundColor: "var(--err)", borderRadius: "50%" },
  ".cm-lint-marker-warning": {
    ...mark,
    content: '""',
    backgroundColor: "var(--warn)",
    clipPath: "polygon(50% 0,100% 100%,0 100%)",
  },
  ".cm-lint-marker-info": {
    ...mark,
    content: '""',
    border: "1.5px solid var(--fg2)",
    borderRadius: "50%",
    boxSizing: "border-box",
  },
  ".cm-tooltip": {
    border: "1px solid var(--edge)",
    borderRadius: "8px",
    backgroundColor: "var(--bg)",
    color: "var(--fg)",
    boxShadow: "0 8px 32px rgb(0 0 0/.2)",
    font: "400 .75rem/1rem var(--sans)",
    maxWidth: "28rem",
    overflow: "hidden",
  },
  ".cm-diagnostic": { padding: "8px 12px", borderLeft: "0", whiteSpace: "normal" },
  ".cm-diagnosticSource": { font: "400 .75rem/1rem var(--mono)", opacity: "1", color: "var(--acc)", marginTop: "4px" },
  ".cm-diagnosticAction": {
    font: "500 .75rem/1rem var(--sans)",
    padding: "3px 8px",
    margin: "4px 0 0 8px",
    border: "1px solid var(--line)",
    borderRadius: "6px",
    backgroundColor: "var(--bg)",
    color: "inherit",
  },
  ".cm-foldGutter": { width: "12px" },
  // Differences
  ".cm-changedLine, &.cm-merge-b .cm-changedLine": { backgroundColor: "color-mix(in oklab,var(--ok) 10%,var(--bg))" },
  // Signs too, for who does not see the colours.
  ".cm-changedLine, .cm-deletedLine": { position: "relative" },
  ".cm-changedLine:before, .cm-deletedLine:before": { position: "absolute", left: "0", color: "var(--ok)" },
  ".cm-changedLine:before": { content: '"+"' },
  ".cm-deletedLine:before": { content: '"−"', left: "-8px", color: "var(--err)" },
  ".cm-deletedChunk": { backgroundColor: "color-mix(in oklab,var(--err) 10%,var(--bg))", paddingLeft: "8px" },
  ".cm-changedText, &.cm-merge-b .cm-changedText": { background: "color-mix(in oklab,var(--ok) 22%,var(--bg))" },
  ".cm-deletedChunk .cm-deletedText": { background: "color-mix(in oklab,var(--err) 22%,var(--bg))" },
  ".cm-deletedLine del": { textDecoration: "none" },
  ".cm-collapsedLines": {
    background: "transparent",
    color: "var(--fg2)",
    padding: "2px 8px",
    font: "400 .75rem/1rem var(--sans)",
  },
  ".cm-collapsedLines:before": { content: '"⋯"', marginInlineEnd: "6px" },
  ".cm-collapsedLines:after": { content: '""' },
  ".cm-changeGutter": { width: "3px", paddingLeft: "0" },
  ".cm-changedLineGutter": { background: "var(--ok)" },
  ".cm-deletedLineGutter": { background: "var(--err)" },
});

const colours = HighlightStyle.define([
  { tag: tags.string, color: "var(--ok)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--env)" },
  { tag: [tags.separator, tags.squareBracket, tags.brace, tags.punctuation], color: "var(--fg2)" },
  { tag: tags.propertyName, color: "var(--fg)" },
]);

export const theme: Extension = [look, syntaxHighlighting(colours)];
