/** Colours that a verdict has on the bench stand for it here, too, and always beside its word or shape; all other bars are ink. */
export const pageStyle = `
:root { --ink: #1b2733; --muted: #5b6875; --line: #d5dce3; --soft: #f2f5f8; --bar: #3d6a94; --good: #2a7d4f; --amber: #b26a00; --bad: #b3362b; }
* { box-sizing: border-box; }
html { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
body { margin: 0 auto; padding: 24px 28px; max-width: 980px; background: #fff; color: var(--ink); font: 14px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; font-variant-numeric: tabular-nums; }
header { display: flex; flex-wrap: wrap; gap: 4px 24px; justify-content: space-between; align-items: end; border-bottom: 3px solid var(--ink); padding-bottom: 8px; }
h1 { margin: 0; font-size: 26px; line-height: 1.15; }
h2 { margin: 0 0 8px; font-size: 16px; }
section { margin-top: 22px; }
p { margin: 4px 0; }
.muted { color: var(--muted); }
.closing { margin-top: 14px; padding: 8px 12px; border-left: 6px solid var(--good); background: var(--soft); font-size: 16px; font-weight: 600; }
.closing.open { border-color: var(--amber); }
.tiles { display: grid; grid-template-columns: repeat(6, 1fr); gap: 8px; margin: 14px 0 0; }
.tiles div { border: 1px solid var(--line); border-radius: 6px; padding: 8px 10px; }
.tiles dt { color: var(--muted); font-size: 12px; }
.tiles dd { margin: 0; font-size: 22px; font-weight: 650; line-height: 1.2; white-space: nowrap; }
.tiles small { display: block; color: var(--muted); font-size: 12px; font-weight: 400; white-space: normal; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 24px; }
table { width: 100%; border-collapse: collapse; font-size: 13px; }
th, td { padding: 4px 8px 4px 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); overflow-wrap: break-word; }
thead th { border-bottom: 2px solid var(--ink); font-size: 12px; vertical-align: bottom; }
tbody th { font-weight: 600; min-width: 52px; }
table.tight td, table.tight th { padding-top: 2px; padding-bottom: 2px; }
td.plot { width: 34%; vertical-align: middle; }
caption { text-align: left; padding: 10px 0 2px; }
td.n, th.n { text-align: right; padding-right: 10px; overflow-wrap: normal; }
td.n { white-space: nowrap; }
td.zero { color: #b4bec8; }
td.one, th.cause { white-space: nowrap; }
td.slot { min-width: 52px; max-width: 140px; }
h1, header p { overflow-wrap: anywhere; }
tr.group th { padding-top: 12px; border-bottom: 2px solid var(--line); }
.id { font-family: ui-monospace, "Liberation Mono", Menlo, Consolas, monospace; }
.green { color: var(--good); } .amber { color: var(--amber); } .red { color: var(--bad); }
svg { display: block; width: 100%; height: auto; }
svg text { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; fill: var(--ink); }
svg text.muted { fill: var(--muted); }
svg text.strong { font-weight: 650; }
svg .axis { stroke: var(--line); stroke-width: 1; }
svg .bar { fill: var(--bar); } svg .good { fill: var(--good); } svg .others { fill: var(--bad); } svg .rest { fill: #e3e9ef; }
svg text.on { fill: #fff; font-weight: 650; }
footer { margin-top: 22px; padding-top: 8px; border-top: 1px solid var(--line); color: var(--muted); font-size: 12px; }
@media screen and (max-width: 760px) { .pair { grid-template-columns: 1fr; } .tiles { grid-template-columns: repeat(2, 1fr); } .wide { overflow-x: auto; } .funnel svg { min-width: 640px; } td.plot { min-width: 90px; } }
@page { size: A4; margin: 12mm 12mm 14mm; }
@media print {
  body { max-width: none; padding: 0 1px; font-size: 11px; }
  h1 { font-size: 21px; } h2 { font-size: 13px; break-after: avoid; }
  section { margin-top: 14px; } .pair { gap: 18px; }
  table { font-size: 10px; } thead th { font-size: 9.5px; } thead { display: table-header-group; } tr { break-inside: avoid; } th, td { padding-top: 2px; padding-bottom: 2px; }
  .closing { font-size: 12px; } .tiles dd { font-size: 17px; } .tiles dt, .tiles small, footer { font-size: 9.5px; }
  .whole, figure, svg { break-inside: avoid; }
}
`;
