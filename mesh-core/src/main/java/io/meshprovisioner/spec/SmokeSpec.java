package io.meshprovisioner.spec;

import io.meshprovisioner.error.SpecProblem;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * Which requests a smoke test sends beside those to the workload itself. Values: each method returns a changed copy.
 *
 * @param requests in the order in which they are reported
 */
public record SmokeSpec(List<Request> requests) {
    public SmokeSpec {
        requests = List.copyOf(requests);
    }

    /** None but those to the workload itself: by its Service's name from inside, and through the ingress gateway. */
    public static SmokeSpec standard() {
        return new SmokeSpec(List.of());
    }

    /** As well to this URL, from a pod in the mesh. */
    public SmokeSpec inside(String url) {
        return and(new Request(true, url));
    }

    /**
     * As well to this URL from outside, through the ingress gateway: it is sent there whatever DNS says of its host. Of
     * {@code https} the certificate is not checked.
     */
    public SmokeSpec throughGateway(String url) {
        return and(new Request(false, url));
    }

    private SmokeSpec and(Request request) {
        List<Request> more = new ArrayList<>(requests);
        more.add(request);
        return new SmokeSpec(more);
    }

    /** What is wrong with it, all at once; empty when nothing is. */
    public List<SpecProblem> problems() {
        List<SpecProblem> problems = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            if (!isUrl(requests.get(i).url())) {
                problems.add(new SpecProblem(
                        "requests[" + i + "].url",
                        "\"" + Problems.shown(requests.get(i).url()) + "\" is no URL that can be called.",
                        "Write one such as http://shop.example.com/cart."));
            }
        }
        return problems;
    }

    private static boolean isUrl(String text) {
        try {
            URI url = URI.create(text);
            return url.getHost() != null && List.of("http", "https").contains(String.valueOf(url.getScheme()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * A request.
     *
     * @param inMesh from a pod in the mesh; else from outside, through the ingress gateway
     */
    public record Request(boolean inMesh, String url) {}
}
