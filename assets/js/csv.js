/* Tables given away as CSV (RFC 4180), with the mark that makes spreadsheets read UTF-8. */
(function (center) {
  "use strict";

  /* A cell must not be taken for a formula by whoever opens the table; some spreadsheets read the
     full-width signs of a Chinese keyboard as signs too. */
  center.harmless = (value) => {
    const text = value === null || value === undefined ? "" : String(value);
    return /^[=+\-@＝＋－＠\t\r\n]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  };

  const cell = (value) => {
    const text = center.harmless(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };

  /* Lines of cells as text. */
  center.asCsv = (lines) => `\uFEFF${lines.map((line) => line.map(cell).join(",")).join("\r\n")}\r\n`;

  /* What marks a file, a cell and a spoken word of the exercise while its board is shown; nothing in reality. */
  const shown = () => (center.scene ? center.scene.shown() : null);
  center.fileName = (name) => (shown() ? `exercise-${shown()}-${name}` : name);
  center.marked = (text) => (shown() ? `${center.say("exercise.mark")} ${text}` : text);

  /* Lets the browser keep `text` as a file of that name. */
  center.giveFile = (name, text, type) => {
    const url = URL.createObjectURL(new Blob([text], { type: type || "text/csv;charset=utf-8" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = center.fileName(name);
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  };
})((window.center = window.center || {}));
