package io.meshprovisioner.testkit.assertions;

import io.meshprovisioner.istio.traffic.Decision;
import io.meshprovisioner.istio.traffic.answer.Outcome;
import io.meshprovisioner.istio.traffic.answer.Reason;
import io.meshprovisioner.istio.traffic.answer.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What somebody expects to come of a request. */
interface Expectation {
    /** Whether a decision is as expected. */
    boolean fits(Decision decision);

    /**
     * All of it to one destination.
     *
     * @param subset empty for any
     */
    record GoesTo(String service, String subset) implements Expectation {
        @Override
        public boolean fits(Decision decision) {
            List<Share> shares = decision.destinations();
            return !shares.isEmpty() && shares.stream().allMatch(this::isMeant);
        }

        private boolean isMeant(Share share) {
            return (share.host().equals(service) || share.host().startsWith(service + "."))
                    && (subset.isEmpty() || share.subset().equals(subset));
        }

        @Override
        public String toString() {
            return "goes to " + service + (subset.isEmpty() ? "" : " " + subset);
        }
    }

    /** A share of it to one destination. */
    record Sends(double percent, GoesTo where) implements Expectation {
        private static final double ROUNDING = 0.005;

        @Override
        public boolean fits(Decision decision) {
            double sum = decision.destinations().stream()
                    .filter(where::isMeant)
                    .mapToDouble(Share::percent)
                    .sum();
            return Math.abs(sum - percent) < ROUNDING;
        }

        @Override
        public String toString() {
            String number = percent == Math.rint(percent) ? Long.toString((long) percent) : Double.toString(percent);
            return number + " % " + where.toString().replace("goes to", "go to");
        }
    }

    /** Every one of these. */
    record All(List<Expectation> parts) implements Expectation {
        @Override
        public boolean fits(Decision decision) {
            return parts.stream().allMatch(part -> part.fits(decision));
        }

        @Override
        public String toString() {
            return parts.stream().map(Expectation::toString).collect(Collectors.joining(", "));
        }
    }

    /** This status, and where it is given, this location. */
    record Status(int status, String location) implements Expectation {
        @Override
        public boolean fits(Decision decision) {
            boolean there = location.isEmpty()
                    || (decision.outcome() instanceof Outcome.Redirected redirected
                            && redirected.location().equals(location));
            return there && decision.status().orElse(0) == status;
        }

        @Override
        public String toString() {
            return "is answered " + status + (location.isEmpty() ? "" : " to " + location);
        }
    }

    /** Refused for this reason. */
    record Refused(Reason reason) implements Expectation {
        @Override
        public boolean fits(Decision decision) {
            return decision.outcome() instanceof Outcome.Refused refused && refused.reason() == reason;
        }

        @Override
        public String toString() {
            return "is refused, " + reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** The same in the words of a table. */
    final class Words {
        private static final Pattern STATUS = Pattern.compile("(\\d{3})(?:\\s+(\\S+))?");
        private static final Pattern SHARE = Pattern.compile("([\\d.]+)\\s*%\\s*(\\S+)(?:\\s+(\\S+))?");
        private static final Pattern DESTINATION = Pattern.compile("(\\S+)(?:\\s+(\\S+))?");

        private Words() {}

        /**
         * Reads {@code reviews}, {@code reviews v2}, {@code 90 % reviews v1, 10 % reviews v3}, {@code 404},
         * {@code 301 https://shop.example/} or a {@link Reason} such as {@code DENIED}.
         *
         * @throws IllegalArgumentException if it is none of these
         */
        static Expectation read(String words) {
            for (Reason reason : Reason.values()) {
                if (reason.name().equals(words)) {
                    return new Refused(reason);
                }
            }
            Matcher status = STATUS.matcher(words);
            if (status.matches()) {
                return new Status(Integer.parseInt(status.group(1)), orEmpty(status.group(2)));
            }
            List<Expectation> parts = new ArrayList<>();
            for (String part : words.split(",", -1)) {
                Matcher share = SHARE.matcher(part.strip());
                Matcher destination = DESTINATION.matcher(part.strip());
                if (share.matches()) {
                    parts.add(new Sends(
                            Double.parseDouble(share.group(1)), new GoesTo(share.group(2), orEmpty(share.group(3)))));
                } else if (destination.matches()) {
                    parts.add(new GoesTo(destination.group(1), orEmpty(destination.group(2))));
                } else {
                    throw new IllegalArgumentException("not an answer: \"" + words
                            + "\"; write a destination (reviews v2), shares (90 % reviews v1, 10 % reviews v3), a status"
                            + " (404), a redirect (301 https://shop.example/) or a reason (DENIED)");
                }
            }
            return parts.size() == 1 ? parts.get(0) : new All(List.copyOf(parts));
        }

        private static String orEmpty(@Nullable String group) {
            return group == null ? "" : group;
        }
    }
}
