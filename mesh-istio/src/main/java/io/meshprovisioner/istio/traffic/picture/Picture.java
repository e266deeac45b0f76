package io.meshprovisioner.istio.traffic.picture;

import io.meshprovisioner.istio.traffic.Why;
import java.util.ArrayList;
import java.util.List;

/**
 * A reason and what it rests on as one SVG image, the same tree that {@link Why#toTree} writes. It needs no other file,
 * follows the reader's light or dark colours, and is a nested list to screen readers.
 */
public final class Picture {
    private static final int LETTER = 8;
    private static final int LINE = 20;
    private static final int GAP = 8;
    private static final int INDENT = 28;
    private static final int MARGIN = 16;
    private static final int LONGEST_LINE = 96;
    private static final int SHORTEST_LINE = 32;
    private static final String STYLE = """
            .why{--paper:#fff;--ink:#1f2328;--line:#8c959f;--mark:#0550ae}
            @media (prefers-color-scheme:dark){.why{--paper:#0d1117;--ink:#e6edf3;--line:#6e7681;--mark:#79c0ff}}
            .why rect{fill:var(--paper)}
            .why text{fill:var(--ink);font:13px ui-monospace,Menlo,Consolas,monospace;white-space:pre}
            .why .top{font-weight:bold}
            .why path{fill:none;stroke:var(--line)}
            .why circle{fill:var(--mark)}""";

    private final StringBuilder body = new StringBuilder();
    private int bottom = MARGIN;
    private int right;

    private Picture() {}

    /** The image, as the text of a file or to be put into a page. */
    public static String svg(Why why) {
        Picture picture = new Picture();
        picture.draw(why, 0, 1);
        int width = picture.right + MARGIN;
        int height = picture.bottom + MARGIN - GAP;
        String size = "width=\"%d\" height=\"%d\"".formatted(width, height);
        return """
                <svg xmlns="http://www.w3.org/2000/svg" class="why" %s viewBox="0 0 %d %d" role="group">
                <title>%s</title>
                <desc>%s</desc>
                <style>%s</style>
                <rect %s rx="6"/>
                <g role="list">
                %s</g>
                </svg>
                """.formatted(
                        size, width, height, escaped(why.says()), escaped(summary(why)), STYLE, size, picture.body);
    }

    private static String summary(Why why) {
        int reasons = count(why) - 1;
        return reasons == 0
                ? "A decision without further reasons."
                : "A decision and what it rests on: a tree of %d reasons, %d at its first level."
                        .formatted(reasons, why.because().size());
    }

    private static int count(Why why) {
        return 1 + why.because().stream().mapToInt(Picture::count).sum();
    }

    /** Draws a reason and all below it; gives the height of its middle. */
    private int draw(Why why, int level, int number) {
        int left = MARGIN + level * INDENT;
        int middle = bottom + LINE / 2;
        body.append("<g role=\"listitem\" aria-level=\"%d\" aria-posinset=\"%d\">".formatted(level + 1, number));
        body.append("<circle cx=\"%d\" cy=\"%d\" r=\"3.5\"/>".formatted(left, middle));
        body.append("<text%s>".formatted(level == 0 ? " class=\"top\"" : ""));
        for (String line : lines(why.says(), Math.max(SHORTEST_LINE, LONGEST_LINE - 3 * level))) {
            body.append("<tspan x=\"%d\" y=\"%d\">%s</tspan>".formatted(left + 12, bottom + 15, escaped(line)));
            right = Math.max(right, left + 12 + line.length() * LETTER);
            bottom += LINE;
        }
        body.append("</text>");
        bottom += GAP;
        if (!why.because().isEmpty()) {
            body.append("\n<g role=\"list\">\n");
            int last = middle;
            StringBuilder branches = new StringBuilder();
            for (int i = 0; i < why.because().size(); i++) {
                last = draw(why.because().get(i), level + 1, i + 1);
                branches.append("M%d %dh%d".formatted(left, last, INDENT - 6));
            }
            body.append(
                    "</g><path aria-hidden=\"true\" d=\"M%d %dV%d%s\"/>".formatted(left, middle + 4, last, branches));
        }
        body.append("</g>\n");
        return middle;
    }

    private static List<String> lines(String text, int longest) {
        List<String> lines = new ArrayList<>();
        String rest = text.replace('\n', ' ');
        while (rest.length() > longest) {
            int space = rest.lastIndexOf(' ', longest);
            int end = space > longest / 2 ? space : longest;
            lines.add(rest.substring(0, end));
            rest = rest.substring(end).stripLeading();
        }
        lines.add(rest);
        return lines;
    }

    /** As XML takes it; what XML has no place for becomes a question mark. */
    private static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                default -> {
                    if ((c >= ' ' && c < 0xD800) || (c > 0xDFFF && c < 0xFFFE) || c > 0xFFFF) {
                        out.appendCodePoint(c);
                    } else {
                        out.append('?');
                    }
                }
            }
        });
        return out.toString();
    }
}
