package io.meshprovisioner.istio.traffic.space;

import io.meshprovisioner.istio.traffic.question.HttpRequest;
import io.meshprovisioner.istio.traffic.question.Token;
import io.meshprovisioner.istio.traffic.rule.HttpCondition;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The requests to one virtual host and the conditions, in order, of which the first that fits takes a request. */
public final class RequestSpace {
    private static final long WORK = 200_000;
    private static final long LARGEST = 400_000_000L;
    private static final int EXPLAINED = 200;

    private final Frame frame;
    private final List<List<Demand>> rules;
    private final List<Cells> dimensions;
    private final boolean tooLarge;

    private RequestSpace(Frame frame, List<List<Demand>> rules, List<Cells> dimensions, boolean tooLarge) {
        this.frame = frame;
        this.rules = rules;
        this.dimensions = dimensions;
        this.tooLarge = tooLarge;
    }

    /** @param conditions null for one that takes everything */
    public static RequestSpace of(Frame frame, List<@Nullable HttpCondition> conditions) {
        List<List<Demand>> rules = conditions.stream().map(Demand::of).toList();
        Map<Dimension, Map<Integer, List<Demand>>> byDimension = new LinkedHashMap<>();
        for (int rule = 0; rule < rules.size(); rule++) {
            int number = rule;
            rules.get(rule).forEach(demand -> byDimension
                    .computeIfAbsent(demand.dimension(), key -> new LinkedHashMap<>())
                    .computeIfAbsent(number, key -> new ArrayList<>())
                    .add(demand));
        }
        boolean tooLarge = byDimension.values().stream().anyMatch(all -> 3L * all.size() * all.size() > LARGEST);
        List<Cells> dimensions = new ArrayList<>();
        if (!tooLarge) {
            byDimension.forEach((dimension, demands) -> dimensions.add(Cells.of(dimension, demands, frame)));
        }
        return new RequestSpace(frame, rules, List.copyOf(dimensions), tooLarge);
    }

    /** How many conditions. */
    public int size() {
        return rules.size();
    }

    /** Whether a request reaches a condition. */
    public Reach reach(int rule) {
        if (tooLarge) {
            return new Reach.Unknown("there are too many rules");
        }
        List<Integer> earlier = IntStream.range(0, rule).boxed().toList();
        Search search = new Search(dimensions, List.of(rule), false, WORK);
        Search.End end = search.against(earlier);
        if (end == Search.End.FOUND) {
            return new Reach.Reached(request(search.found()));
        }
        Cells against = new Search(dimensions, List.of(rule), true, WORK).contradiction();
        if (against != null) {
            return new Reach.Contradiction(rules.get(rule).stream()
                    .filter(demand -> demand.dimension().equals(against.dimension()))
                    .map(Demand::toString)
                    .toList());
        }
        Optional<List<Integer>> one = earlier.stream()
                .filter(other -> isImpossible(rule, List.of(other)))
                .findFirst()
                .map(List::of);
        if (one.isPresent()) {
            return blocked(rule, earlier, one.get());
        }
        if (end == Search.End.IMPOSSIBLE && isImpossible(rule, earlier)) {
            return blocked(rule, earlier, fewest(rule, earlier));
        }
        return new Reach.Unknown(doubt(end));
    }

    private static String doubt(Search.End end) {
        return end == Search.End.GAVE_UP
                ? "the rules before it interlock too much to be sure"
                : "regular expressions decide it, and no text tried comes through";
    }

    /** The witness goes to one of those that are blamed, where others leave it anything. */
    private Reach blocked(int rule, List<Integer> earlier, List<Integer> blockers) {
        List<Integer> innocent = new ArrayList<>(earlier);
        innocent.removeAll(blockers);
        return new Reach.Blocked(blockers, witness(rule, innocent).or(() -> meeting(rule)));
    }

    /** A request that meets a condition, wherever it goes; empty where none could be made. */
    public Optional<Sample> meeting(int rule) {
        return witness(rule, List.of());
    }

    private Optional<Sample> witness(int rule, List<Integer> rivals) {
        return between(List.of(rule), rivals).request();
    }

    /**
     * A request that meets some conditions and none of others.
     *
     * @param wanted all of them are met
     * @param rivals none of them is met
     */
    public Between between(List<Integer> wanted, List<Integer> rivals) {
        if (tooLarge) {
            return new Between(Optional.empty(), false);
        }
        Search search = new Search(dimensions, wanted, false, WORK);
        if (search.against(rivals) == Search.End.FOUND) {
            return new Between(Optional.of(request(search.found())), false);
        }
        boolean none = new Search(dimensions, wanted, true, WORK).against(rivals) == Search.End.IMPOSSIBLE;
        return new Between(Optional.empty(), none);
    }

    /**
     * What was found.
     *
     * @param request empty where none was found
     * @param none whether it is certain that there is none
     */
    public record Between(Optional<Sample> request, boolean none) {}

    private boolean isImpossible(int rule, List<Integer> rivals) {
        return new Search(dimensions, List.of(rule), true, WORK).against(rivals) == Search.End.IMPOSSIBLE;
    }

    /** As few of them as still leave nothing. */
    private List<Integer> fewest(int rule, List<Integer> rivals) {
        List<Integer> needed = new ArrayList<>(rivals);
        if (rivals.size() > EXPLAINED) {
            return needed;
        }
        for (Integer rival : rivals) {
            List<Integer> without = new ArrayList<>(needed);
            without.remove(rival);
            if (isImpossible(rule, without)) {
                needed = without;
            }
        }
        return needed;
    }

    private Sample request(BitSet[] chosen) {
        HttpRequest example = frame.example();
        String method = example.method();
        String scheme =
                frame.schemes().isEmpty() ? example.scheme() : frame.schemes().get(0);
        String authority = frame.authorities().isEmpty()
                ? example.authority()
                : frame.authorities().get(0);
        String path = example.pathOnly();
        Map<String, List<String>> headers = new LinkedHashMap<>(example.headers());
        Map<String, String> claims = new LinkedHashMap<>();
        StringBuilder query = new StringBuilder();
        for (int d = 0; d < chosen.length; d++) {
            Cells cells = dimensions.get(d);
            String text = cells.text(chosen[d].nextSetBit(0));
            if (text == null) {
                if (cells.dimension().kind() == Dimension.Kind.HEADER) {
                    headers.remove(cells.dimension().name());
                }
                continue;
            }
            switch (cells.dimension().kind()) {
                case PATH -> path = text;
                case METHOD -> method = text;
                case SCHEME -> scheme = text;
                case AUTHORITY -> authority = text;
                case HEADER -> headers.put(cells.dimension().name(), List.of(text));
                case PARAMETER ->
                    query.append(query.length() == 0 ? '?' : '&')
                            .append(cells.dimension().name())
                            .append('=')
                            .append(text);
                case CLAIM -> claims.put(cells.dimension().name(), text);
                case OPAQUE -> {}
            }
        }
        return new Sample(
                new HttpRequest(method, scheme, authority, path + query, headers, example.http2()), token(claims));
    }

    /** One that says this and is accepted, as far as there is one; none where nothing is to be said. */
    private @Nullable Token token(Map<String, String> claims) {
        if (claims.isEmpty() || frame.tokens().isEmpty()) {
            return null;
        }
        Token token = frame.tokens().stream()
                .filter(accepted -> claims.entrySet().stream()
                        .allMatch(claim -> ClaimTexts.isPossible(claim.getKey(), claim.getValue(), accepted)))
                .findFirst()
                .orElse(frame.tokens().get(0));
        for (Map.Entry<String, String> claim : claims.entrySet()) {
            token = ClaimTexts.with(token, claim.getKey(), claim.getValue());
        }
        return token;
    }
}
