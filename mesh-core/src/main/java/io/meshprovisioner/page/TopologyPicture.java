package io.meshprovisioner.page;

import io.meshprovisioner.spi.MeshReport.Component;
import io.meshprovisioner.spi.MeshTopology;
import io.meshprovisioner.spi.MeshTopology.Link;
import io.meshprovisioner.spi.MeshTopology.Workload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A topology as one SVG: the control plane above; below it, from left to right, gateways, Services and workloads by
 * namespace, and who reaches whom. A part that has the pointer or the keyboard's focus shows its own links.
 */
final class TopologyPicture {
    private static final int GATEWAYS = 20;
    private static final int SERVICES = 310;
    private static final int WORKLOADS = 610;
    private static final int WIDTH = 880;
    private static final int BOX_WIDTH = 240;
    private static final int BOX_HEIGHT = 42;
    private static final int ROW = 54;
    private static final int LONGEST_LABEL = 26;
    private static final int LONGEST_DETAIL = 36;

    private final MeshTopology topology;
    private final Map<String, Box> gateways = new LinkedHashMap<>();
    private final Map<String, Box> services = new LinkedHashMap<>();
    private final Map<String, Box> workloads = new LinkedHashMap<>();
    private final Markup groups = new Markup();
    private final Markup boxes = new Markup();
    private final Markup links = new Markup();
    private final Markup focus = new Markup();
    private int bottom = 40;
    private int numbered;

    private TopologyPicture(MeshTopology topology) {
        this.topology = topology;
    }

    static Markup of(MeshTopology topology) {
        TopologyPicture picture = new TopologyPicture(topology);
        picture.controlPlane();
        picture.dataPlane();
        topology.links().forEach(picture::link);
        return new Markup()
                .add(
                        "<svg class=\"picture\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"group\""
                                + " aria-label=\"%s\">",
                        WIDTH,
                        picture.bottom,
                        WIDTH,
                        picture.bottom,
                        "Control plane, gateways, Services and workloads, and who reaches whom; the tables below say"
                                + " the same.")
                .add("<style>%s</style>", picture.focus)
                .add("%s%s%s</svg>", picture.groups, picture.links, picture.boxes);
    }

    private void controlPlane() {
        heading(GATEWAYS, bottom - 16, "Control plane");
        int left = GATEWAYS;
        for (Component component : topology.controlPlane()) {
            if (left + BOX_WIDTH > WIDTH) {
                left = GATEWAYS;
                bottom += ROW;
            }
            box(
                    left,
                    bottom,
                    "control",
                    component.namespace() + "/" + component.name(),
                    component.name(),
                    of(component));
            left += BOX_WIDTH + 50;
        }
        if (topology.controlPlane().isEmpty()) {
            boxes.add("<text class=\"detail\" x=\"%d\" y=\"%d\">none found</text>", GATEWAYS, bottom + 16);
        }
        bottom += ROW + 40;
    }

    private static String of(Component component) {
        return component.problem().isEmpty()
                ? component.readyPods() + " of " + component.wantedPods() + " pods ready"
                : component.problem();
    }

    private void dataPlane() {
        heading(GATEWAYS, bottom - 16, "Gateways");
        heading(SERVICES, bottom - 16, "Services");
        heading(WORKLOADS, bottom - 16, "Workloads");
        int gateway = bottom + 30;
        for (Component component : topology.gateways()) {
            String id = component.namespace() + "/" + component.name();
            gateways.put(id, box(GATEWAYS, gateway, "gateway", id, component.name(), of(component)));
            gateway += ROW;
        }
        for (Map.Entry<String, Namespace> namespace : namespaces().entrySet()) {
            draw(namespace.getKey(), namespace.getValue());
        }
        bottom = Math.max(bottom, gateway);
    }

    private Map<String, Namespace> namespaces() {
        Map<String, Namespace> all = new TreeMap<>();
        for (Workload workload : topology.workloads()) {
            all.computeIfAbsent(workload.namespace(), name -> new Namespace())
                    .workloads
                    .add(workload);
            workload.services().forEach(service -> place(service, all));
        }
        for (Link link : topology.links()) {
            if (!isGateway(link.from())) {
                place(link.from(), all);
            }
            if (!ofService(link)) {
                place(link.to(), all);
            }
        }
        return all;
    }

    private static void place(String service, Map<String, Namespace> all) {
        all.computeIfAbsent(namespace(service), name -> new Namespace())
                .services
                .add(service);
    }

    private boolean isGateway(String id) {
        return topology.gateways().stream().anyMatch(gateway -> id.equals(gateway.namespace() + "/" + gateway.name()));
    }

    /** Whether it leads from a Service to what stands behind it; all others lead to a Service. */
    private static boolean ofService(Link link) {
        return link.by().startsWith("Service ");
    }

    private void draw(String name, Namespace namespace) {
        int top = bottom;
        int rows = Math.max(namespace.services.size(), namespace.workloads.size());
        int height = 34 + rows * ROW;
        groups.add(
                "<g><rect class=\"namespace\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"8\"/>"
                        + "<text class=\"detail\" x=\"%d\" y=\"%d\">namespace %s</text></g>",
                SERVICES - 20, top, WORKLOADS + BOX_WIDTH + 40 - SERVICES, height, SERVICES - 8, top + 20, name);
        int row = top + 30;
        for (String service : namespace.services) {
            services.put(service, box(SERVICES, row, "service", service, bare(service), "Service"));
            row += ROW;
        }
        row = top + 30;
        for (Workload workload : namespace.workloads) {
            String id = workload.namespace() + "/" + workload.name();
            workloads.putIfAbsent(
                    id,
                    box(
                            WORKLOADS,
                            row,
                            workload.inMesh() ? "member" : "outsider",
                            id,
                            workload.name(),
                            workload.inMesh() ? workload.kind() + ", in the mesh" : workload.whyNot()));
            row += ROW;
        }
        bottom = top + height + 14;
    }

    private void link(Link link) {
        Box from = gateways.getOrDefault(link.from(), services.get(link.from()));
        Box to = (ofService(link) ? workloads : services).get(link.to());
        if (from == null || to == null || from.equals(to)) {
            return;
        }
        int y1 = from.y + BOX_HEIGHT / 2;
        int y2 = to.y + BOX_HEIGHT / 2;
        boolean within = from.x == to.x;
        int x1 = within ? from.x : from.x + BOX_WIDTH;
        int bend = within ? from.x - 40 : (x1 + to.x) / 2;
        links.add(
                "<path class=\"link %s n%d n%d\" d=\"M%d %dC%d %d %d %d %d %d\"><title>%s to %s, by %s</title></path>",
                ofService(link) ? "plain" : "ruled",
                from.number,
                to.number,
                x1,
                y1,
                bend,
                y1,
                bend,
                y2,
                to.x,
                y2,
                link.from(),
                link.to(),
                link.by());
    }

    private void heading(int x, int y, String text) {
        groups.add("<text class=\"heading\" x=\"%d\" y=\"%d\">%s</text>", x, y, text);
    }

    private Box box(int x, int y, String kind, String id, String label, String detail) {
        Box box = new Box(++numbered, x, y);
        boxes.add(
                        "<g id=\"n%d\" class=\"box %s\" tabindex=\"0\" role=\"img\" aria-label=\"%s, %s\"><title>%s: %s</title>",
                        box.number, kind, id, detail, id, detail)
                .add(
                        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\"/>"
                                + "<text class=\"label\" x=\"%d\" y=\"%d\">%s</text>"
                                + "<text class=\"detail\" x=\"%d\" y=\"%d\">%s</text></g>",
                        x,
                        y,
                        BOX_WIDTH,
                        BOX_HEIGHT,
                        x + 10,
                        y + 18,
                        shortened(label, LONGEST_LABEL),
                        x + 10,
                        y + 34,
                        shortened(detail, LONGEST_DETAIL));
        focus.add(
                ".picture:has(#n%d:is(:hover,:focus)) .link:not(.n%d){opacity:.12}"
                        + ".picture:has(#n%d:is(:hover,:focus)) .link.n%d{stroke-width:3}",
                box.number, box.number, box.number, box.number);
        return box;
    }

    private static String shortened(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 1) + "\u2026";
    }

    private static String namespace(String id) {
        return id.contains("/") ? id.substring(0, id.indexOf('/')) : "";
    }

    private static String bare(String id) {
        return id.substring(id.indexOf('/') + 1);
    }

    private static final class Namespace {
        private final TreeSet<String> services = new TreeSet<>();
        private final List<Workload> workloads = new ArrayList<>();
    }

    private record Box(int number, int x, int y) {}
}
