package io.meshprovisioner.testkit.assertions;

import io.meshprovisioner.istio.traffic.Decision;
import io.meshprovisioner.istio.traffic.Question;
import io.meshprovisioner.istio.traffic.Traffic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A request and what is expected of it, as a line of a table. */
record TableRow(String line, String caller, String request, String headers, String answer) {
    private static final List<String> COLUMNS = List.of("caller", "request", "headers", "answer");

    static List<TableRow> read(String table) {
        List<String> lines =
                table.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("the table is empty");
        }
        List<String> names = cells(lines.get(0));
        if (!COLUMNS.containsAll(names) || !names.containsAll(List.of("caller", "request", "answer"))) {
            throw new IllegalArgumentException("the columns are " + COLUMNS + ", not " + names);
        }
        List<TableRow> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            List<String> cells = cells(line);
            if (cells.size() != names.size()) {
                throw new IllegalArgumentException("a row has as many cells as the first one: " + line);
            }
            rows.add(new TableRow(
                    line,
                    cell(names, cells, "caller"),
                    cell(names, cells, "request"),
                    cell(names, cells, "headers"),
                    cell(names, cells, "answer")));
        }
        return rows;
    }

    private static List<String> cells(String line) {
        if (!line.startsWith("|") || !line.endsWith("|") || line.length() < 2) {
            throw new IllegalArgumentException("a row begins and ends with |: " + line);
        }
        return Arrays.stream(line.substring(1, line.length() - 1).split("\\|", -1))
                .map(String::strip)
                .toList();
    }

    private static String cell(List<String> names, List<String> cells, String name) {
        int at = names.indexOf(name);
        return at < 0 ? "" : cells.get(at);
    }

    /** What is wrong; empty where it comes out as expected. */
    Optional<String> failure(Traffic traffic) {
        Expectation expectation = Expectation.Words.read(answer);
        Decision decision = ask(traffic);
        return expectation.fits(decision)
                ? Optional.empty()
                : Optional.of(line + "\nExpected that it " + expectation + ", but\n" + decision.why());
    }

    private Decision ask(Traffic traffic) {
        Question question = question(traffic);
        for (String header : headers.split(";", -1)) {
            if (!header.isBlank()) {
                int colon = header.indexOf(':');
                if (colon < 0) {
                    throw new IllegalArgumentException("a header is written name: value, not " + header);
                }
                question = question.header(
                        header.substring(0, colon).strip(),
                        header.substring(colon + 1).strip());
            }
        }
        int space = request.indexOf(' ');
        if (space < 0) {
            throw new IllegalArgumentException("a request is written METHOD URL, not " + request);
        }
        return question.request(
                request.substring(0, space), request.substring(space + 1).strip());
    }

    private Question question(Traffic traffic) {
        if (caller.equals("outside")) {
            return traffic.fromOutside();
        }
        return caller.startsWith("namespace ")
                ? traffic.fromNamespace(caller.substring("namespace ".length()).strip())
                : traffic.from(caller);
    }
}
