/** Style of the printed page: A4, the fonts of the machine, a number on every page. */

export const PAGE_STYLE = `
@page { size: A4 landscape; margin: 16mm 14mm 18mm; @bottom-right { content: counter(page) " / " counter(pages); font: 8pt system-ui; color: #5b6770; } }
@page :first { @bottom-right { content: none; } }
* { box-sizing: border-box; }
:root { font-family: "Noto Sans", "Noto Sans CJK SC", "Noto Sans SC", system-ui, "DejaVu Sans", sans-serif; font-size: 9pt; color: #1d2b33; line-height: 1.4; }
:root:lang(zh-Hant) { font-family: "Noto Sans", "Noto Sans CJK TC", "Noto Sans TC", system-ui, sans-serif; }
body { margin: 0; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
h1 { font-size: 26pt; font-weight: 600; margin: 0; letter-spacing: -0.01em; }
h2 { font-size: 14pt; font-weight: 600; margin: 0 0 3mm; }
.cover { position: relative; min-height: 172mm; padding-top: 14mm; break-after: page; }
.period { font-size: 20pt; color: #0b6e8a; margin: 1mm 0 9mm; }
.facts { display: flex; gap: 6mm; margin-bottom: 10mm; }
.facts div { flex: 1; border-top: 2pt solid #0b6e8a; padding-top: 2mm; display: flex; flex-wrap: wrap; align-items: baseline; column-gap: 2mm; }
.facts b { flex-basis: 100%; font-weight: 500; color: #44525b; }
.facts strong { font-size: 20pt; font-weight: 600; font-variant-numeric: tabular-nums; }
.facts small { flex-basis: 100%; color: #5b6770; }
dl { display: grid; grid-template-columns: 46mm 1fr; gap: 1mm 4mm; margin: 0; width: 205mm; }
dt { color: #5b6770; }
dd { margin: 0; overflow-wrap: anywhere; }
.code { position: absolute; right: 0; bottom: 4mm; width: 34mm; }
.code svg { width: 100%; height: auto; display: block; }
.sheet { margin-bottom: 9mm; }
.summary, .charts { break-after: page; }
table { border-collapse: collapse; width: 100%; }
thead { display: table-header-group; }
th { text-align: left; font-weight: 600; border-bottom: 1pt solid #1d2b33; padding: 1.2mm 2mm; vertical-align: bottom; }
td { border-bottom: 0.4pt solid #d4dce1; padding: 1mm 2mm; vertical-align: top; overflow-wrap: anywhere; }
tr { break-inside: avoid; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
figure { margin: 0 0 9mm; break-inside: avoid; }
figcaption { font-size: 11pt; font-weight: 600; margin-bottom: 2mm; }
svg { font: 9pt "Noto Sans", "Noto Sans CJK SC", system-ui, sans-serif; fill: #1d2b33; max-width: 100%; }
svg rect { fill: #0b6e8a; }
svg .value { font-weight: 600; }
.code svg rect { fill: #fff; }
`
