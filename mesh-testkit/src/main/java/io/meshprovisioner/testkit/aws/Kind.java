package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.protocol.AwsError;
import io.meshprovisioner.testkit.aws.protocol.Params;
import io.meshprovisioner.testkit.aws.protocol.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * A kind of EC2 resource: where its rows are and how the API talks about them.
 *
 * @param type as in tag specifications
 * @param prefix of its ids, without the dash
 * @param idList the request member that lists ids in its Describe
 * @param notFound error code
 * @param notFoundText message, with {@code %s} for the id
 */
record Kind<T>(
        String type,
        String prefix,
        String idList,
        String notFound,
        String notFoundText,
        Function<Region, Table<T>> table,
        Function<T, String> id) {

    /** The resource of an id that a request names, whether or not reads see it yet. */
    T find(Site site, String id) {
        return table.apply(site.here()).get(id).orElseThrow(() -> missing(id));
    }

    AwsError missing(String id) {
        if (!id.startsWith(prefix + "-")) {
            String code = notFound.endsWith(".NotFound")
                    ? notFound.substring(0, notFound.length() - ".NotFound".length()) + ".Malformed"
                    : "InvalidParameterValue";
            return AwsError.of(code, "Invalid id: \"%s\" (expecting \"%s-...\")", id, prefix);
        }
        return AwsError.of(notFound, notFoundText, id);
    }

    void put(Site site, T row) {
        table.apply(site.here()).put(id.apply(row), row);
        site.world().changed();
    }

    void remove(Site site, String id) {
        table.apply(site.here()).remove(id);
        site.here().cards.remove(id);
        site.world().changed();
    }

    /** The rows that a Describe request asks for and that are visible. */
    List<T> select(Call call, Params in, Filters<T> filters) {
        Site site = call.site();
        List<T> asked = new ArrayList<>();
        List<String> ids = in.list(idList);
        for (String wanted : ids) {
            T row = find(site, wanted);
            if (!site.visible(wanted)) {
                throw missing(wanted);
            }
            asked.add(row);
        }
        if (ids.isEmpty()) {
            table.apply(site.here()).where(row -> site.visible(id.apply(row))).forEach(asked::add);
        }
        return asked.stream().filter(filters.check(in).of(site, in)).toList();
    }

    /** Answers a Describe: selection, one page of it, and the token of the next. */
    void describe(Call call, Params in, Xml out, Filters<T> filters, String set, BiConsumer<Xml, T> each) {
        Pages.answer(in, out, select(call, in, filters), id, set, each);
    }

    /** A dependency violation in AWS's words. */
    AwsError inUse(String noun, String id) {
        return AwsError.of("DependencyViolation", "The %s '%s' has dependencies and cannot be deleted.", noun, id);
    }
}
