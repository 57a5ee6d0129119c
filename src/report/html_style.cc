#include "report/html_sections.h"

namespace letterlock::report {
namespace {

constexpr std::string_view kStyle = R"css(
:root{color-scheme:light dark;
--paper:#fcfbf8;--card:#fff;--ink:#20242a;--soft:#5b626b;--rule:#dfdbd2;--faint:#f1eee7;
--alert:#9c2f22;--alert-bg:#fbeeeb;--amber:#875a06;--link:#1f4f7c;
--thread:#9c3b2e;--hop:#b7791f;--relation:#2f6690;
--q0:#f1eee7;--q1:#d9e4ec;--q2:#b9cfde;--q3:#93b5cc;--q4:#6896b6;--q5:#40749b;--q6:#1f4f7c;
--serif:Charter,"Bitstream Charter","Iowan Old Style","Source Serif 4",Georgia,"Times New Roman",serif;
--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Helvetica Neue",Arial,sans-serif;
--mono:ui-monospace,"SF Mono","Cascadia Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace}
@media (prefers-color-scheme:dark){:root{
--paper:#16181b;--card:#1d2024;--ink:#e4e1da;--soft:#a2a8af;--rule:#363b41;--faint:#24282d;
--alert:#f0958a;--alert-bg:#35211f;--amber:#e0b25c;--link:#8fbce0;
--thread:#d9786b;--hop:#d9a544;--relation:#6fa5d0;
--q0:#24282d;--q1:#273846;--q2:#2e4b62;--q3:#3a6282;--q4:#4c7fa6;--q5:#6ba0c8;--q6:#a3cdec}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.58 var(--serif);
overflow-wrap:break-word}
main,footer{max-width:60rem;margin:0 auto;padding:0 1.25rem}
h1,h2,h3,h4{line-height:1.2;font-weight:600;text-wrap:balance}
h1{font-size:clamp(1.7rem,4.5vw,2.6rem);margin:.3rem 0 .5rem;letter-spacing:-.01em}
h2{font-size:1.55rem;margin:3.5rem 0 .75rem;padding-top:1rem;border-top:1px solid var(--rule)}
h3{font-size:1.15rem;margin:2.25rem 0 .6rem}
h4{font:600 .8rem/1.3 var(--sans);margin:0 0 .35rem;color:var(--soft)}
p{margin:.5rem 0 .9rem;max-width:44rem}
code,pre{font-family:var(--mono);font-size:.82em}
small{font:.8rem/1.4 var(--sans);color:var(--soft)}
a{color:var(--link)}
bdi{overflow-wrap:anywhere}
header.page{padding:2.75rem 0 .5rem}
.brand{font:600 .85rem/1 var(--sans);letter-spacing:.04em;color:var(--link);margin:0}
.made,.lead{color:var(--soft)}
.made{max-width:none}
.summary{display:grid;grid-template-columns:repeat(3,1fr);gap:0 2rem;margin:1.5rem 0 1rem;
border-top:2px solid var(--ink)}
.summary h2{font:600 .95rem/1.3 var(--sans);margin:.9rem 0 .4rem;padding:0;border:0}
.summary ul{margin:0 0 1rem;padding:0;list-style:none}
.summary li{margin:0 0 .6rem;font-size:1rem;line-height:1.5}
.departs h2{color:var(--alert)}
nav ul{display:flex;flex-wrap:wrap;gap:.35rem 1.5rem;list-style:none;padding:.7rem 0;margin:0;
border-top:1px solid var(--rule);font:.9rem/1.4 var(--sans)}
nav a{text-decoration:none}
nav a:hover{text-decoration:underline}
a:focus-visible{outline:2px solid var(--link);outline-offset:3px}
.letter{display:inline-block;min-width:1.6em;color:var(--soft);font-weight:400}
.legend{display:flex;flex-wrap:wrap;gap:.3rem 1.4rem;list-style:none;margin:0 0 1rem;padding:0;
font:.85rem/1.4 var(--sans);color:var(--soft)}
.legend li::before{content:"";display:inline-block;width:.75em;height:.75em;margin-right:.45em;
background:var(--tone)}
.r-thread{--tone:var(--thread)}.r-link{--tone:var(--hop)}.r-relation{--tone:var(--relation)}
.r-other{--tone:var(--soft)}
.finding{background:var(--card);border:1px solid var(--rule);border-top:3px solid var(--amber);
padding:1.4rem 1.6rem 1.2rem;margin:0 0 2rem}
.finding.contradicted{border-top-color:var(--alert)}
.finding>header{display:flex;gap:1.1rem;align-items:baseline}
.rank{font:300 2rem/1 var(--sans);color:var(--soft);margin:0;min-width:1.1em}
.finding h3{margin:.1rem 0 .9rem;font-size:1.3rem}
.verdict{font:600 .82rem/1.3 var(--sans);color:var(--amber);margin:0 0 .2rem}
.contradicted .verdict{color:var(--alert)}
.envelope{margin:0 0 1rem;font:.92rem/1.5 var(--sans)}
.envelope div{display:grid;grid-template-columns:5.5rem 1fr;gap:.75rem}
dt{color:var(--soft)}dd{margin:0;min-width:0}
.points{display:flex;align-items:center;gap:1rem;font:600 .9rem/1 var(--sans);margin:0 0 1.1rem}
.points span{white-space:nowrap;font-variant-numeric:tabular-nums}
svg.score{flex:1;height:.6rem;min-width:4rem}
.reasons{list-style:none;margin:0;padding:0}
.reasons>li{border-left:3px solid var(--tone);padding:0 0 .1rem 1rem;margin:0 0 1.3rem}
.reasons p{margin-top:0}
summary{cursor:pointer;font:600 .95rem/1.4 var(--sans);margin:0 0 1rem}
.changed{margin:.2rem 0 0;padding:0 0 0 1.1rem}
.changed li{margin:0 0 .15rem}
.weight{font:600 .9rem/1 var(--sans);font-variant-numeric:tabular-nums;margin-right:.35em}
.n{font:.8rem/1 var(--sans);color:var(--soft);white-space:nowrap}
.evidence{margin:.4rem 0 1rem}
figcaption{font:.82rem/1.45 var(--sans);color:var(--soft);margin:0 0 .35rem;max-width:48rem}
pre{background:var(--faint);margin:0;padding:.65rem .8rem;white-space:pre-wrap;overflow-wrap:anywhere;
line-height:1.5}
.cut{color:var(--soft);font-style:italic}
.check{font:.72rem/1.5 var(--sans);color:var(--soft);margin:.35rem 0 0;max-width:none;
overflow-wrap:anywhere}
.check code{font-size:.95em}
.closing{display:grid;grid-template-columns:1fr 1fr;gap:0 2rem;border-top:1px solid var(--rule);
padding-top:1rem;margin-top:1.2rem}
.closing p{margin-top:0}
.hint,.more,.none,.repeats{font:.88rem/1.5 var(--sans);color:var(--soft)}
.chart{margin:.5rem 0 1.5rem}
svg.wide,svg.narrow{display:block;width:100%;height:auto}
svg.narrow{display:none}
svg.matrix.wide{max-width:46rem}
.bar{fill:var(--relation)}.axis{stroke:var(--soft)}.grid{stroke:var(--rule)}
.tick,.row{font:12px var(--sans);fill:var(--soft)}
.row{fill:var(--ink);text-anchor:end;white-space:pre}
.tick.end{text-anchor:middle}.tick.start{text-anchor:end}
.there{stroke:var(--relation);fill:none}.back{stroke:var(--q3);fill:none}
path.there,path.back{stroke-width:1.6}
.silence{fill:var(--hop);opacity:.16}
line.found{stroke:var(--alert);stroke-width:2}circle.found{fill:var(--alert)}
.key{font-weight:600}.key.there{color:var(--relation)}.key.back{color:var(--soft)}
.key.found{color:var(--alert)}
.q0{fill:var(--q0)}.q1{fill:var(--q1)}.q2{fill:var(--q2)}.q3{fill:var(--q3)}
.q4{fill:var(--q4)}.q5{fill:var(--q5)}.q6{fill:var(--q6)}.qs{fill:none;stroke:var(--rule)}
.d-thread{fill:var(--thread)}.d-link{fill:var(--hop)}.d-relation{fill:var(--relation)}
.d-other{fill:var(--soft)}
line.lure{stroke:var(--hop);stroke-width:2;stroke-dasharray:3 2}
.m-foreign{fill:var(--alert)}.m-failed{fill:none;stroke:var(--alert)}.m-owner{fill:var(--q4)}
.b-clear{fill:var(--q3)}.b-throttled{fill:var(--hop)}.b-gap{fill:var(--alert)}.b-other{fill:var(--soft)}
.shade{opacity:.2}
.r-clear{--tone:var(--q3)}.r-throttled{--tone:var(--hop)}.r-gap{--tone:var(--alert)}
.r-blind{--tone:var(--soft)}
.X5,.X4{--tone:var(--alert)}.X3{--tone:var(--thread)}.X2{--tone:var(--hop)}
.X1{--tone:var(--relation)}.X0{--tone:var(--soft)}
.tone{font-weight:600;color:var(--tone);white-space:nowrap}
.classes td.num{font-size:1.1rem}
.classes th.num{white-space:normal;overflow-wrap:anywhere;min-width:5rem}
.classes small{max-width:30rem}
.when{white-space:nowrap}
.plainlist{margin:.2rem 0 .8rem;padding-left:1.1rem;font:.9rem/1.5 var(--sans)}
td .plainlist{margin:0}
.alarm{color:var(--alert)}
#b h4{margin-top:1.4rem}
.numbers{display:grid;grid-template-columns:repeat(auto-fit,minmax(8rem,1fr));gap:1rem 1.5rem;
margin:1.2rem 0 1rem;font-family:var(--sans)}
.numbers dd{font-size:1.55rem;line-height:1.2;font-variant-numeric:tabular-nums}
.numbers dt{font-size:.85rem}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font:.9rem/1.4 var(--sans)}
table.plain{width:auto;max-width:44rem}
caption{text-align:left;color:var(--soft);padding:0 0 .4rem}
th,td{text-align:left;vertical-align:top;padding:.4rem 1rem .4rem 0;border-bottom:1px solid var(--rule);
font-weight:400}
thead th{font-weight:600;font-size:.82rem;color:var(--soft)}
th small{display:block;overflow-wrap:anywhere}
.num,table.plain td{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
th:last-child,td:last-child{padding-right:0}
.num+.opt:not(.num){padding-left:1.25rem}
.cover{width:36%}
svg.strip{display:block;width:100%;height:1.5rem}
.doubles{font:.88rem/1.6 var(--sans);padding-left:1.1rem}
.open{display:grid;grid-template-columns:repeat(3,1fr);gap:0 2rem}
.open h3{margin-top:.5rem}
.open li,.open p{font-size:.97rem;line-height:1.5}
.open ul{padding-left:1.1rem}
.reading div{margin:0 0 1rem}
.reading dt{font:600 .92rem/1.4 var(--sans);color:var(--ink)}
.reading dd{max-width:44rem}
footer{font:.82rem/1.5 var(--sans);color:var(--soft);padding-top:1rem;padding-bottom:3rem}
@media (max-width:46rem){
body{font-size:1rem}
main,footer{padding:0 1rem}
header.page{padding-top:1.75rem}
.summary,.closing,.open{grid-template-columns:1fr}
h2{margin-top:2.5rem}
.finding{padding:1.1rem 1rem .9rem;margin-left:-.5rem;margin-right:-.5rem}
.finding>header{gap:.5rem}.rank{font-size:1.5rem}
.finding h3{font-size:1.15rem}
.envelope div{grid-template-columns:5rem 1fr;gap:.5rem}
.episode h3{font-size:1rem}
svg.wide{display:none}svg.narrow{display:block}
.matrix .tick,.matrix .row{font-size:10px}
.opt{display:none}
.cover{width:38%}
.numbers{grid-template-columns:repeat(2,1fr)}
.reasons>li{padding-left:.75rem}
}
@media print{
:root{--paper:#fff;--card:#fff;--ink:#000;--soft:#444;--faint:#f4f4f4}
body{font-size:10.5pt}main{max-width:none}nav{display:none}
.finding{border-left:0;border-right:0;padding-left:0;padding-right:0}
.evidence,.chart,tr{break-inside:avoid}h2,h3,h4{break-after:avoid}
.scroll{overflow:visible}
svg rect,svg path,.legend li::before{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
)css";

}  // namespace

std::string_view html_style() { return kStyle; }

}  // namespace letterlock::report
