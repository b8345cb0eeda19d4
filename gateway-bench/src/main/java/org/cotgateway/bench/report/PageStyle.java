package org.cotgateway.bench.report;

/** What all pages have in common: how they look, by day and by night, and that they need nothing from elsewhere. */
final class PageStyle {

    private static final String STYLE = """
            :root { color-scheme: light dark; LIGHT --good:#1a6b35; --bad:#a3261c; --tint:#f5f7f9; }
            @media (prefers-color-scheme: dark) { :root { DARK --good:#7fd49a; --bad:#ff9d8f; --tint:#1b2127; } }
            * { box-sizing: border-box; }
            body { margin: 0 auto; padding: 2.5rem 1.25rem 4rem; max-width: 74rem; background: var(--paper);
              color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "Liberation Sans", Arial, sans-serif; }
            h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .3rem; letter-spacing: -.01em; }
            h2 { font-size: 1.25rem; margin: 3rem 0 .3rem; padding-top: 1rem; border-top: 1px solid var(--grid); }
            h3 { font-size: 1rem; margin: 1.8rem 0 .2rem; }
            p { margin: .3rem 0 .8rem; max-width: 48rem; }
            .quiet, caption, figcaption { color: var(--muted); }
            code { font: .86em ui-monospace, "SF Mono", Menlo, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
            .tally { font-size: 1.1rem; margin-top: 1rem; }
            .wide { overflow-x: auto; }
            table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
            th, td { padding: .4rem .7rem .4rem 0; text-align: left; vertical-align: middle;
              border-bottom: 1px solid var(--grid); }
            th { font-weight: 600; font-size: .85rem; color: var(--muted); }
            tbody th { color: inherit; font-size: inherit; font-weight: 400; }
            .n { text-align: right; white-space: nowrap; padding-right: 1.1rem; }
            td.big { font-size: 1.1rem; font-weight: 650; }
            tbody th { min-width: 17rem; }
            .verdict .quiet { display: block; font-size: .85rem; }
            .name { display: block; color: var(--muted); }
            .verdict { white-space: nowrap; }
            .met { color: var(--good); } .missed { color: var(--bad); font-weight: 650; }
            .unmeasured td, .unmeasured th { color: var(--muted); font-style: italic; }
            .dense th, .dense td { padding-top: .12rem; padding-bottom: .12rem; font-size: .9rem; }
            .dense .name { display: inline; margin-left: .6rem; font-size: .8em; }
            .problems { border-left: 4px solid var(--bad); padding: .4rem 1rem; background: var(--tint); }
            .plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(32rem, 100%), 1fr)); gap: 2rem; }
            figure { margin: 1rem 0 0; min-width: 0; }
            figure h3 { margin: 0; }
            figcaption { font-size: .9rem; max-width: 40rem; }
            svg.plot { display: block; width: 100%; min-width: 30rem; height: auto; }
            .ratios .group th { font-weight: 600; padding-top: 1.4rem; }
            details { margin-top: .4rem; } summary { cursor: pointer; color: var(--muted); font-size: .9rem; }
            .variants td { min-width: 13rem; } .variants tbody th { min-width: 9rem; } .variants .strip { width: 196px; }
            @media (max-width: 46rem) {
              .ratios thead { position: absolute; clip-path: inset(50%); }
              .ratios tr { display: flex; flex-wrap: wrap; align-items: baseline; column-gap: 1rem; padding: .6rem 0;
                border-bottom: 1px solid var(--grid); }
              .ratios th, .ratios td { border: 0; padding: .1rem 0; min-width: 0; text-align: left; }
              .ratios th, .ratios .picture, .ratios .verdict { flex-basis: 100%; }
              .ratios .strip { width: 100%; height: auto; }
              .verdict .quiet { display: inline; margin-left: .6rem; } }
            @media print { body { max-width: none; padding: 0; } h2, figure { break-inside: avoid; } }
            """.replace("LIGHT", PlotSvg.LIGHT).replace("DARK", PlotSvg.DARK);

    private PageStyle() {}

    /**
     * A whole page.
     *
     * @param title as plain text
     * @param style more of the style sheet
     * @param body its content, as HTML
     */
    static String page(String title, String style, String body) {
        return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>"
                + Markup.escape(title) + "</title>\n<style>\n" + STYLE + style + "</style>\n</head>\n<body>\n" + body
                + "</body>\n</html>\n";
    }
}
