package io.meshprovisioner.istio.traffic.space;

import io.meshprovisioner.istio.traffic.question.HttpRequest;
import io.meshprovisioner.istio.traffic.question.Token;
import java.util.List;
import java.util.function.Predicate;

/**
 * What all requests of a space have in common.
 *
 * @param authorities some that lead here, the most natural one first
 * @param leadsHere whether an authority does
 * @param all whether {@code authorities} are all there are, but for capitals and ports
 * @param schemes that are possible here, the most natural one first
 * @param example that requests are copied from
 * @param tokens that are accepted here; without {@code iss} from any issuer, else of this one; of the audiences in
 *     {@code aud} one must be named
 */
public record Frame(
        List<String> authorities,
        Predicate<String> leadsHere,
        boolean all,
        List<String> schemes,
        HttpRequest example,
        List<Token> tokens) {
    public Frame {
        tokens = List.copyOf(tokens);
        authorities = List.copyOf(authorities);
        schemes = List.copyOf(schemes);
    }

    /** Requests to one name. */
    public static Frame of(String authority) {
        return new Frame(
                List.of(authority),
                other -> HttpRequest.get(other, "/").host().equalsIgnoreCase(authority),
                true,
                List.of("http", "https"),
                HttpRequest.get(authority, "/"),
                List.of());
    }
}
