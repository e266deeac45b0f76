package io.meshprovisioner.page;

import io.meshprovisioner.event.Timeline;
import io.meshprovisioner.spi.MeshTopology;
import io.meshprovisioner.spi.MeshTopology.Rule;
import io.meshprovisioner.spi.MeshTopology.Workload;
import io.meshprovisioner.time.Durations;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A mesh on one HTML page. The page needs no other file, no network and no script, follows the reader's light or dark
 * colours, and can be read with the keyboard and by screen readers.
 *
 * @param name the mesh's
 * @param region the mesh's
 * @param topology what it consists of
 * @param timeline the run that gave the mesh; empty for a mesh that was found
 */
public record MeshPage(String name, String region, MeshTopology topology, Optional<Timeline> timeline) {

    /** The page, as the text of a UTF-8 file. */
    public String toHtml() {
        Markup page = new Markup();
        page.add(
                """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
                <title>Mesh %s</title>
                <style>%s</style>
                </head>
                <body>
                <header>
                <h1>%s</h1>
                <p>%s</p>
                <nav aria-label="On this page"><a href="#picture">Picture</a> <a href="#workloads">Workloads</a>\
                 <a href="#rules">Rules</a>%s</nav>
                </header>
                <main>""",
                name,
                style(),
                name,
                summary(),
                new Markup().add(timeline.isEmpty() ? "" : " <a href=\"#run\">Run</a>"));
        page.add("<section id=\"picture\" aria-labelledby=\"picture-title\"><h2 id=\"picture-title\">Picture</h2>");
        page.add("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Picture\">");
        page.add("%s</div>%s</section>", TopologyPicture.of(topology), legend());
        page.add("%s%s", workloads(), rules());
        timeline.ifPresent(run -> page.add("%s", run(run)));
        return page.add("</main>\n</body>\n</html>").toString();
    }

    private String summary() {
        String istio = topology.version().isEmpty() ? "no Istio" : "Istio " + topology.version();
        return region + ", " + istio + ", " + topology.members().size() + " of "
                + topology.workloads().size() + " workloads in the mesh";
    }

    private static Markup legend() {
        return new Markup().add("""
                <ul class="legend"><li class="member">in the mesh</li><li class="outsider">not in the mesh</li>\
                <li class="ruled">as a rule says</li><li class="plain">as a Service says</li></ul>""");
    }

    private Markup workloads() {
        Markup table =
                table("workloads", "Workloads", List.of("Workload", "Kind", "Proxies", "Services", "In the mesh"));
        for (Workload workload : topology.workloads()) {
            table.add(
                    "<tr><th scope=\"row\">%s/%s</th><td>%s</td><td>%d of %d</td><td>%s</td><td>%s</td></tr>",
                    workload.namespace(),
                    workload.name(),
                    workload.kind(),
                    workload.proxies(),
                    workload.pods(),
                    String.join(", ", workload.services()),
                    workload.inMesh() ? "yes" : "no: " + workload.whyNot());
        }
        return table.add("</tbody></table></div></section>");
    }

    private Markup rules() {
        Markup table = table("rules", "Rules", List.of("Object", "Kind", "About"));
        for (Rule rule : topology.rules()) {
            table.add(
                    "<tr><th scope=\"row\">%s/%s</th><td>%s</td><td>%s</td></tr>",
                    rule.namespace(),
                    rule.name(),
                    rule.kind(),
                    rule.about().isEmpty() ? "everything in its reach" : String.join(", ", rule.about()));
        }
        return table.add("</tbody></table></div></section>");
    }

    private static Markup run(Timeline run) {
        long whole = Math.max(1, run.makespan().toMillis());
        Markup table = table("run", "Run", List.of("Step", "What became of it", "Began", "Took", "When"));
        for (Timeline.Entry entry : run.entries()) {
            Duration began = Duration.between(run.start(), entry.start());
            table.add(
                    "<tr class=\"%s\"><th scope=\"row\">%s</th><td>%s</td><td>%s</td><td>%s</td><td><div class=\"bar\""
                            + " style=\"margin-left:%.2f%%;width:%.2f%%\"></div></td></tr>",
                    run.criticalPath().contains(entry.id()) ? "critical" : "beside",
                    entry.title(),
                    entry.outcome().words(),
                    Durations.text(began),
                    Durations.text(entry.took()),
                    100.0 * began.toMillis() / whole,
                    100.0 * entry.took().toMillis() / whole);
        }
        return table.add(
                "</tbody></table></div><p>Took %s; the chain of steps that decided it is marked. The longest chain needs"
                        + " %s. Calls: %s.</p></section>",
                Durations.text(run.makespan()), Durations.text(run.ideal()), run.callsByService());
    }

    private static Markup table(String id, String title, List<String> columns) {
        Markup table = new Markup();
        table.add("<section id=\"%s\" aria-labelledby=\"%s-title\"><h2 id=\"%s-title\">%s</h2>", id, id, id, title);
        table.add("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"%s-title\">", id);
        table.add("<table><thead><tr>");
        columns.forEach(column -> table.add("<th scope=\"col\">%s</th>", column));
        return table.add("</tr></thead><tbody>");
    }

    private static Markup style() {
        try (InputStream css = Objects.requireNonNull(MeshPage.class.getResourceAsStream("page.css"))) {
            return new Markup().add(new String(css.readAllBytes(), StandardCharsets.UTF_8).replace("%", "%%"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "The page of mesh \"" + name + "\": " + summary();
    }
}
